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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests over raw sockets for bodies of the sizes at which buffers are full, with the
 * default settings.
 *
 * @author wsgi-spring-boot contributors
 */
class LargeBodyTests {

	private static WsgiServer server;

	@BeforeAll
	static void startServer() {
		server = WsgiServer.start();
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 8191, 8192, 8193, 16_383, 16_384, 16_385, 65_536, 131_071, 131_072, 131_073, 139_264,
			270_000, 1_048_575, 1_048_576, 1_048_577, 5_000_000 })
	void bodyComesBackAsItWasSent(int size) throws IOException {
		String body = body(size);
		try (RawConnection connection = server.connect()) {
			connection.sendHead("POST /echo HTTP/1.1", "Content-Length: " + size).send(body);
			assertThat(connection.receive().body()).isEqualTo(body);
		}
	}

	@Test
	void bodiesOfManySizesFollowEachOtherOnAConnection() throws IOException {
		List<String> bodies = new ArrayList<>();
		for (int size : new int[] { 1, 300_000, 2, 131_072, 8192, 100_000, 3, 1_500_000, 4 }) {
			bodies.add(body(size));
		}
		try (RawConnection connection = server.connect()) {
			Thread.ofVirtual().start(() -> bodies.forEach((body) -> post(connection, body)));
			for (String body : bodies) {
				assertThat(connection.receive().body()).isEqualTo(body);
			}
		}
	}

	@Test
	void clientThatReadsSlowlyGetsAllOfALargeBody() throws IOException {
		String body = body(3_000_000);
		try (RawConnection connection = server.connectSlowly()) {
			Thread.ofVirtual().start(() -> post(connection, body));
			assertThat(connection.receive().body()).isEqualTo(body);
		}
	}

	private static void post(RawConnection connection, String body) {
		try {
			connection.sendHead("POST /echo HTTP/1.1", "Content-Length: " + body.length()).send(body);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String body(int size) {
		byte[] bytes = new byte[size];
		new Random(size).nextBytes(bytes);
		return new String(bytes, StandardCharsets.ISO_8859_1);
	}

}
