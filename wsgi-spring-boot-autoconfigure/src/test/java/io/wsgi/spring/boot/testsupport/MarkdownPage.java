/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.wsgi.spring.boot.testsupport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation, taken apart.
 *
 * @author wsgi-spring-boot contributors
 */
public final class MarkdownPage {

	/** The directory of the project. */
	public static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	private static final String FENCE = "```";

	private static final Pattern HEADING = Pattern.compile("#{1,6} (.+)");

	private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");

	private static final Pattern CODE = Pattern.compile("`([^`]+)`");

	private final Path file;

	private final List<Block> blocks = new ArrayList<>();

	private final Set<String> anchors = new LinkedHashSet<>();

	private final List<String> lines = new ArrayList<>();

	private MarkdownPage(Path file) {
		this.file = file;
	}

	/**
	 * Read all pages of the documentation.
	 * @return the pages
	 * @throws IOException if that fails
	 */
	public static List<MarkdownPage> all() throws IOException {
		List<MarkdownPage> pages = new ArrayList<>();
		try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
			for (Path file : docs.filter((file) -> file.toString().endsWith(".md")).sorted().toList()) {
				pages.add(read(file));
			}
		}
		for (String file : List.of("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md",
				"benchmarks/README.md")) {
			pages.add(read(ROOT.resolve(file)));
		}
		return pages;
	}

	/**
	 * Return the fenced blocks of a language on all pages.
	 * @param language what follows the fence
	 * @return the blocks
	 * @throws IOException if a page cannot be read
	 */
	public static List<Block> allBlocks(String language) throws IOException {
		return all().stream().flatMap((page) -> page.blocks(language).stream()).toList();
	}

	/**
	 * Read a page.
	 * @param file the file
	 * @return the page
	 * @throws IOException if that fails
	 */
	public static MarkdownPage read(Path file) throws IOException {
		MarkdownPage page = new MarkdownPage(file);
		String language = null;
		String before = "";
		StringBuilder content = new StringBuilder();
		for (String line : Files.readAllLines(file)) {
			if (line.strip().startsWith(FENCE)) {
				if (language == null) {
					language = line.strip().substring(FENCE.length());
				}
				else {
					page.blocks.add(new Block(file, language, before, content.toString()));
					language = null;
					content.setLength(0);
				}
			}
			else if (language != null) {
				content.append(line).append('\n');
			}
			else {
				page.lines.add(line);
				before = line.isBlank() ? before : line;
			}
		}
		page.findAnchors();
		return page;
	}

	private void findAnchors() {
		Map<String, Integer> times = new HashMap<>();
		for (String line : this.lines) {
			Matcher heading = HEADING.matcher(line);
			if (heading.matches()) {
				String anchor = heading.group(1)
					.toLowerCase(Locale.ROOT)
					.replaceAll("[^\\p{L}\\p{N} _-]", "")
					.replace(' ', '-');
				int time = times.merge(anchor, 1, Integer::sum);
				this.anchors.add((time > 1) ? anchor + "-" + (time - 1) : anchor);
			}
		}
	}

	public Path file() {
		return this.file;
	}

	/**
	 * Return the lines of text, without those of the blocks.
	 * @return the lines
	 */
	public List<String> lines() {
		return this.lines;
	}

	/**
	 * Return what can follow a {@code #} in links to this page.
	 * @return the anchors that GitHub gives its headings
	 */
	public Set<String> anchors() {
		return this.anchors;
	}

	/**
	 * Return the fenced blocks of a language.
	 * @param language what follows the fence
	 * @return the blocks
	 */
	public List<Block> blocks(String language) {
		return this.blocks.stream().filter((block) -> block.language().equals(language)).toList();
	}

	/**
	 * Return the targets of the links.
	 * @return the targets, with their anchors
	 */
	public List<String> links() {
		return all(LINK);
	}

	/**
	 * Return what is set in backticks in the text.
	 * @return the pieces of code
	 */
	public List<String> code() {
		return all(CODE);
	}

	private List<String> all(Pattern pattern) {
		return this.lines.stream()
			.flatMap((line) -> pattern.matcher(line).results())
			.map((result) -> result.group(1))
			.toList();
	}

	@Override
	public String toString() {
		return this.file.getFileName().toString();
	}

	/**
	 * A fenced block.
	 *
	 * @param file the page
	 * @param language what follows the fence
	 * @param before the last line of text before it
	 * @param content the lines of the block
	 */
	public record Block(Path file, String language, String before, String content) {

		/**
		 * Return the commands of a {@code console} block, without what they print.
		 * @return the commands, each with the lines that continue it
		 */
		public List<String> commands() {
			List<String> commands = new ArrayList<>();
			boolean continued = false;
			for (String line : this.content.lines().toList()) {
				if (line.startsWith("$ ")) {
					commands.add(line.substring(2));
				}
				else if (continued) {
					commands.add(commands.removeLast() + "\n" + line);
				}
				continued = line.endsWith("\\");
			}
			return commands;
		}

	}

}
