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

import java.nio.charset.StandardCharsets;

import com.zaxxer.hikari.HikariDataSource;
import io.wsgi.testsupport.TestPython;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code spring.connect} and {@code spring.transaction} in an application of
 * ASGI, over HTTP.
 *
 * @author wsgi-spring-boot contributors
 */
class AsgiPooledDatabaseTests {

	private static WsgiServer server;

	@BeforeAll
	static void startServer() {
		server = WsgiServer.start(PooledApplication.class, "wsgi.app=asgi_pooled:application",
				"wsgi.python-path=" + TestPython.sources("pooled"), "wsgi.data-sources=dataSource", "wsgi.beans=shelf");
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@AfterEach
	void connectionsAreBack() {
		Awaitility.await()
			.untilAsserted(() -> assertThat(
					server.bean("dataSource", HikariDataSource.class).getHikariPoolMXBean().getActiveConnections())
				.isZero());
	}

	private static String get(String path) throws Exception {
		RawResponse response = server.send("GET " + path + " HTTP/1.1");
		return new String(response.bytes(), StandardCharsets.UTF_8);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/left-on-loop", "/left-in-thread", "/left-and-failed" })
	void connectionThatIsLeftGoesBackWithItsRequest(String path) throws Exception {
		for (int i = 0; i < 2 * PooledApplication.POOL_SIZE; i++) {
			assertThat(get(path)).doesNotContain("HikariPool");
			connectionsAreBack();
		}
	}

	// Other requests would be in it while its own one awaits something
	@Test
	void transactionIsRefusedOnTheEventLoop() throws Exception {
		assertThat(get("/transaction-on-loop"))
			.startsWith("RuntimeError: other requests share the thread of the event loop");
	}

	@Test
	void transactionHasAThreadOfItsOwn() throws Exception {
		assertThat(get("/transaction-in-thread")).isEqualTo("(1, 0)");
	}

}
