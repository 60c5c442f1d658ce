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
import java.util.ArrayList;
import java.util.List;

import io.wsgi.spring.boot.testsupport.PrometheusPage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the limit of all request bodies together, {@code wsgi.max-buffered-size}.
 *
 * @author wsgi-spring-boot contributors
 */
class BodyBudgetTests {

	private static final int LARGE = 600_000;

	private static WsgiServer server;

	private final List<RawConnection> connections = new ArrayList<>();

	@BeforeAll
	static void startServer() {
		server = WsgiServer.start("wsgi.max-buffered-size=1MB", "server.tomcat.connection-timeout=5m");
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@AfterEach
	void everythingIsGivenBack() throws IOException {
		for (RawConnection connection : this.connections) {
			connection.reset();
		}
		awaitNothing();
		assertThat(server.post("/digest", "x".repeat(1024 * 1024)).json()).containsEntry("read", 1024 * 1024);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Length: " + LARGE, "Transfer-Encoding: chunked" })
	void bodyBeyondTheLimitIsToComeAgain(String framing) throws IOException {
		RawConnection first = stall(framing);
		RawResponse response = server.post("/digest", "x".repeat(LARGE));
		assertThat(response.status()).isEqualTo(503);
		assertThat(response.header("Retry-After")).isEqualTo("1");
		assertThat(server.sendWithBody(chunks(LARGE), "POST /digest HTTP/1.1", "Transfer-Encoding: chunked").status())
			.isEqualTo(503);
		// What fits is served, and so is what has no body
		assertThat(server.post("/echo", "small").body()).isEqualTo("small");
		assertThat(server.get("/").status()).isEqualTo(200);
		assertThat(new PrometheusPage(server.get("/actuator/prometheus").body()).sum("wsgi_requests_buffered_bytes"))
			.as("what has come, and the block that is being received")
			.isBetween(LARGE - 70_000.0, LARGE + 70_000.0);
		first.send(framing.startsWith("Content") ? "x" : "1\r\nx\r\n0\r\n\r\n");
		assertThat(first.receive().json()).containsEntry("read", LARGE);
		awaitNothing();
		assertThat(server.post("/digest", "x".repeat(LARGE)).json()).containsEntry("read", LARGE);
	}

	@Test
	void clientThatWaitsIsToldBeforeItSends() throws IOException {
		stall("Content-Length: " + LARGE);
		try (RawConnection connection = server.connect()) {
			connection.sendHead("POST /digest HTTP/1.1", "Content-Length: " + LARGE, "Expect: 100-continue");
			assertThat(connection.receive().status()).isEqualTo(503);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "CONTENT_LENGTH", "CHUNKED" })
	void bodyThatIsLargerByItselfIsTooLarge(Framing framing) throws IOException {
		assertThat(framing.send(server, "/digest", "x".repeat(1024 * 1024 + 1)).status()).isEqualTo(413);
	}

	@Test
	void smallBodiesThatStallCount() throws IOException {
		for (int i = 0; i < 3; i++) {
			connect().sendHead("POST /echo HTTP/1.1", "Content-Length: 10000").send("x".repeat(9999));
		}
		Awaitility.await().untilAsserted(() -> assertThat(buffered()).isEqualTo(30_000));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/ignore", "/start?call=1", "/called?key=x" })
	void bodyIsGivenBackWhateverTheApplicationDoes(String target) throws IOException {
		server.post(target, "x".repeat(LARGE));
		awaitNothing();
		Framing.CHUNKED.send(server, target, "x".repeat(LARGE));
		awaitNothing();
		Framing.CONTINUE.send(server, "/called?key=y", "x".repeat(LARGE));
	}

	@Test
	void bodyIsGivenBackWhenItIsMalformed() throws IOException {
		try (RawConnection connection = server.connect()) {
			connection.sendHead("POST /echo HTTP/1.1", "Transfer-Encoding: chunked").send("5\r\nhello\r\nzz\r\n");
			assertThat(connection.receive().status()).isEqualTo(400);
		}
	}

	private RawConnection connect() throws IOException {
		RawConnection connection = server.connect();
		this.connections.add(connection);
		return connection;
	}

	private RawConnection stall(String framing) throws IOException {
		RawConnection connection = connect();
		connection.sendHead("POST /digest HTTP/1.1", framing);
		if (framing.startsWith("Content")) {
			connection.send(new byte[LARGE - 1]);
		}
		else {
			connection.send(Integer.toHexString(LARGE - 1) + "\r\n").send(new byte[LARGE - 1]).send("\r\n");
		}
		// A block of a file is written when it is full
		Awaitility.await().untilAsserted(() -> assertThat(buffered()).isGreaterThan(LARGE - 70_000));
		return connection;
	}

	private static void awaitNothing() {
		Awaitility.await().untilAsserted(() -> assertThat(buffered()).isZero());
	}

	private static byte[] chunks(int size) {
		return (Framing.chunk("x".repeat(size)) + "0\r\n\r\n").getBytes();
	}

	private static long buffered() {
		return server.bean(BodyStorage.class).bufferedBytes();
	}

}
