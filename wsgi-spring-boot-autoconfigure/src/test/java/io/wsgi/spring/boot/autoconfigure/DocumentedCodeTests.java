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

package io.wsgi.spring.boot.autoconfigure;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import javax.xml.parsers.DocumentBuilderFactory;

import com.jayway.jsonpath.JsonPath;
import io.wsgi.spring.boot.testsupport.MarkdownPage;
import io.wsgi.spring.boot.testsupport.MarkdownPage.Block;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Value;
import org.junit.jupiter.api.Test;

import org.springframework.core.test.tools.SourceFile;
import org.springframework.core.test.tools.TestCompiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests that the blocks of code in the documentation are what they are said to be.
 *
 * @author wsgi-spring-boot contributors
 */
class DocumentedCodeTests {

	/** Where the types are that the blocks of Java name without an import. */
	private static final List<String> PACKAGES = List.of("io.wsgi.graalpy", "io.wsgi.spring.boot.autoconfigure",
			"io.wsgi.spring.boot.bridge", "io.wsgi.spring.boot.client", "io.wsgi.spring.boot.event",
			"io.wsgi.spring.boot.web", "io.wsgi.worker", "jakarta.servlet", "jakarta.servlet.http", "java.io",
			"org.slf4j", "org.springframework.boot.tomcat", "org.springframework.boot.web.server",
			"org.springframework.context.annotation", "org.springframework.context.event", "org.springframework.core",
			"org.springframework.http", "org.springframework.security.config",
			"org.springframework.security.config.annotation.web.builders", "org.springframework.security.core",
			"org.springframework.security.web", "org.springframework.security.web.csrf",
			"org.springframework.stereotype", "org.springframework.web.bind.annotation",
			"org.springframework.web.filter");

	private static final Pattern CLASS = Pattern.compile("^(?:public )?class (\\w+)", Pattern.MULTILINE);

	@Test
	void pythonCompiles() throws IOException {
		List<Block> blocks = MarkdownPage.allBlocks("python");
		assertThat(blocks).isNotEmpty();
		try (Context context = Context.newBuilder("python").option("engine.WarnInterpreterOnly", "false").build()) {
			Value compile = context.eval("python", "lambda source, name: compile(source, name, 'exec') and None");
			assertThat(blocks).allSatisfy((block) -> assertThatNoException()
				.isThrownBy(() -> compile.execute(block.content(), block.toString())));
		}
	}

	@Test
	void jsonIsJson() throws IOException {
		assertThat(MarkdownPage.allBlocks("json")).isNotEmpty()
			.allSatisfy((block) -> assertThatNoException().isThrownBy(() -> JsonPath.parse(block.content())));
	}

	@Test
	void xmlIsWellFormed() throws IOException {
		assertThat(MarkdownPage.allBlocks("xml")).isNotEmpty()
			.allSatisfy((block) -> assertThatNoException().isThrownBy(() -> DocumentBuilderFactory.newInstance()
				.newDocumentBuilder()
				.parse(new ByteArrayInputStream(block.content().getBytes(StandardCharsets.UTF_8)))));
	}

	@Test
	void javaCompiles() throws IOException {
		// Those with @WsgiTest are compiled in wsgi-spring-boot-test
		assertThat(MarkdownPage.allBlocks("java")).filteredOn((block) -> !block.content().contains("@WsgiTest"))
			.isNotEmpty()
			.allSatisfy((block) -> assertThatNoException().as(block.toString())
				.isThrownBy(
						() -> TestCompiler.forSystem().withSources(javaSource(block.content())).compile((compiled) -> {
						})));
	}

	private static SourceFile javaSource(String content) {
		if (content.startsWith("package ")) {
			return SourceFile.of(content);
		}
		Matcher named = CLASS.matcher(content);
		String imports = PACKAGES.stream().map((name) -> "import " + name + ".*;\n").collect(Collectors.joining("", """
				package example;
				import java.math.BigDecimal;
				import java.time.Duration;
				import java.time.LocalDate;
				import java.util.List;
				import java.util.Map;
				import java.util.Optional;
				import java.util.concurrent.CompletableFuture;
				import java.util.stream.Stream;
				""", ""));
		return SourceFile.of(imports + (named.find() ? content : """
				class Example {
					private static final Logger log = LoggerFactory.getLogger(Example.class);
					%s
				}
				""".formatted(content)));
	}

}
