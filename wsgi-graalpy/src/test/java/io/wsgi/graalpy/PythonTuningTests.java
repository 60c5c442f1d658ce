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

package io.wsgi.graalpy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.wsgi.runtime.ApplicationCaller;
import io.wsgi.runtime.PythonInterpreter;
import io.wsgi.runtime.PythonSettings;
import io.wsgi.testsupport.RecordedExchange;
import io.wsgi.testsupport.TestPython;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the replacements of slow spots in Python's standard library.
 *
 * @author wsgi-spring-boot contributors
 */
@Tag("jit")
class PythonTuningTests {

	private static final Path SOURCES = TestPython.sources("tuning");

	@Test
	void jsonIsReadWithTheResultsOfCPython() throws IOException {
		assertThatResultsAreThoseOfCPython("documents");
	}

	@Test
	void jsonIsWrittenWithSortedKeysWithTheResultsOfCPython() throws IOException {
		assertThatResultsAreThoseOfCPython("values");
	}

	@Test
	void hostNamesAreEncodedWithTheResultsOfCPython() throws IOException {
		assertThatResultsAreThoseOfCPython("host_names");
	}

	// What a function of Python calls, which a built-in one has called, makes GraalPy
	// walk
	// the stack in each request
	@Test
	void textWithoutFaultsIsConvertedByOneFunctionOfPythonAtMost() {
		List<String> results = resultsOf("codec_calls");
		assertThat(results.removeLast()).isEqualTo("decode a fault with replace: decode_utf_8 _without_halves");
		assertThat(results).hasSize(8).allMatch((line) -> line.matches(".*: \\w*"));
	}

	private void assertThatResultsAreThoseOfCPython(String module) throws IOException {
		List<String> expected = Files.readAllLines(SOURCES.resolve(module + ".txt"));
		List<String> results = resultsOf(module);
		assertThat(results).hasSameSizeAs(expected);
		for (int i = 0; i < expected.size(); i++) {
			assertThat(results.get(i)).as("line %d", i + 1).isEqualTo(expected.get(i));
		}
	}

	private List<String> resultsOf(String module) {
		List<Path> path = new ArrayList<>(TestPython.gateway());
		path.addFirst(SOURCES);
		PythonSettings settings = new PythonSettings(path, Map.of(), TestPython.cache().resolve("bytecode"), true,
				Map.of());
		try (PythonInterpreter interpreter = TestPython.runtime().newInterpreter(settings, null)) {
			ApplicationCaller caller = interpreter.load(TestPython.application(module + ":app"), (line) -> {
			}).newCaller();
			RecordedExchange exchange = new RecordedExchange("/");
			caller.call(exchange);
			assertThat(exchange.getReport()).isNull();
			return exchange.getResponse().lines().collect(Collectors.toCollection(ArrayList::new));
		}
	}

}
