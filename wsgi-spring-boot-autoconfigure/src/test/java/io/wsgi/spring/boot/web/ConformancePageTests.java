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

package io.wsgi.spring.boot.web;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import org.springframework.core.io.ClassPathResource;
import org.springframework.util.ClassUtils;
import org.springframework.util.FileCopyUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Makes {@code docs/conformance.md} of {@code conformance.txt} and the tests, and fails
 * when it is not up to date. Run with {@code -Dconformance.write=true} to write it.
 *
 * @author wsgi-spring-boot contributors
 */
class ConformancePageTests {

	private static final Path PAGE = Path.of("../docs/conformance.md");

	private static final String HEADER = """
			<!-- Made by ConformancePageTests: run the tests with -Dconformance.write=true to write it anew. -->
			# Conformance

			What PEP 3333, ASGI and HTTP ask of a server, and the tests that check it, over raw sockets against a running \
			Spring application, with GraalPy and with CPython. The tests are in `wsgi-spring-boot-autoconfigure/src/test`.
			""";

	@Test
	void thePageIsUpToDate() throws Exception {
		String page = page();
		if (Boolean.getBoolean("conformance.write")) {
			Files.createDirectories(PAGE.getParent());
			Files.writeString(PAGE, page);
		}
		assertThat(PAGE).as("Run this test with -Dconformance.write=true").hasContent(page);
	}

	@Test
	void everyItemHasATestOrAReason() throws Exception {
		Map<String, List<Method>> tests = tests();
		assertThat(items()).filteredOn((item) -> !item.isSection())
			.allSatisfy((item) -> assertThat(tests.containsKey(item.id()) || item.deviation() != null).as(item.id())
				.isTrue());
	}

	@Test
	void testsNameOnlyItemsThatExist() throws Exception {
		List<String> ids = items().stream().map(Item::id).toList();
		assertThat(ids).doesNotHaveDuplicates();
		assertThat(tests().keySet()).isSubsetOf(ids);
	}

	private String page() throws Exception {
		Map<String, List<Method>> tests = tests();
		StringBuilder page = new StringBuilder(HEADER);
		page.append("\n## Remarks and deviations\n\n");
		for (Item item : items()) {
			if (item.deviation() != null) {
				page.append("- ").append(item.text()).append(" — ").append(item.deviation()).append('\n');
			}
		}
		for (Item item : items()) {
			if (item.isSection()) {
				page.append("\n## ").append(item.text()).append("\n\n");
				continue;
			}
			page.append("- **").append(item.text()).append("**");
			if (item.deviation() != null) {
				page.append(" — ").append(item.deviation());
			}
			page.append('\n');
			for (Method test : tests.getOrDefault(item.id(), List.of())) {
				page.append("  - ")
					.append(sentence(test.getName()))
					.append(" (`")
					.append(test.getDeclaringClass().getSimpleName())
					.append("`)\n");
			}
		}
		return page.toString();
	}

	private static String sentence(String name) {
		return name.replaceAll("(?<!^)(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
	}

	private static Map<String, List<Method>> tests() throws Exception {
		Map<String, List<Method>> tests = new LinkedHashMap<>();
		Path classes = Path.of(ConformancePageTests.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		String packageName = ClassUtils.getPackageName(ConformancePageTests.class);
		try (Stream<Path> files = Files.list(classes.resolve(packageName.replace('.', '/')))) {
			List<String> names = files.map((file) -> file.getFileName().toString())
				.filter((name) -> name.endsWith("Tests.class"))
				.sorted()
				.toList();
			for (String name : names) {
				Class<?> type = Class.forName(packageName + "." + name.replace(".class", ""));
				Stream.of(type.getDeclaredMethods())
					.filter((method) -> method.isAnnotationPresent(Conformance.class))
					.sorted(Comparator.comparing(Method::getName))
					.forEach((method) -> Stream.of(method.getAnnotation(Conformance.class).value())
						.forEach((id) -> tests.computeIfAbsent(id, (key) -> new ArrayList<>()).add(method)));
			}
		}
		return tests;
	}

	private static List<Item> items() throws IOException {
		byte[] list = FileCopyUtils.copyToByteArray(new ClassPathResource("conformance.txt").getInputStream());
		return new String(list, StandardCharsets.UTF_8).lines()
			.filter((line) -> !line.isBlank() && !line.startsWith("#"))
			.map(Item::parse)
			.toList();
	}

	/**
	 * An item, or the heading of a section, which has no identifier of its own.
	 *
	 * @param id the identifier
	 * @param text what must hold, or the heading
	 * @param deviation what does not hold, or how it does, if there is something to say
	 */
	private record Item(String id, String text, String deviation) {

		static Item parse(String line) {
			if (line.startsWith("== ")) {
				return new Item(line, line.substring(3), null);
			}
			String[] parts = line.split(" \\| ");
			return new Item(parts[0], parts[1], (parts.length > 2) ? parts[2] : null);
		}

		boolean isSection() {
			return this.id.startsWith("== ");
		}

	}

}
