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
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * PEP 3333, "Handling the Content-Length Header" and "Buffering and Streaming"; RFC 9112
 * section 6, message bodies.
 *
 * @author wsgi-spring-boot contributors
 */
@ConformanceTest
@ExtendWith(OutputCaptureExtension.class)
class ResponseBodyTests {

	private final WsgiServer server;

	ResponseBodyTests(WsgiServer server) {
		this.server = server;
	}

	@ParameterizedTest
	@ValueSource(strings = { "[b'12345678']", "[b'123', b'45678']", "generator(b'123', b'45678')",
			"steps(b'12345', b'678')" })
	@Conformance({ "P37", "H51" })
	void aLongBodyIsCutAtContentLength(String body, CapturedOutput output) throws IOException {
		Scenario scenario = Scenario.respond(body).headers("[('Content-Length', '5')]");
		try (RawConnection connection = this.server.connect()) {
			connection.sendHead("GET " + scenario.target() + " HTTP/1.1");
			assertThat(connection.receive().body()).isEqualTo("12345");
			connection.sendHead("GET /respond?body=[b%27next%27] HTTP/1.1");
			assertThat(connection.receive().body()).isEqualTo("next");
		}
		Awaitility.await().untilAsserted(() -> assertThat(output).contains("longer than its Content-Length"));
	}

	@Test
	@Conformance("P37")
	void iterationStopsAtContentLength() throws IOException {
		Scenario scenario = Scenario.respond("steps(b'123', b'456', b'789', b'abc')")
			.headers("[('Content-Length', '5')]");
		assertThat(this.server.get(scenario).body()).isEqualTo("12345");
		assertThat(this.server.eventsUntil(scenario.key(), "close")).containsExactly("step 0", "step 1", "close");
	}

