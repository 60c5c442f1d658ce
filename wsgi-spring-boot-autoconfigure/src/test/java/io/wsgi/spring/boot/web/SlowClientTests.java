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

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for clients that stall, with a single Python thread: whatever they are in the
 * midst of, others are answered, and they are too when they go on.
 *
 * @author wsgi-spring-boot contributors
 */
class SlowClientTests {

	private static final int CLIENTS = 50;

	// More than the sockets take without a reader
	private static final int BLOCKS = 200;

	private static final int BLOCK = 65536;

	private static WsgiServer server;

	private final List<RawConnection> connections = new ArrayList<>();

	@BeforeAll
	static void startServer() {
		server = WsgiServer.start("wsgi.threads=1", "server.tomcat.connection-timeout=5m");
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

	@ParameterizedTest
	@ValueSource(strings = { "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n|\r\nbody",
			"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbo|dy",
			"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nbo\r\n2\r\nd|y\r\n0\r\n\r\n" })
	void uploadThatStallsHoldsNoThread(String request) throws IOException {
		int stall = request.indexOf('|');
		for (int i = 0; i < CLIENTS; i++) {
			connect(server.connect()).send(request.substring(0, stall));
		}
		assertThat(server.get("/").status()).isEqualTo(200);
		for (RawConnection connection : this.connections) {
			connection.send(request.substring(stall + 1));
			assertThat(connection.receive().body()).isEqualTo("body");
		}
	}

	@Test
	void largeUploadThatStallsHoldsNoThread() throws IOException {
		for (int i = 0; i < CLIENTS; i++) {
			connect(server.connect()).sendHead("POST /tail HTTP/1.1", "Content-Length: 200000").send(new byte[199_997]);
		}
		assertThat(server.get("/").status()).isEqualTo(200);
		for (RawConnection connection : this.connections) {
			connection.send("end");
			assertThat((String) connection.receive().json().get("result")).hasSize(10).endsWith("end");
		}
	}

	@Test
	void uploadThatStallsAfterContinueHoldsNoThread() throws IOException {
		for (int i = 0; i < CLIENTS; i++) {
			RawConnection connection = connect(server.connect());
			connection.sendHead("POST /echo HTTP/1.1", "Content-Length: 4", "Expect: 100-continue");
			assertThat(connection.receive().status()).isEqualTo(100);
			connection.send("bo");
		}
		assertThat(server.get("/").status()).isEqualTo(200);
		for (RawConnection connection : this.connections) {
			connection.send("dy");
			assertThat(connection.receive().body()).isEqualTo("body");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/large?size=13107000", "/file?key=%s&size=13107000", "/counted?key=%s&blocks=" + BLOCKS,
			"/respond?key=%s&write=[bytes(65536)]*" + BLOCKS + "&body=[]" })
	void downloadThatStallsHoldsNoThread(String target) throws IOException {
		int clients = CLIENTS / 5;
		for (int i = 0; i < clients; i++) {
			connect(server.connectSlowly()).sendHead("GET " + target.formatted(WsgiServer.newKey()) + " HTTP/1.1");
		}
		List<RawResponse> heads = new ArrayList<>();
		for (RawConnection connection : this.connections) {
			heads.add(connection.receiveHead());
		}
		assertThat(heads).extracting(RawResponse::status).containsOnly(200);
		assertThat(server.get("/").status()).isEqualTo(200);
		for (int i = 0; i < clients; i++) {
			RawResponse response = this.connections.get(i).receiveBody("GET", heads.get(i));
			assertThat(response.complete()).isTrue();
			assertThat(response.bytes()).hasSizeGreaterThanOrEqualTo(13_107_000);
		}
	}

	@Test
	void responseOfAnySizeArrivesAsItWasSent() throws IOException {
		try (RawConnection connection = server.connectSlowly()) {
			connection.sendHead("GET /numbered?blocks=" + BLOCKS + " HTTP/1.1");
			RawResponse response = connection.receive();
			assertThat(response.complete()).isTrue();
			assertThat(response.bytes()).hasSize(BLOCKS * BLOCK);
			for (int block = 0; block < BLOCKS; block++) {
				assertThat(response.bytes()[block * BLOCK]).isEqualTo((byte) block);
				assertThat(response.bytes()[(block + 1) * BLOCK - 1]).isEqualTo((byte) block);
			}
		}
	}

	private RawConnection connect(RawConnection connection) {
		this.connections.add(connection);
		return connection;
	}

}
