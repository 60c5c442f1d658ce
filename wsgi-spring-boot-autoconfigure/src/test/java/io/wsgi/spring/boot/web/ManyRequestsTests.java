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

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests over raw sockets for more requests at a time than the heap has room for.
 *
 * @author wsgi-spring-boot contributors
 */
class ManyRequestsTests {

	private static final int LIMIT = 5;

	private static WsgiServer server;

	@BeforeAll
	static void startServer() {
		server = WsgiServer.start(FewRequests.class);
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@Test
	void requestsBeyondTheLimitAreRefusedWhileOthersAreSlow() throws IOException {
		List<RawConnection> slow = new ArrayList<>();
		try {
			for (int i = 0; i < LIMIT; i++) {
				RawConnection connection = server.connect();
				slow.add(connection);
				connection.send("GET / HTTP/1.1\r\nX-A: ");
			}
			Awaitility.await().untilAsserted(() -> {
				RawResponse response = server.get("/");
				assertThat(response.status()).isEqualTo(503);
				assertThat(response.header("Retry-After")).isEqualTo("1");
			});
			assertThat(server.get("/").body()).isEmpty();
			slow.getFirst().send("a\r\nHost: a\r\n\r\n");
			assertThat(slow.getFirst().receive().status()).isEqualTo(200);
			assertServed();
		}
		finally {
			for (RawConnection connection : slow) {
				connection.reset();
			}
		}
		assertServed();
	}

	@Test
	void connectionsThatWaitForTheirNextRequestDoNotCount() throws IOException {
		List<RawConnection> idle = new ArrayList<>();
		try {
			for (int i = 0; i < 4 * LIMIT; i++) {
				RawConnection connection = server.connect();
				idle.add(connection);
				connection.sendHead("GET / HTTP/1.1");
				assertThat(connection.receive().status()).isEqualTo(200);
			}
			assertServed();
		}
		finally {
			for (RawConnection connection : idle) {
				connection.close();
			}
		}
	}

	private void assertServed() {
		Awaitility.await().untilAsserted(() -> assertThat(server.get("/").status()).isEqualTo(200));
	}

	@Configuration(proxyBeanMethods = false)
	static class FewRequests {

		@Bean
		WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> fewRequests() {
			return (factory) -> factory
				.addConnectorCustomizers((connector) -> connector.setProperty("maxRequests", Integer.toString(LIMIT)));
		}

	}

}
