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

package io.wsgi.spring.boot.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import org.springframework.core.test.tools.SourceFile;
import org.springframework.core.test.tools.TestCompiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests that the Java code of the page on testing compiles.
 *
 * @author wsgi-spring-boot contributors
 */
class DocumentedTestsTests {

	private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

	@Test
	void javaCompiles() throws IOException {
		String page = Files.readString(Path.of("../docs/testing.md"));
		List<String> blocks = BLOCK.matcher(page).results().map((block) -> block.group(1)).toList();
		assertThat(blocks).hasSize(2)
			.allSatisfy((block) -> assertThatNoException()
				.isThrownBy(() -> TestCompiler.forSystem().withSources(SourceFile.of(block)).compile((compiled) -> {
				})));
	}

}
