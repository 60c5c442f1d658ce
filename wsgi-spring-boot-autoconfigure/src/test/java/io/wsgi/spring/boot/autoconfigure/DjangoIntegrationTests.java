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

package io.wsgi.spring.boot.autoconfigure;

import ch.qos.logback.classic.Level;
import io.wsgi.testsupport.CapturedLog;
import io.wsgi.testsupport.CapturedLog.Line;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the log and the routes of a Django application, over a real Tomcat.
 *
 * @author wsgi-spring-boot contributors
 */
class DjangoIntegrationTests {

	private static OperatedServer server;

	@BeforeAll
	static void startServer() {
		server = new OperatedServer(App.class, "wsgi.app=django_site:application");
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@Test
	void exceptionInAViewIsLoggedOnceByTheLoggerOfDjango() throws Exception {
		try (CapturedLog log = new CapturedLog(Level.INFO)) {
			assertThat(server.send(server.request("/oops").build()).statusCode()).isEqualTo(500);
			assertThat(log.take()).singleElement().satisfies((line) -> {
				assertThat(line.logger()).isEqualTo("django.request");
				assertThat(line.level()).isEqualTo("ERROR");
				assertThat(line.text().lines())
					.startsWith("Internal Server Error: /oops", "Traceback (most recent call last):")
					.endsWith("RuntimeError: the shelf gave way");
			});
		}
	}

	@Test
	void handlerOfDjangoForTheConsoleDoublesNothing() throws Exception {
		try (CapturedLog log = new CapturedLog(Level.INFO)) {
			assertThat(server.get("/debug")).isEqualTo("debug");
			assertThat(log.take()).containsExactly(new Line("django.shop", "WARN", "the shelf bends"));
		}
	}

	@Test
	void notFoundIsAWarning() throws Exception {
		try (CapturedLog log = new CapturedLog(Level.INFO)) {
			server.get("/nothing");
			assertThat(log.take()).containsExactly(new Line("django.request", "WARN", "Not Found: /nothing"));
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = ' ', textBlock = """
			/articles/2026/ /articles/<int:year>/
			/old/1999 /^old/(?P<year>[0-9]{4})$
			/download /download
			/own-route /chosen
			/ /
			/nothing /**
			""")
	void routeNamesTheRequest(String path, String route) throws Exception {
		server.get(path);
		String uri = "uri=\"" + route + '"';
		Awaitility.await()
			.untilAsserted(() -> assertThat(server.get("/actuator/prometheus").lines())
				.anyMatch((line) -> line.startsWith("http_server_requests_seconds_count") && line.contains(uri)));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

	}

}
