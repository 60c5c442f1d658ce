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

package io.wsgi.reload;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Names files: one, all below a directory, or those that a glob matches.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class FilePattern {

	private static final Pattern SPLIT = Pattern.compile("([^*?\\[{]*?)/?([^/]*[*?\\[{].*)");

	private static final String ANY_DIRECTORIES = "**/";

	private static final Set<String> PASSED_OVER = Set.of("__pycache__", "node_modules", "site-packages");

	private final Path root;

	private final @Nullable PathMatcher matcher;

	private final int depth;

	private FilePattern(Path root, @Nullable String glob) {
		this.root = root.toAbsolutePath().normalize();
		this.matcher = (glob != null) ? matcher(glob) : null;
		this.depth = (glob != null && !glob.contains("**")) ? glob.split("/").length : Integer.MAX_VALUE;
	}

	private static PathMatcher matcher(String glob) {
		// So that it also stands for no directory at all, as it does in Python
		return FileSystems.getDefault().getPathMatcher("glob:" + glob.replace(ANY_DIRECTORIES, "{,**/}"));
	}

	/**
	 * Parse a pattern.
	 * @param pattern the path of a file or directory, or a glob in which {@code **}
	 * stands for any directories
	 * @return the pattern
	 * @throws IllegalArgumentException if it cannot be parsed
	 */
	public static FilePattern of(String pattern) {
		Matcher split = SPLIT.matcher(pattern);
		if (!split.matches()) {
			return new FilePattern(Path.of(pattern), null);
		}
		String root = split.group(1);
		boolean absolute = root.isEmpty() && pattern.startsWith("/");
		return new FilePattern(Path.of(absolute ? "/" : root), split.group(2));
	}

	/**
	 * Name all Python sources below a directory.
	 * @param directory the directory
	 * @return the pattern
	 */
	public static FilePattern pythonSources(Path directory) {
		return new FilePattern(directory, "**/*.py");
	}

	/**
	 * Go through the files that there are. Hidden directories, virtual environments and
	 * directories of installed packages are passed over.
	 * @param visitor takes the file and its attributes
	 */
	void visit(BiConsumer<Path, BasicFileAttributes> visitor) {
		try {
			Files.walkFileTree(this.root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), this.depth, new Walk(visitor));
		}
		catch (IOException ex) {
			// Whatever cannot be read is not there
		}
	}

	private boolean isPassedOver(Path directory) {
		String name = String.valueOf(directory.getFileName());
		return !directory.equals(this.root) && (name.startsWith(".") || PASSED_OVER.contains(name)
				|| Files.exists(directory.resolve("pyvenv.cfg")));
	}

	/**
	 * Leaves out what does not match.
	 */
	private final class Walk extends SimpleFileVisitor<Path> {

		private final BiConsumer<Path, BasicFileAttributes> visitor;

		Walk(BiConsumer<Path, BasicFileAttributes> visitor) {
			this.visitor = visitor;
		}

		@Override
		public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
			return isPassedOver(directory) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
		}

		@Override
		public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
			PathMatcher matcher = FilePattern.this.matcher;
			if (attributes.isRegularFile()
					&& (matcher == null || matcher.matches(FilePattern.this.root.relativize(file)))) {
				this.visitor.accept(file, attributes);
			}
			return FileVisitResult.CONTINUE;
		}

		@Override
		public FileVisitResult visitFileFailed(Path file, IOException ex) {
			return FileVisitResult.CONTINUE;
		}

		@Override
		public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException ex) {
			return FileVisitResult.CONTINUE;
		}

	}

}
