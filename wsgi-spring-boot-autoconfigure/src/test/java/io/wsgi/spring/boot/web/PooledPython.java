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

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server whose Python code has connections of a pool, and runs what it is sent.
 *
 * @param server the server
 * @author wsgi-spring-boot contributors
 */
record PooledPython(WsgiServer server) implements AutoCloseable {

	static PooledPython start(Class<?> configuration, String dataSources, String beans, String requestTimeout) {
		return new PooledPython(WsgiServer.start(configuration, "wsgi.app=pooled:application",
				"wsgi.python-path=" + TestPython.sources("pooled"), "wsgi.data-sources=" + dataSources,
				"wsgi.beans=" + beans, "wsgi.request-timeout=" + requestTimeout));
	}

	RawResponse send(String... lines) throws Exception {
		byte[] body = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
		return this.server.sendWithBody(body, "POST / HTTP/1.1", "Content-Length: " + body.length);
	}

	String run(String... lines) throws Exception {
		RawResponse response = send(lines);
		assertThat(response.status()).isEqualTo(200);
		return new String(response.bytes(), StandardCharsets.UTF_8);
	}

	int activeConnections() {
		return this.server.bean(HikariDataSource.class).getHikariPoolMXBean().getActiveConnections();
	}

	/**
	 * Wait until the pool has its connections back: whatever a test does, they are when
	 * its requests are over.
	 */
	void awaitConnections() {
		Awaitility.await().untilAsserted(() -> assertThat(activeConnections()).isZero());
	}

	@Override
	public void close() {
		this.server.close();
	}

}
