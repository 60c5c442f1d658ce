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

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code server.compression.enabled}.
 *
 * @author wsgi-spring-boot contributors
 */
@Timeout(600)
class CompressionTests {

	private static WsgiServer server;

	@BeforeAll
	static void start() {
		server = WsgiServer.start("server.compression.enabled=true", "server.compression.mime-types=text/plain");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void longTextIsCompressed() throws IOException {
		assertThat(get("200 OK", "[]").header("Content-Encoding")).isEqualTo("gzip");
	}

	@Test
	void partOfATextIsNotCompressed() throws IOException {
		RawResponse response = get("206 Partial Content", "[('Content-Range', 'bytes 0-4999/9999')]");
		assertThat(response.status()).isEqualTo(206);
		assertThat(response.header("Content-Encoding")).isNull();
		assertThat(response.header("Content-Range")).isEqualTo("bytes 0-4999/9999");
		assertThat(response.body()).isEqualTo("x".repeat(5000));
	}

	private static RawResponse get(String status, String headers) throws IOException {
		Scenario scenario = Scenario.respond("[b'x' * 5000]")
			.status("'" + status + "'")
			.headers("[('Content-Type', 'text/plain'), ('Content-Length', '5000')] + " + headers);
		try (RawConnection connection = server.connect()) {
			connection.sendHead("GET " + scenario.target() + " HTTP/1.1", "Accept-Encoding: gzip");
			return connection.receive();
		}
	}

}
