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

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * PEP 3333, "Input and Error Streams": {@code wsgi.input}.
 *
 * @author wsgi-spring-boot contributors
 */
@ConformanceTest
class InputStreamTests {

	private final WsgiServer server;

	InputStreamTests(WsgiServer server) {
		this.server = server;
	}

	@ParameterizedTest
	@EnumSource
	@Conformance("P23")
	void readReadsEverything(Framing framing) throws IOException {
		assertThat(evaluate(framing, "input.read()", "one\ntwo\nthree")).isEqualTo("one\ntwo\nthree");
		assertThat(evaluate(framing, "input.read(-1)", "one\ntwo\nthree")).isEqualTo("one\ntwo\nthree");
	}

	@ParameterizedTest
	@EnumSource
	@Conformance("P23")
	void readReadsUpToASize(Framing framing) throws IOException {
		assertThat(evaluate(framing, "[input.read(0), input.read(2), input.read(3), input.read(100)]", "one\ntwo"))
			.isEqualTo(List.of("", "on", "e\nt", "wo"));
	}

	@ParameterizedTest
	@EnumSource
	@Conformance("P23")
	void readlineReadsALine(Framing framing) throws IOException {
		assertThat(evaluate(framing, "[input.readline() for _ in range(4)]", "one\n\nthree"))
			.isEqualTo(List.of("one\n", "\n", "three", ""));
	}

	@ParameterizedTest
	@EnumSource
	@Conformance("P23")
	void readlineReadsUpToASizeOfALine(Framing framing) throws IOException {
		assertThat(evaluate(framing, "[input.readline(size) for size in (0, 2, 2, -1)]", "one\ntwo\n"))
			.isEqualTo(List.of("", "on", "e\n", "two\n"));
	}

	@ParameterizedTest
	@EnumSource
	@Conformance("P23")
	void readlinesReadsAllLines(Framing framing) throws IOException {
		assertThat(evaluate(framing, "input.readlines()", "one\ntwo\r\nthree"))
			.isEqualTo(List.of("one\n", "two\r\n", "three"));
	}

	@ParameterizedTest
	@EnumSource
	@Conformance("P23")
	void readlinesTakesAHint(Framing framing) throws IOException {
		assertThat(evaluate(framing, "b''.join(input.readlines(4) + input.readlines(-1))", "one\ntwo\nthree"))
			.isEqualTo("one\ntwo\nthree");
	}

	@ParameterizedTest
	@EnumSource
	@Conformance("P23")
	void iterationGivesLines(Framing framing) throws IOException {
		assertThat(evaluate(framing, "[line for line in input]", "one\ntwo")).isEqualTo(List.of("one\n", "two"));
	}

	@ParameterizedTest
	@EnumSource
	@Conformance({ "P23", "P24" })
	void allMethodsWorkWithoutABody(Framing framing) throws IOException {
		assertThat(evaluate(framing,
				"[input.read(), input.read(5), input.readline(), b''.join(input), *input.readlines()]", ""))
			.isEqualTo(List.of("", "", "", ""));
	}

	@Test
	@Conformance({ "P23", "P24" })
	void allMethodsWorkForARequestThatHasNoBody() throws IOException {
		String target = "/read?do=" + Scenario.encode("[input.read(), input.read(5), input.readline(), *input]");
		assertThat(this.server.get(target).json()).containsEntry("result", List.of("", "", ""))
			.containsEntry("length", null);
	}

	@ParameterizedTest
	@EnumSource
	@Conformance("P24")
	void readingPastTheEndReturnsNothingAgainAndAgain(Framing framing) throws IOException {
		assertThat(evaluate(framing, "[input.read(100), input.read(1), input.read(), input.read(1)]", "body"))
			.isEqualTo(List.of("body", "", "", ""));
	}

	@Test
	@Conformance("P24")
	void theBodyEndsAtContentLength() throws IOException {
		try (RawConnection connection = this.server.connect()) {
			connection.send("POST /read HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nbody"
					+ "GET /read HTTP/1.1\r\nHost: localhost\r\n\r\n");
			assertThat(connection.receive().json()).containsEntry("result", "body");
			assertThat(connection.receive().json()).containsEntry("result", "");
		}
	}

	@ParameterizedTest
	@EnumSource
	@Conformance("P46")
	void contentLengthIsThatOfTheDecodedBody(Framing framing) throws IOException {
		RawResponse response = framing.send(this.server, "/read", "x".repeat(1000));
		assertThat(response.json()).containsEntry("length", "1000").containsEntry("terminated", true);
	}

	@Test
	@Conformance("P46")
	void transferEncodingIsHiddenFromTheApplication() throws IOException {
		RawResponse response = Framing.CHUNKED.send(this.server, "/", "body");
		assertThat(response.environ()).containsEntry("CONTENT_LENGTH", "4").doesNotContainKey("HTTP_TRANSFER_ENCODING");
	}

	@ParameterizedTest
	@EnumSource
	@Conformance({ "P23", "P46" })
	void aBodyTooLargeForTheMemoryIsReadFromAFile(Framing framing) throws IOException {
		String line = "x".repeat(99) + "\n";
		assertThat(evaluate(framing, "[input.read(50), input.readline(), len(input.readlines()), input.read()]",
				line.repeat(2000)))
			.asInstanceOf(InstanceOfAssertFactories.LIST)
			.map(Object::toString)
			.containsExactly("x".repeat(50), "x".repeat(49) + "\n", "1999", "");
	}

	private Object evaluate(Framing framing, String expression, String body) throws IOException {
		return framing.send(this.server, "/read?do=" + Scenario.encode(expression), body).json().get("result");
	}

}
