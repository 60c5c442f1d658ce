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

import io.wsgi.testsupport.TestPython;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for SQLAlchemy on the connection pools of Spring, over HTTP.
 *
 * @author wsgi-spring-boot contributors
 */
class SqlalchemyTests {

	private static WsgiServer server;

	@BeforeAll
	static void startServer() {
		server = WsgiServer.start(PooledApplication.class, "wsgi.app=pooled:application",
				"wsgi.python-path=" + TestPython.sources("pooled"), "wsgi.data-sources=dataSource,sqlite");
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "h2://dataSource", "sqlite://sqlite" })
	void dialectWorks(String url) throws Exception {
		Alchemy.assertWorks((function) -> {
			byte[] body = ("import alchemy\nresult = alchemy." + function + "('spring+" + url + "')")
				.getBytes(StandardCharsets.UTF_8);
			RawResponse response = server.sendWithBody(body, "POST / HTTP/1.1", "Content-Length: " + body.length);
			assertThat(response.status()).isEqualTo(200);
			return new String(response.bytes(), StandardCharsets.UTF_8);
		});
	}

}
