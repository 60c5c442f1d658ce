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

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests over HTTP for the defaults of the web server that differ from those of Spring
 * Boot and Tomcat.
 *
 * @author wsgi-spring-boot contributors
 */
class ServerDefaultsTests {

	private static final int CONNECTIONS_OF_TOMCAT = 8192;

	// Those that the operating system accepts before Tomcat does
	private static final int BACKLOG = 200;

	// Less than what waits to be accepted: for more, the operating system makes the
	// client
	// wait for a second
	private static final int AT_A_TIME = 50;

	private static final int PROCESSORS_OF_TOMCAT = 200;

	// Not the one that others share: Tomcat keeps what it has made for so many
	// connections
	private static WsgiServer server;

	@BeforeAll
	static void startServer() {
		server = WsgiServer.start();
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@Test
	void connectionIsKeptForLongerThanLoadBalancersKeepIt() throws IOException {
		assertThat(server.send("GET / HTTP/1.1", "Connection: keep-alive").header("Keep-Alive"))
			.isEqualTo("timeout=75");
	}

	@Test
	void moreConnectionsAreServedThanTomcatTakes() throws IOException {
		List<RawConnection> idle = new ArrayList<>();
		try {
			for (int i = 0; i < CONNECTIONS_OF_TOMCAT + BACKLOG; i++) {
				if (i % AT_A_TIME == 0 && i <= CONNECTIONS_OF_TOMCAT) {
					awaitAccepted(i);
				}
				idle.add(server.connect());
			}
			assertThat(server.get("/").status()).isEqualTo(200);
		}
		finally {
			closeAll(idle);
		}
	}

	private void awaitAccepted(int connections) {
		Awaitility.await()
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(1))
			.until(() -> server.protocol().getConnectionCount() >= connections);
	}

	@Test
	void moreRequestsAreServedAtATimeThanTomcatKeepsProcessorsFor() throws IOException {
		List<RawConnection> busy = new ArrayList<>();
		try {
			for (int i = 0; i < PROCESSORS_OF_TOMCAT + 50; i++) {
				RawConnection connection = server.connect();
				busy.add(connection);
				connection.sendHead("POST /echo HTTP/1.1", "Content-Length: 4").send("bo");
			}
			for (RawConnection connection : busy) {
				connection.send("dy");
				assertThat(connection.receive().body()).isEqualTo("body");
			}
			assertThat(server.protocol().getProcessorCache()).isNegative();
		}
		finally {
			closeAll(busy);
		}
	}

	private void closeAll(List<? extends Closeable> connections) throws IOException {
		for (Closeable connection : connections) {
			connection.close();
		}
	}

}
