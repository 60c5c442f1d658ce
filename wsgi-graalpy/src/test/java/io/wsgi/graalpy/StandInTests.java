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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.wsgi.runtime.PythonApplication;
import io.wsgi.runtime.PythonInterpreter;
import io.wsgi.testsupport.RecordedExchange;
import io.wsgi.testsupport.TestPython;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the stand-ins for native modules of the standard library: compares their
 * answers with those of CPython, which {@code record.py} has recorded.
 *
 * @author wsgi-spring-boot contributors
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
@Tag("jit")
class StandInTests {

	private static final Path SOURCES = TestPython.sources("stand_ins");

	private static PythonInterpreter interpreter;

	private static PythonApplication battery;

	@BeforeAll
	static void load() {
		interpreter = TestPython.newInterpreter(SOURCES);
		battery = interpreter.load(TestPython.application("battery:app"), (line) -> {
		});
	}

	@AfterAll
	static void close() {
		assertThat(interpreter.nativeModules()).isEmpty();
		interpreter.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "properties_of_today", "properties_of_3_2", "arguments", "normal_forms_of_3_2",
			"stringprep_tables", "idna_of_characters", "idna_of_names", "names", "terminal", "password", "scanner",
			"quoted_printable", "scrypt", "sleeps", "names_of_files", "dates", "zones", "file_locks", "modes_of_files",
			"sizes_of_files", "programs", "unix_sockets", "descriptors", "local_times", "time_formats", "except_star",
			"generic_methods", "future_features", "asynchronous", "interpreter", "compressed_streams", "addresses",
			"encoded_lines", "numbers", "parts_of_files", "special_files", "memory_maps", "observation", "trees",
			"json_of_classes", "locales", "exception_attributes", "broken_utf_8", "text_faults", "broken_base_64",
			"byte_order_marks", "wide_texts", "seven_bits", "escapes", "digests", "sqlite_values", "sqlite_parameters",
			"sqlite_statements", "sqlite_cursors", "sqlite_rows", "sqlite_types", "sqlite_functions", "sqlite_hooks",
			"sqlite_transactions", "sqlite_errors", "sqlite_threads", "sqlite_copies", "sqlite_blobs", "sqlite_locks",
			"proxies", "codec_names", "certificate_files", "unpickling", "texts_of_tasks", "socket_types",
			"lzma_streams" })
	void answersAreThoseOfCPython(String topic) throws IOException {
		List<String> expected = Files.readAllLines(SOURCES.resolve("expected").resolve(topic + ".txt"));
		List<String> answers = answers(topic);
		assertThat(answers).hasSameSizeAs(expected);
		for (int i = 0; i < expected.size(); i++) {
			assertThat(answers.get(i)).as("line %d of %s", i + 1, topic).isEqualTo(expected.get(i));
		}
	}

	@Test
	void everythingThatIsRecordedIsCompared() throws Exception {
		List<String> topics = List.of(StandInTests.class.getDeclaredMethod("answersAreThoseOfCPython", String.class)
			.getAnnotation(ValueSource.class)
			.strings());
		try (var files = Files.list(SOURCES.resolve("expected"))) {
			assertThat(files.map((file) -> file.getFileName().toString().replace(".txt", "")))
				.containsExactlyInAnyOrderElementsOf(topics);
		}
	}

	@Test
	void modulesThatMayParseXmlCanBeImportedWithoutTheNativeParser() {
		assertThat(answers("imports")).containsExactly("plistlib", "xml.dom.expatbuilder", "xml.etree.ElementTree",
				"xml.parsers.expat", "xml.sax.expatreader", "xmlrpc.client", "xmlrpc.server");
	}

	@Test
	void bz2IsAnImportErrorThatOthersHandle() {
		assertThat(answers("archives")).containsExactly("builtins.ModuleNotFoundError",
				"['gztar', 'tar', 'xztar', 'zip']");
	}

	@Test
	void missingCryptIsAnImportError() {
		assertThat(answers("crypt")).singleElement().asString().startsWith("builtins.ImportError");
	}

	@Test
	void namesOfFilesThatAreNotUtf8AreRefused() {
		List<String> answers = answers("foreign_names");
		assertThat(answers).hasSize(15);
		assertThat(answers.subList(0, 14)).allSatisfy((answer) -> assertThat(answer)
			.isEqualTo("builtins.OSError(84, 'names of files that are not UTF-8 are not supported by GraalPy')"));
		assertThat(answers.getLast()).isEqualTo("True");
	}

	private static List<String> answers(String topic) {
		RecordedExchange exchange = new RecordedExchange("/" + topic);
		battery.newCaller().call(exchange);
		assertThat(exchange.getReport()).isNull();
		byte[] latin1 = exchange.getResponse().getBytes(StandardCharsets.ISO_8859_1);
		return new String(latin1, StandardCharsets.UTF_8).lines().toList();
	}

}