	@Test
	@Conformance("P37")
	void writeRaisesWhenItIsGivenMoreThanContentLength() throws IOException {
		Scenario scenario = Scenario.respond("steps()")
			.headers("[('Content-Length', '5')]")
			.write("(b'123', b'456', note('not reached'))");
		RawResponse response = this.server.get(scenario);
		assertThat(response.body()).isEqualTo("12345");
		assertThat(response.complete()).isTrue();
		assertThat(this.server.events(scenario.key())).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "[b'123']", "[b'1', b'23']", "generator(b'1', b'23')", "[]", "generator()", "steps(b'123')" })
	@Conformance({ "P38", "H51" })
	void aShortBodyClosesTheConnectionAndIsLogged(String body, CapturedOutput output) throws IOException {
		Scenario scenario = Scenario.respond(body).headers("[('Content-Length', '100')]");
		try (RawConnection connection = this.server.connect()) {
			connection.sendHead("GET " + scenario.target() + " HTTP/1.1");
			RawResponse response = connection.receive();
			assertThat(response.header("Content-Length")).isEqualTo("100");
			assertThat(response.complete()).isFalse();
			assertThat(response.body()).isEqualTo(body.contains("b'") ? "123" : "");
		}
		Awaitility.await().untilAsserted(() -> assertThat(output).contains("shorter than its Content-Length"));
	}

	@Test
	@Conformance("P39")
	void aBodyOfUnknownSizeIsChunked() throws IOException {
		RawResponse response = this.server.get(Scenario.respond("generator(b'a' * 20000, b'b')"));
		assertThat(response.header("Transfer-Encoding")).isEqualTo("chunked");
		assertThat(response.header("Content-Length")).isNull();
		assertThat(response.body()).hasSize(20001);
		assertThat(response.complete()).isTrue();
	}

	@Test
	@Conformance("P39")
	void aBodyOfUnknownSizeEndsWithTheConnectionForHttp10() throws IOException {
		Scenario scenario = Scenario.respond("generator(b'a' * 20000, b'b')");
		for (String keepAlive : List.of("Connection: close", "Connection: keep-alive")) {
			RawResponse response = this.server.send("GET " + scenario.target() + " HTTP/1.0", keepAlive);
			assertThat(response.header("Transfer-Encoding")).isNull();
			assertThat(response.body()).hasSize(20001);
			assertThat(response.closed()).isTrue();
		}
	}

	@Test
	@Conformance("P39")
	void aListOfSeveralBlocksMayGetAContentLength() throws IOException {
		RawResponse response = this.server.get(Scenario.respond("[b'abc', b'def']"));
		assertThat(response.header("Content-Length")).isEqualTo("6");
		assertThat(response.header("Transfer-Encoding")).isNull();
	}

	@Test
	@Conformance("H52")
	void contentLengthAndChunkedAreNeverSentTogether() throws IOException {
		RawResponse response = this.server
			.get(Scenario.respond("generator(b'abc', b'def')").headers("[('Content-Length', '6')]"));
		assertThat(response.header("Content-Length")).isEqualTo("6");
		assertThat(response.headers("Transfer-Encoding")).isEmpty();
		assertThat(response.body()).isEqualTo("abcdef");
	}

	@ParameterizedTest
	@ValueSource(strings = { "abc", "-1", "+5", "5.0", "", "0x5", "5, 5", " 5", "\\u0665", "1_0" })
	@Conformance("H51")
	void aContentLengthThatIsNoNumberIsRefused(String value) throws IOException {
		Scenario scenario = Scenario.startResponse("'200 OK', [('Content-Length', '" + value + "')]");
		assertThat(this.server.get(scenario).header("X-Raised")).isEqualTo("ValueError");
		assertThat(this.server.get(Scenario.respond("[b'12345']").headers("[('Content-Length', '" + value + "')]"))
			.status()).isEqualTo(500);
	}

	@Test
	@Conformance("H51")
	void contradictingContentLengthsAreRefused() throws IOException {
		Scenario scenario = Scenario.startResponse("'200 OK', [('Content-Length', '4'), ('content-length', '5')]");
		assertThat(this.server.get(scenario).header("X-Raised")).isEqualTo("ValueError");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			[b'12345']          | 5
			(b'12', b'345')     | 5
			steps(b'12345')     |
			generator(b'12345') |
			""")
	@Conformance("H49")
	void headHasNoBodyAndKeepsTheConnection(String body, String length) throws IOException {
		Scenario scenario = Scenario.respond(body).headers("[('Content-Type', 'text/x'), ('X-A', 'a')]");
		try (RawConnection connection = this.server.connect()) {
			connection.sendHead("HEAD " + scenario.target() + " HTTP/1.1");
			RawResponse response = connection.receive("HEAD");
			assertThat(response.status()).isEqualTo(200);
			assertThat(response.header("Content-Type")).isEqualTo("text/x");
			assertThat(response.header("X-A")).isEqualTo("a");
			assertThat(response.header("Content-Length")).isEqualTo(length);
			connection.sendHead("GET /respond?body=[b%27next%27] HTTP/1.1");
			assertThat(connection.receive().body()).isEqualTo("next");
		}
	}

	@Test
	@Conformance("H49")
	void headHasTheContentLengthOfGet() throws IOException {
		for (String body : List.of("[b'12345']", "[b'12', b'345']")) {
			Scenario scenario = Scenario.respond(body);
			assertThat(this.server.head(scenario.target()).header("Content-Length"))
				.isEqualTo(this.server.get(scenario).header("Content-Length"))
				.isEqualTo("5");
		}
		Scenario scenario = Scenario.respond("[]").headers("[('Content-Length', '12345')]");
		assertThat(this.server.head(scenario.target()).header("Content-Length")).isEqualTo("12345");
		scenario = Scenario.respond("generator(b'12345')").headers("[('Content-Length', '5')]");
		assertThat(this.server.head(scenario.target()).header("Content-Length")).isEqualTo("5");
	}

	@Test
	@Conformance({ "P9", "H49" })
	void theBodyOfAHeadRequestIsClosedOnce() throws IOException {
		Scenario scenario = Scenario.respond("steps(b'a', b'b')");
		this.server.head(scenario.target());
		assertThat(this.server.eventsUntil(scenario.key(), "close")).containsOnlyOnce("close").endsWith("close");
	}

	@Test
	@Conformance("H49")
	void writeOfAHeadRequestSendsNothing() throws IOException {
		Scenario scenario = Scenario.respond("[b'c']").write("[b'a', b'b', note('written')]");
		try (RawConnection connection = this.server.connect()) {
			connection.sendHead("HEAD " + scenario.target() + " HTTP/1.1");
			assertThat(connection.receive("HEAD").status()).isEqualTo(200);
			connection.sendHead("GET /respond?body=[b%27next%27] HTTP/1.1");
			assertThat(connection.receive().body()).isEqualTo("next");
		}
		assertThat(this.server.events(scenario.key())).containsExactly("written");
	}

	@ParameterizedTest
	@ValueSource(strings = { "204 No Content", "304 Not Modified" })
	@Conformance("H50")
	void aStatusWithoutABodyGetsNone(String status) throws IOException {
		for (String body : List.of("[b'12345']", "generator(b'12345', b'678')", "steps(b'12345')", "[]")) {
			Scenario scenario = Scenario.respond(body)
				.status("'" + status + "'")
				.headers("[('ETag', '\"x\"'), ('Content-Length', '5')]");
			try (RawConnection connection = this.server.connect()) {
				connection.sendHead("GET " + scenario.target() + " HTTP/1.1");
				RawResponse response = connection.receive();
				assertThat(response.status()).isEqualTo(Integer.parseInt(status.substring(0, 3)));
				assertThat(response.header("ETag")).isEqualTo("\"x\"");
				assertThat(response.header("Transfer-Encoding")).isNull();
				assertThat(response.header("Content-Length")).isNull();
				connection.sendHead("GET /respond?body=[b%27next%27] HTTP/1.1");
				assertThat(connection.receive().body()).isEqualTo("next");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "['text']", "[1]", "[None]", "[memoryview(b'abc')]", "[bytearray(b'abc')]",
			"generator('text')", "generator(None)", "steps(1)", "'text'", "b'bare bytes'", "[b'a', 'text']" })
	@Conformance({ "P43", "H45", "H46" })
	void aBlockThatIsNotBytesIsAnError(String body) throws IOException {
		RawResponse response = this.server.get(Scenario.respond(body).headers("[('X-Pending', 'yes')]"));
		assertThat(response.status()).isEqualTo(500);
		assertThat(response.header("X-Pending")).isNull();
	}

	@Test
	@Conformance({ "P43", "H45" })
	void aBlockThatIsNotBytesCutsAStartedResponse() throws IOException {
		RawResponse response = this.server.get(Scenario.respond("generator(b'first', 'text')"));
		assertThat(response.body()).isEqualTo("first");
		assertThat(response.complete()).isFalse();
	}

	@Test
	@Conformance("P43")
	void aSubclassOfBytesIsTaken() throws IOException {
		assertThat(this.server.get(Scenario.respond("[Bytes(b'sub')]")).body()).isEqualTo("sub");
		assertThat(this.server.get(Scenario.respond("generator(Bytes(b'sub'))")).body()).isEqualTo("sub");
	}

	@Test
	@Conformance("P6")
	void aLargeBodyArrivesWhole() throws IOException {
		RawResponse response = this.server.get("/large?size=5000000");
		assertThat(response.bytes()).hasSize(5_000_000);
		assertThat(response.complete()).isTrue();
	}

}
