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

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.wsgi.testsupport.TestPython;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.json.JsonParserFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for Flask with SQLAlchemy and pg8000 on a PostgreSQL server, which they need:
 * they run in the Maven profile {@code postgresql} only, with the URL of a database whose
 * tables may be dropped in the system property {@code test.postgresql.url}.
 *
 * @author wsgi-spring-boot contributors
 */
@Tag("postgresql")
class PostgresqlTests {

	private static final int THREADS = 4;

	// SQLAlchemy's default
	private static final int POOL_SIZE = 5;

	private static WsgiServer server;

	private static Browser browser;

	@BeforeAll
	static void startServer() {
		String url = System.getProperty("test.postgresql.url");
		assertThat(url).as("system property test.postgresql.url").startsWith("postgresql://");
		server = WsgiServer.start("wsgi.app=flask_library:app", "wsgi.python-path=" + TestPython.sources("databases"),
				"wsgi.env.SQLALCHEMY_URL=" + url.replace("postgresql:", "postgresql+pg8000:"),
				"wsgi.threads=" + THREADS, "management.endpoint.health.show-details=always");
		browser = new Browser(server, "");
	}

	@AfterAll
	static void stopServer() throws Exception {
		if (server != null) {
			String health = server.get("/actuator/health").body();
			browser.close();
			server.close();
			assertThat(health).contains("\"nativeModules\":[]");
		}
	}

	@Test
	void rowsAreWrittenAndRead() throws Exception {
		assertThat(create("Sappho", "\"Ode\", \"Hymn \u65e5\"").statusCode()).isEqualTo(201);
		assertThat(create("Sappho", "").statusCode()).isEqualTo(409);
		assertThat(browser.get("/fails").statusCode()).isEqualTo(500);
		assertThat(create("Catullus", "\"Carmen\"").statusCode()).isEqualTo(201);
		assertThat(JsonParserFactory.getJsonParser().parseList(browser.get("/authors").body()))
			.isEqualTo(List.of(Map.of("name", "Catullus", "poems", List.of("Carmen")),
					Map.of("name", "Sappho", "poems", List.of("Hymn \u65e5", "Ode"))));
	}

	@Test
	void sessionsAreNoMoreThanThePoolHasAndGoBackToIt() throws Exception {
		List<CompletableFuture<HttpResponse<String>>> responses = new ArrayList<>();
		for (int i = 0; i < 6 * THREADS; i++) {
			responses.add(browser.sendAsync("/session?seconds=0.2"));
		}
		assertThat(responses).extracting((response) -> (Integer) json(response.join()).get("sessions"))
			.allMatch((sessions) -> sessions <= POOL_SIZE)
			.anyMatch((sessions) -> sessions > 1);
		assertThat(json(browser.get("/pool"))).containsEntry("in use", 0);
	}

	@Test
	void poolReplacesSessionsThatAreLost() throws Exception {
		List<CompletableFuture<HttpResponse<String>>> responses = new ArrayList<>();
		for (int i = 0; i < 2 * THREADS; i++) {
			responses.add(browser.sendAsync("/session?seconds=0.2"));
		}
		responses.forEach(CompletableFuture::join);
		assertThat((Integer) json(browser.get("/break")).get("ended")).isPositive();
		for (int i = 0; i < THREADS; i++) {
			assertThat(browser.get("/counts").statusCode()).isEqualTo(200);
		}
	}

	private static HttpResponse<String> create(String name, String poems) throws Exception {
		return browser.postJson("/authors", "{\"name\": \"" + name + "\", \"poems\": [" + poems + "]}");
	}

	private static Map<String, Object> json(HttpResponse<String> response) {
		return JsonParserFactory.getJsonParser().parseMap(response.body());
	}

}
