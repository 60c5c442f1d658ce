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
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests over HTTP for the defaults of the web server that differ from those of Spring
 * Boot and Tomcat.
 *
 * @author wsgi-spring-boot contributors
 */
@ExtendWith(WsgiServerExtension.class)
class ServerDefaultsTests {

	private static final int CONNECTIONS_OF_TOMCAT = 8192;

	// Those that the operating system accepts before Tomcat does
	private static final int BACKLOG = 200;

	private static final int PROCESSORS_OF_TOMCAT = 200;

	private final WsgiServer server;

	ServerDefaultsTests(WsgiServer server) {
		this.server = server;
	}

	@Test
	void connectionIsKeptForLongerThanLoadBalancersKeepIt() throws IOException {
		assertThat(this.server.send("GET / HTTP/1.1", "Connection: keep-alive").header("Keep-Alive"))
			.isEqualTo("timeout=75");
	}

	@Test
	void moreConnectionsAreServedThanTomcatTakes() throws IOException {
		List<RawConnection> idle = new ArrayList<>();
		try {
			for (int i = 0; i < CONNECTIONS_OF_TOMCAT + BACKLOG; i++) {
				idle.add(this.server.connect());
			}
			assertThat(this.server.get("/").status()).isEqualTo(200);
		}
		finally {
			closeAll(idle);
		}
	}

	@Test
	void moreRequestsAreServedAtATimeThanTomcatKeepsProcessorsFor() throws IOException {
		List<RawConnection> busy = new ArrayList<>();
		try {
			for (int i = 0; i < PROCESSORS_OF_TOMCAT + 50; i++) {
				RawConnection connection = this.server.connect();
				busy.add(connection);
				connection.sendHead("POST /echo HTTP/1.1", "Content-Length: 4").send("bo");
			}
			for (RawConnection connection : busy) {
				connection.send("dy");
				assertThat(connection.receive().body()).isEqualTo("body");
			}
			assertThat(this.server.protocol().getProcessorCache()).isNegative();
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
