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

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * PEP 3333, "Input and Error Streams": {@code wsgi.errors}.
 *
 * @author wsgi-spring-boot contributors
 */
@ConformanceTest
@ExtendWith(OutputCaptureExtension.class)
class ErrorStreamTests {

	private final WsgiServer server;

	ErrorStreamTests(WsgiServer server) {
		this.server = server;
	}

	@Test
	@Conformance("P25")
	void writtenTextIsLogged(CapturedOutput output) throws IOException {
		assertThat(evaluate("errors.write('written text\\n')")).isEqualTo("13");
		assertLogged(output, "written text");
	}

	@Test
	@Conformance("P25")
	void writelinesLogsEachLine(CapturedOutput output) throws IOException {
		evaluate("errors.writelines(line + '\\n' for line in ('line one', 'line two'))");
		assertLogged(output, "line one");
		assertLogged(output, "line two");
	}

	@Test
	@Conformance("P25")
	void flushLogsWhatHasNoEndOfLineYet(CapturedOutput output) throws IOException {
		evaluate("(errors.write('flushed '), errors.write('text'), errors.flush())");
		assertLogged(output, "flushed text");
	}

	@Test
	@Conformance("P25")
	void textWithoutEndOfLineIsLoggedAtTheEndOfTheRequest(CapturedOutput output) throws IOException {
		evaluate("errors.write('unfinished line')");
		assertLogged(output, "unfinished line");
	}

	@Test
	@Conformance("P25")
	void anyUnicodeTextIsTaken(CapturedOutput output) throws IOException {
		assertThat(evaluate("errors.write('\\u65e5\\ud800\\U0001f40d any text\\n')")).isEqualTo("13");
		assertLogged(output, "any text");
	}

	@Test
	@Conformance("P25")
	void bytesAreRefused() throws IOException {
		assertThat(evaluate("errors.write(b'bytes')")).isEqualTo("\"TypeError\"");
	}

	@Test
	@Conformance("P25")
	void printTakesTheStream(CapturedOutput output) throws IOException {
		evaluate("print('printed', 'text', file=errors, flush=True)");
		assertLogged(output, "printed text");
	}

	private String evaluate(String expression) throws IOException {
		RawResponse response = this.server.get("/log?do=" + Scenario.encode(expression));
		assertThat(response.status()).isEqualTo(200);
		return response.body();
	}

	private void assertLogged(CapturedOutput output, String text) {
		Awaitility.await().untilAsserted(() -> assertThat(output).containsOnlyOnce(text));
	}

}
