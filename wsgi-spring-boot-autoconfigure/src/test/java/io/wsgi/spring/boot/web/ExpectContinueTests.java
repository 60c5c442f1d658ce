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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for clients that are told to send their body, and then do not.
 *
 * @author wsgi-spring-boot contributors
 */
class ExpectContinueTests {

	private static final int THREADS = 4;

	private static final Duration PATIENCE = Duration.ofMinutes(5);

	private static WsgiServer server;

	private final List<RawConnection> connections = new ArrayList<>();

	@BeforeAll
	static void startServer() {
		server = WsgiServer.start("wsgi.threads=" + THREADS, "server.tomcat.connection-timeout=" + PATIENCE);
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@AfterEach
	void closeConnections() throws IOException {
		for (RawConnection connection : this.connections) {
			connection.close();
		}
	}

	@Test
	void theyHoldHalfOfTheThreadsAtMost() throws IOException {
		String key = WsgiServer.newKey();
		for (int i = 0; i < 3 * THREADS; i++) {
			upload(key);
		}
		assertThat(server.events(key)).hasSize(THREADS / 2).containsOnly("called");
		for (RawConnection connection : this.connections) {
			connection.send("body");
			assertThat(connection.receive().status()).isEqualTo(200);
		}
		assertThat(server.events(key)).filteredOn("read 4"::equals).hasSize(3 * THREADS);
	}

	@Test
	void threadsAreGivenBackWhenTheServerHasWaitedForLongEnough() throws IOException {
		String key = WsgiServer.newKey();
		server.setConnectionTimeout(Duration.ofSeconds(1));
		RawConnection connection;
		try {
			connection = upload(key);
		}
		finally {
			server.setConnectionTimeout(PATIENCE);
		}
		connection.send("bo");
		Awaitility.await().until(() -> server.events(key).equals(List.of("called", "failed")));
		connection.receiveAll();
		upload(WsgiServer.newKey()).send("body");
		assertThat(this.connections.getLast().receive().status()).isEqualTo(200);
	}

	@Test
	void threadsAreGivenBackWhenTheClientGoes() throws IOException {
		for (int i = 0; i < 3 * THREADS; i++) {
			String key = WsgiServer.newKey();
			upload(key).reset();
			Awaitility.await().until(() -> server.events(key).contains("failed"));
		}
	}

	private RawConnection upload(String key) throws IOException {
		RawConnection connection = server.connect();
		this.connections.add(connection);
		connection.sendHead("POST /called?key=" + key + " HTTP/1.1", "Content-Length: 4", "Expect: 100-continue");
		assertThat(connection.receive().status()).isEqualTo(100);
		return connection;
	}

}
