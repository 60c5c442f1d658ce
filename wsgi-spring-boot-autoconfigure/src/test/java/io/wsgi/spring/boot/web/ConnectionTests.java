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
import java.util.Arrays;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * RFC 9112 section 9, connections, and PEP 3333, "HTTP 1.1 Expect/Continue".
 *
 * @author wsgi-spring-boot contributors
 */
@ConformanceTest
class ConnectionTests {

	private static final String NEXT = "/respond?body=[b%27next%27]";

	private final WsgiServer server;

	ConnectionTests(WsgiServer server) {
		this.server = server;
	}

	@Test
	@Conformance("H32")
	void pipelinedRequestsAreAnsweredInOrder() throws IOException {
		try (RawConnection connection = this.server.connect()) {
			connection.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\none"
					+ WsgiServer.request("GET " + NEXT + " HTTP/1.1")
					+ "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nthree\r\n0\r\n\r\n");
			assertThat(connection.receive().body()).isEqualTo("one");
			assertThat(connection.receive().body()).isEqualTo("next");
			assertThat(connection.receive().body()).isEqualTo("three");
		}
	}

	@Test
	@Conformance("H32")
	void emptyLinesBeforeARequestAreTolerated() throws IOException {
		assertThat(this.server.sendRaw("\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n").status()).isEqualTo(200);
	}

	@Test
	@Conformance("H33")
	void aRequestMayArriveByteByByte() throws IOException {
		String request = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody";
		try (RawConnection connection = this.server.connect()) {
			for (byte octet : request.getBytes()) {
				connection.send(new byte[] { octet });
			}
			assertThat(connection.receive().body()).isEqualTo("body");
		}
	}

	@Test
	@Conformance("H33")
	void theServerWaitsForTheRestOfARequest() throws IOException {
		try (RawConnection connection = this.server.connect()) {
			for (String part : new String[] { "POST /echo HT", "TP/1.1\r\nHost: a\r\nContent-", "Length: 4\r\n\r", "\n",
					"bo" }) {
				connection.send(part);
				assertThat(connection.isSilent()).isTrue();
			}
			connection.send("dy");
			assertThat(connection.receive().body()).isEqualTo("body");
		}
	}

	@Test
	@Conformance({ "P45", "H34" })
	void continueIsSentWhenTheApplicationReads() throws IOException {
		try (RawConnection connection = this.server.connect()) {
			connection.sendHead("POST /echo HTTP/1.1", "Content-Length: 4", "Expect: 100-continue");
			assertThat(connection.receive().status()).isEqualTo(100);
			connection.send("body");
			assertThat(connection.receive().body()).isEqualTo("body");
			connection.sendHead("GET " + NEXT + " HTTP/1.1");
			assertThat(connection.receive().body()).isEqualTo("next");
		}
	}

	@Test
	@Conformance({ "P45", "H34" })
	void continueIsNotSentWhenTheApplicationDoesNotRead() throws IOException {
		try (RawConnection connection = this.server.connect()) {
			connection.sendHead("POST /ignore HTTP/1.1", "Content-Length: 4", "Expect: 100-continue");
			RawResponse response = connection.receive();
			assertThat(response.status()).isEqualTo(200);
			assertThat(response.body()).isEqualTo("ignored");
		}
	}

	@Test
	@Conformance({ "P45", "H34", "H36" })
	void aBodyThatComesWithoutContinueIsNotTakenForTheNextRequest() throws IOException {
		try (RawConnection connection = this.server.connect()) {
			connection.sendHead("POST /ignore HTTP/1.1", "Content-Length: 21", "Expect: 100-continue");
			assertThat(connection.receive().body()).isEqualTo("ignored");
			connection.send("GET /smuggled HTTP/1.").sendHead("GET " + NEXT + " HTTP/1.1");
			assertThat(connection.receive().body()).isEqualTo("next");
		}
	}

	@Test
	@Conformance("P45")
	void continueIsSentForAChunkedBody() throws IOException {
		try (RawConnection connection = this.server.connect()) {
			connection.sendHead("POST /read HTTP/1.1", "Transfer-Encoding: chunked", "Expect: 100-continue");
			assertThat(connection.receive().status()).isEqualTo(100);
			connection.send("4\r\nbody\r\n0\r\n\r\n");
			assertThat(connection.receive().json()).containsEntry("result", "body").containsEntry("length", "4");
		}
	}

	@Test
	@Conformance("P45")
	void continueComesBeforeTheResponse() throws IOException {
		try (RawConnection connection = this.server.connect()) {
			connection.sendHead("POST /echo-blocks HTTP/1.1", "Content-Length: 4", "Expect: 100-continue");
			assertThat(connection.receive().status()).isEqualTo(100);
			assertThat(connection.isSilent()).isTrue();
			connection.send("body");
			RawResponse response = connection.receive();
			assertThat(response.status()).isEqualTo(200);
			assertThat(response.body()).isEqualTo("body");
		}
	}

	@Test
	@Conformance("P45")
	void continueIsNotSentInTheMidstOfTheResponse() throws IOException {
		try (RawConnection connection = this.server.connect()) {
			connection.sendHead("POST /late-read HTTP/1.1", "Content-Length: 4", "Expect: 100-continue");
			assertThat(connection.receiveHead().status()).isEqualTo(200);
			assertThat(connection.receiveChunk()).isEqualTo("first,");
			connection.send("body");
			assertThat(connection.receiveChunk()).isEqualTo("body");
			assertThat(connection.receive(5)).isEqualTo("0\r\n\r\n");
		}
	}

	@Test
	@Conformance("P45")
	void theClientNeedNotWaitForContinue() throws IOException {
		try (RawConnection connection = this.server.connect()) {
			connection.sendHead("POST /echo HTTP/1.1", "Content-Length: 4", "expect: 100-Continue").send("body");
			assertThat(connection.receive().status()).isEqualTo(100);
			assertThat(connection.receive().body()).isEqualTo("body");
			connection.sendHead("GET " + NEXT + " HTTP/1.1");
			assertThat(connection.receive().body()).isEqualTo("next");
		}
	}

	@Test
	@Conformance({ "P45", "H35" })
	void continueIsNotSentToHttp10() throws IOException {
		try (RawConnection connection = this.server.connect()) {
			connection.send("POST /echo HTTP/1.0\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\nbody");
			RawResponse response = connection.receive();
			assertThat(response.status()).isEqualTo(200);
			assertThat(response.body()).isEqualTo("body");
		}
	}

	@Test
	@Conformance("H35")
	void anotherExpectationFails() throws IOException {
		assertThat(this.server.send("GET / HTTP/1.1", "Expect: tea").status()).isEqualTo(417);
	}

	@Test
	@Conformance("H36")
	void anUnreadBodyIsNotTakenForTheNextRequest() throws IOException {
		try (RawConnection connection = this.server.connect()) {
			for (Framing framing : new Framing[] { Framing.CONTENT_LENGTH, Framing.CHUNKED }) {
				framing.send(connection, "/ignore", "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n".repeat(5000));
				assertThat(connection.receive().body()).isEqualTo("ignored");
				connection.sendHead("GET " + NEXT + " HTTP/1.1");
				assertThat(connection.receive().body()).isEqualTo("next");
			}
		}
	}

	@Test
	@Conformance("H39")
	void contentLengthZeroIsToldFromNone() throws IOException {
		assertThat(this.server.environ("POST / HTTP/1.1", "Content-Length: 0")).containsEntry("CONTENT_LENGTH", "0");
		assertThat(this.server.environ("POST / HTTP/1.1")).doesNotContainKey("CONTENT_LENGTH");
	}

	@Test
	@Tag("large")
	@Conformance("H40")
	void aBodyOfMoreThanTwoGibibytesIsReceived() throws IOException {
		long size = (1L << 31) + 1000;
		byte[] block = "0123456789".repeat(100_000).getBytes();
		try (RawConnection connection = this.server.connect()) {
			connection.sendHead("POST /tail HTTP/1.1", "Content-Length: " + size);
			long left = size - 3;
			while (left > 0) {
				byte[] part = (left < block.length) ? Arrays.copyOf(block, (int) left) : block;
				connection.send(part);
				left -= part.length;
			}
			connection.send("end");
			RawResponse response = connection.receive();
			assertThat(response.json()).containsEntry("length", Long.toString(size));
			assertThat((String) response.json().get("result")).hasSize(10).endsWith("end");
		}
	}

	@Test
	@Conformance("P39")
	void theConnectionIsKeptForHttp11() throws IOException {
		try (RawConnection connection = this.server.connect()) {
			for (int i = 0; i < 200; i++) {
				connection.sendHead("GET " + NEXT + " HTTP/1.1");
				assertThat(connection.receive().body()).isEqualTo("next");
			}
		}
	}

	@Test
	@Conformance("P39")
	void theConnectionIsClosedWhenTheClientAsksForIt() throws IOException {
		try (RawConnection connection = this.server.connect()) {
			connection.sendHead("GET " + NEXT + " HTTP/1.1", "Connection: close");
			RawResponse response = connection.receive();
			assertThat(response.header("Connection")).isEqualTo("close");
			assertThat(connection.isClosedByServer()).isTrue();
		}
	}

	@Test
	@Conformance("P39")
	void theConnectionIsClosedForHttp10UnlessTheClientAsksForMore() throws IOException {
		try (RawConnection connection = this.server.connect()) {
			connection.sendHead("GET " + NEXT + " HTTP/1.0", "Connection: keep-alive");
			assertThat(connection.receive().header("Connection")).isEqualTo("keep-alive");
			connection.sendHead("GET " + NEXT + " HTTP/1.0");
			assertThat(connection.receive().body()).isEqualTo("next");
			assertThat(connection.isClosedByServer()).isTrue();
		}
	}

	@Test
	@Conformance("P45")
	void earlyHintsAreSentBeforeTheResponse() throws IOException {
		try (RawConnection connection = this.server.connect()) {
			connection.sendHead("GET /hints?headers="
					+ Scenario.encode("[('Link', '</a.css>; rel=preload'), ('X-Hint', '1')]") + " HTTP/1.1");
			RawResponse hints = connection.receive();
			assertThat(hints.status()).isEqualTo(103);
			assertThat(hints.header("Link")).isEqualTo("</a.css>; rel=preload");
			RawResponse response = connection.receive();
			assertThat(response.status()).isEqualTo(200);
			assertThat(response.header("Link")).isNull();
			assertThat(response.body()).isEqualTo("null");
		}
	}

	@Test
	@Conformance("P45")
	void earlyHintsAreCheckedAsHeadersAre() throws IOException {
		RawResponse response = this.server
			.get("/hints?headers=" + Scenario.encode("[('Link', 'a\\r\\nX-Split: yes')]"));
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("\"ValueError\"");
	}

	@Test
	@Conformance("P45")
	void earlyHintsAreNotOfferedToHttp10() throws IOException {
		assertThat(this.server.send("GET /hints HTTP/1.0").body()).isEqualTo("no hints");
	}

	@Test
	@Conformance("P45")
	void earlyHintsThatAreTooLateAreNotSent() throws IOException {
		RawResponse response = this.server.get("/late-hints");
		assertThat(response.body()).isEqualTo("first,second");
		assertThat(response.header("Link")).isNull();
	}

}
