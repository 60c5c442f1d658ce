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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for transactions that Python begins and does not end.
 *
 * @author wsgi-spring-boot contributors
 */
class LeftTransactionTests {

	private static WsgiServer server;

	@BeforeAll
	static void startServer() {
		server = WsgiServer.start(PooledApplication.class, "wsgi.app=pooled:application",
				"wsgi.python-path=" + TestPython.sources("pooled"), "wsgi.data-sources=dataSource", "wsgi.beans=shelf",
				"wsgi.apps.async.app=asgi_pooled:application", "wsgi.apps.async.path=/async");
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	// One test, because the first transaction is a special case
	@Test
	void transactionThatIsLeftKeepsNoConnection() throws Exception {
		String code = "from spring import transaction\ntransaction().__enter__()\n"
				+ "result = bean('shelf').count('left')";
		for (int i = 0; i < 2; i++) {
			byte[] body = code.getBytes(StandardCharsets.UTF_8);
			assertThat(server.sendWithBody(body, "POST / HTTP/1.1", "Content-Length: " + body.length).body())
				.isEqualTo("0");
			Awaitility.await().untilAsserted(() -> assertThat(activeConnections()).isZero());
		}
		// A thread of the application itself, which another request gets
		assertThat(server.get("/async/transaction-left-in-thread").body()).isEqualTo("(1,)");
		assertThat(activeConnections()).isOne();
		Awaitility.await().untilAsserted(() -> {
			assertThat(server.get("/async/count-in-thread").body()).isEqualTo("0");
			assertThat(activeConnections()).isZero();
		});
	}

	private static int activeConnections() {
		return server.bean("dataSource", HikariDataSource.class).getHikariPoolMXBean().getActiveConnections();
	}

}
