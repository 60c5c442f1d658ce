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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * PEP 3333, "Error Handling", and what else an application must not be able to harm.
 *
 * @author wsgi-spring-boot contributors
 */
@ConformanceTest
@ExtendWith(OutputCaptureExtension.class)
class ErrorHandlingTests {

	private final WsgiServer server;

	ErrorHandlingTests(WsgiServer server) {
		this.server = server;
	}

	@Test
	@Conformance({ "P44", "H44" })
	void anExceptionBeforeTheFirstBlockGives500WithoutTheApplicationsHeaders(CapturedOutput output) throws IOException {
		Scenario scenario = Scenario.respond("steps(b'', ValueError('the reason'))").headers("[('X-Pending', 'yes')]");
		RawResponse response = this.server.get(scenario);
		assertThat(response.status()).isEqualTo(500);
		assertThat(response.header("X-Pending")).isNull();
		assertThat(response.complete()).isTrue();
		Awaitility.await().untilAsserted(() -> assertThat(output).containsOnlyOnce("ValueError: the reason"));
	}

	@Test
	@Conformance({ "P44", "H44" })
	void noTracebackReachesTheClient() throws IOException {
		RawResponse response = this.server.get(Scenario.respond("steps(ValueError('a secret'))"));
		assertThat(response.toString()).doesNotContain("a secret", "Traceback", "ValueError", ".py");
	}

	@Test
	@Conformance({ "P44", "H44" })
	void anExceptionAfterTheFirstBlockCutsAChunkedResponse() throws IOException {
		RawResponse response = this.server.get(Scenario.respond("steps(b'first', ValueError('late'))"));
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("first");
		assertThat(response.complete()).isFalse();
	}

	@Test
	@Conformance({ "P44", "H44" })
	void anExceptionAfterTheFirstBlockCutsAResponseWithContentLength() throws IOException {
		RawResponse response = this.server
			.get(Scenario.respond("steps(b'first', ValueError('late'))").headers("[('Content-Length', '100')]"));
		assertThat(response.body()).isEqualTo("first");
		assertThat(response.complete()).isFalse();
	}

	@Test
	@Conformance({ "P44", "H44" })
	void anExceptionAfterTheFirstBlockEndsAResponseToHttp10() throws IOException {
		Scenario scenario = Scenario.respond("steps(b'first', ValueError('late'))").headers("[('X-A', 'a')]");
		RawResponse response = this.server.send("GET " + scenario.target() + " HTTP/1.0", "Connection: keep-alive");
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.header("X-A")).isEqualTo("a");
		assertThat(response.header("Connection")).isEqualTo("close");
		assertThat(response.body()).isEqualTo("first");
		assertThat(response.closed()).isTrue();
	}

	@Test
	@Conformance({ "P44", "H44" })
	void anExceptionAfterTheWholeBodyLeavesTheResponseWhole(CapturedOutput output) throws IOException {
		RawResponse response = this.server
			.get(Scenario.respond("steps(b'whole', ValueError('afterwards'))").headers("[('Content-Length', '5')]"));
		assertThat(response.body()).isEqualTo("whole");
		assertThat(response.complete()).isTrue();
		Awaitility.await().untilAsserted(() -> assertThat(output).contains("ValueError: afterwards"));
	}

	@Test
	@Conformance("P44")
	void theConnectionIsClosedAfterAnError() throws IOException {
		try (RawConnection connection = this.server.connect()) {
			connection.sendHead("GET /fail/exception HTTP/1.1");
			RawResponse response = connection.receive();
			assertThat(response.status()).isEqualTo(500);
			assertThat(response.header("Connection")).isEqualTo("close");
			assertThat(connection.isClosedByServer()).isTrue();
		}
	}

	@Test
	@Conformance("H46")
	void anApplicationThatDoesNotCallStartResponseGives500(CapturedOutput output) throws IOException {
		RawResponse response = this.server.get("/no-start");
		assertThat(response.status()).isEqualTo(500);
		assertThat(response.body()).doesNotContain("body");
		Awaitility.await().untilAsserted(() -> assertThat(output).contains("did not call start_response"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "None", "1", "b'bare'", "'text'", "object()" })
	@Conformance({ "P41", "H46" })
	void returningNoIterableOfBytesGives500(String body) throws IOException {
		RawResponse response = this.server.get("/returns?body=" + Scenario.encode(body));
		assertThat(response.status()).isEqualTo(500);
		assertThat(response.header("X-Pending")).isNull();
	}

	@Test
	@Conformance({ "P9", "H48" })
	void anExceptionInCloseIsLoggedAndHarmsNoCompleteResponse(CapturedOutput output) throws IOException {
		Scenario scenario = Scenario.respond("failing_close(b'whole')");
		RawResponse response = this.server.get(scenario);
		assertThat(response.body()).isEqualTo("whole");
		assertThat(response.complete()).isTrue();
		assertThat(this.server.eventsUntil(scenario.key(), "close")).containsOnlyOnce("close");
		Awaitility.await().untilAsserted(() -> assertThat(output).containsOnlyOnce("RuntimeError: close failed"));
	}

	@Test
	@Conformance("H48")
	void anExceptionInCloseOfAFileIsLoggedAndHarmsNoCompleteResponse(CapturedOutput output) throws IOException {
		RawResponse response = this.server.get(Scenario.of("file").with("kind", "unclosable"));
		assertThat(response.body()).hasSize(10_000);
		assertThat(response.complete()).isTrue();
		Awaitility.await().untilAsserted(() -> assertThat(output).containsOnlyOnce("RuntimeError: close failed"));
	}

	@Test
	@Conformance("H48")
	void anExceptionInCloseAfterOneInTheBodyDoesNotHideIt(CapturedOutput output) throws IOException {
		Scenario scenario = Scenario.respond("failing_close(ValueError('first failure'))");
		assertThat(this.server.get(scenario).status()).isEqualTo(500);
		Awaitility.await().untilAsserted(() -> assertThat(output).contains("first failure", "close failed"));
		assertThat(this.server.events(scenario.key())).containsOnlyOnce("close");
	}

	@ParameterizedTest
	@ValueSource(strings = { "exception", "exit", "exit-3", "exit-text", "interrupt", "generator-exit",
			"base-exception", "stop-iteration", "memory-error", "memory", "recursion", "native-recursion" })
	@Conformance({ "P44", "H61", "H63" })
	void whateverTheApplicationRaisesOnlyItsRequestFails(String failure) throws IOException {
		assertThat(this.server.get("/fail/" + failure).status()).isEqualTo(500);
		assertThat(this.server.get("/").status()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "exception", "exit", "exit-3", "interrupt", "generator-exit", "base-exception",
			"memory-error" })
	@Conformance({ "P44", "H44", "H61", "H63" })
	void whateverTheApplicationRaisesAfterTheFirstBlockTheResponseIsCut(String failure) throws IOException {
		RawResponse response = this.server.get("/fail-in-body/" + failure);
		assertThat(response.body()).isEqualTo("first");
		assertThat(response.complete()).isFalse();
		assertThat(this.server.get("/").status()).isEqualTo(200);
	}

}
