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

import static org.assertj.core.api.Assertions.assertThat;

/**
 * PEP 3333, "Buffering and Streaming" and "Middleware Handling of Block Boundaries".
 *
 * @author wsgi-spring-boot contributors
 */
@ConformanceTest
class StreamingTests {

	private final WsgiServer server;

	StreamingTests(WsgiServer server) {
		this.server = server;
	}

	@Test
	@Conformance("P6")
	void blocksOfABodyWithContentLengthAreNotHeldBack() throws IOException {
		Scenario scenario = Scenario.respond("steps(b'first', wait('seen'), b'second')")
			.headers("[('Content-Length', '11')]");
		try (RawConnection connection = this.server.connect()) {
			connection.sendHead("GET " + scenario.target() + " HTTP/1.1");
			assertThat(connection.receiveHead().header("Content-Length")).isEqualTo("11");
			assertThat(connection.receive(5)).isEqualTo("first");
			this.server.note(scenario.key(), "seen");
			assertThat(connection.receive(6)).isEqualTo("second");
		}
	}

	@Test
	@Conformance("P6")
	void blocksForHttp10AreNotHeldBack() throws IOException {
		Scenario scenario = Scenario.respond("steps(b'first', wait('seen'), b'second')");
		try (RawConnection connection = this.server.connect()) {
			connection.sendHead("GET " + scenario.target() + " HTTP/1.0");
			connection.receiveHead();
			assertThat(connection.receive(5)).isEqualTo("first");
			this.server.note(scenario.key(), "seen");
			assertThat(connection.receive(6)).isEqualTo("second");
			assertThat(connection.isClosedByServer()).isTrue();
		}
	}

	@Test
	@Conformance("P6")
	void aResponseMayBeStreamedWhileItsRequestBodyIsRead() throws IOException {
		RawResponse response = Framing.CHUNKED.send(this.server, "/echo-blocks", "x".repeat(100_000));
		assertThat(response.bytes()).hasSize(100_000);
		assertThat(response.complete()).isTrue();
	}

	@Test
	@Conformance("H60")
	void aClientThatDoesNotReadHoldsBackTheApplicationAndNobodyElse() throws IOException {
		String key = WsgiServer.newKey();
		try (RawConnection connection = this.server.connectSlowly()) {
			connection.sendHead("GET /counted?blocks=1000&key=" + key + " HTTP/1.1");
			Awaitility.await().until(() -> {
				int before = this.server.events(key).size();
				// Long enough to make all of it
				assertThat(this.server.get("/counted?blocks=1000&key=" + WsgiServer.newKey()).bytes())
					.hasSize(1000 * 65536);
				return before > 0 && before == this.server.events(key).size();
			});
			assertThat(this.server.events(key)).hasSizeLessThan(900);
			RawResponse response = connection.receive();
			assertThat(response.bytes()).hasSize(1000 * 65536);
			assertThat(response.complete()).isTrue();
		}
	}

	@Test
	@Conformance({ "P9", "H60" })
	void aGeneratorIsEndedWhenTheClientDisconnects() throws IOException {
		Scenario scenario = Scenario.of("counting");
		try (RawConnection connection = this.server.connect()) {
			connection.sendHead("GET " + scenario.target() + " HTTP/1.1");
			connection.receiveHead();
			connection.receiveChunk();
			connection.reset();
		}
		assertThat(this.server.eventsUntil(scenario.key(), "closed")).containsOnlyOnce("closed");
	}

	@Test
	@Conformance({ "P9", "H60" })
	void aGeneratorIsEndedWhenAClientDisconnectsThatDidNotRead() throws IOException {
		Scenario scenario = Scenario.of("counting");
		try (RawConnection connection = this.server.connectSlowly()) {
			connection.sendHead("GET " + scenario.target() + " HTTP/1.1");
			connection.receiveHead();
			connection.reset();
		}
		assertThat(this.server.eventsUntil(scenario.key(), "closed")).containsOnlyOnce("closed");
	}

	@Test
	@Conformance("P40")
	void writeRaisesWhenTheClientHasGone() throws IOException {
		Scenario scenario = Scenario.respond("[]")
			.write("[b'first', wait('gone')] + [bytes(65536)] * 1000 + [note('not reached')]");
		try (RawConnection connection = this.server.connect()) {
			connection.sendHead("GET " + scenario.target() + " HTTP/1.1");
			connection.receiveHead();
			connection.reset();
		}
		this.server.note(scenario.key(), "gone");
		assertThat(this.server.eventsUntil(scenario.key(), "left")).doesNotContain("not reached")
			.contains("BrokenPipeError");
	}

	@Test
	@Conformance({ "P6", "H60" })
	void serverSentEventsOfFlaskArriveOneByOneAndEndWithTheClient() throws IOException {
		String key = WsgiServer.newKey();
		try (RawConnection connection = this.server.connect()) {
			connection.sendHead("GET /flask/events?key=" + key + " HTTP/1.1");
			assertThat(connection.receiveHead().header("Content-Type")).startsWith("text/event-stream");
			for (int number = 0; number < 3; number++) {
				assertThat(connection.receiveChunk()).isEqualTo("data: " + number + "\n\n");
				this.server.note(key, "seen " + number);
			}
			assertThat(connection.receiveChunk()).isEqualTo("data: 3\n\n");
			connection.reset();
		}
		for (int number = 3; number < 20; number++) {
			this.server.note(key, "seen " + number);
		}
		assertThat(this.server.eventsUntil(key, "closed")).containsOnlyOnce("closed");
	}

	@Test
	@Conformance("P47")
	void flaskWorks() throws IOException {
		assertThat(this.server.get("/flask/hello/w%C3%B6rld?q=%E6%97%A5").json()).containsEntry("hello", "w\u00f6rld")
			.containsEntry("query", "\u65e5");
		String body = "--x\r\nContent-Disposition: form-data; name=\"field\"\r\n\r\nvalue\r\n"
				+ "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f.bin\"\r\n\r\n"
				+ "y".repeat(100_000) + "\r\n--x--\r\n";
		assertThat(this.server.post("/flask/form", body, "Content-Type: multipart/form-data; boundary=x").json())
			.containsEntry("field", "value")
			.containsEntry("name", "f.bin")
			.containsEntry("size", 100_000);
		assertThat(this.server.get("/flask/none").status()).isEqualTo(404);
		assertThat(this.server.send("OPTIONS /flask/form HTTP/1.1").header("Allow")).contains("POST", "OPTIONS");
	}

}
