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

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.wsgi.testsupport.TestPython;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.json.JsonParserFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a Django project with its admin and REST framework, and for Flask with
 * SQLAlchemy, on SQLite.
 *
 * @author wsgi-spring-boot contributors
 */
class SqliteTests {

	private static final Pattern TOKEN = Pattern.compile("name=\"csrfmiddlewaretoken\" value=\"(\\w+)\"");

	private static final int THREADS = 4;

	private static final String ADA = "Basic "
			+ Base64.getEncoder().encodeToString("ada:lovelace".getBytes(StandardCharsets.UTF_8));

	@TempDir
	private static Path directory;

	private static WsgiServer server;

	private Browser browser;

	@BeforeAll
	static void startServer() {
		server = WsgiServer.start("wsgi.app=sites:app", "wsgi.python-path=" + TestPython.sources("databases"),
				"wsgi.env.DATABASE=" + directory.resolve("shop.sqlite3"),
				"wsgi.env.SQLALCHEMY_URL=sqlite:///" + directory.resolve("library.sqlite3"),
				"wsgi.env.MEDIA=" + directory.resolve("media"), "wsgi.threads=" + THREADS,
				"management.endpoint.health.show-details=always");
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@BeforeEach
	void openBrowser() {
		this.browser = new Browser(server, "");
	}

	@AfterEach
	void closeBrowser() {
		this.browser.close();
	}

	@Test
	@DisabledIfSystemProperty(named = "wsgi.runtime", matches = "cpython", disabledReason = "CPython itself is native")
	void nothingIsNative() throws Exception {
		assertThat(server.get("/actuator/health").body()).contains("\"nativeModules\":[]");
	}

	@Test
	void migrationsHaveMadeTheTablesAndTheirRows() throws Exception {
		assertThat(this.browser.get("/titles").body().lines()).contains("Migrated");
		assertThat(create("Migrated", "1").statusCode()).isEqualTo(400);
	}

	@Test
	void staffLogsInAndAddsABookWithItsCover() throws Exception {
		assertThat(this.browser.get("/admin/").headers().firstValue("Location")).contains("/admin/login/?next=/admin/");
		String credentials = "username=ada&password=lovelace&next=/admin/";
		assertThat(this.browser.postForm("/admin/login/", credentials).statusCode()).isEqualTo(403);
		String token = token("/admin/login/");
		assertThat(this.browser.postForm("/admin/login/", "csrfmiddlewaretoken=" + token + "&username=ada&password=x")
			.body()).contains("Please enter the correct username and password");
		HttpResponse<String> login = this.browser.postForm("/admin/login/",
				"csrfmiddlewaretoken=" + token + '&' + credentials);
		assertThat(login.statusCode()).isEqualTo(302);
		assertThat(login.headers().firstValue("Location")).contains("/admin/");
		assertThat(this.browser.get("/admin/").body()).contains("Log out", "Books");
		byte[] cover = "a cover\n".repeat(1000).getBytes(StandardCharsets.UTF_8);
		HttpResponse<String> added = this.browser.upload("/admin/shop/book/add/", "csrfmiddlewaretoken="
				+ token("/admin/shop/book/add/") + "&title=F\u00fcr Ada&price=12.50&published=2026-11-21", "cover",
				"cover.txt", cover);
		assertThat(added.statusCode()).isEqualTo(302);
		assertThat(this.browser.get("/admin/shop/book/?q=F%C3%BCr").body()).contains("was added successfully",
				"F\u00fcr Ada", "12.50", "Nov. 21, 2026");
		assertThat(Files.readAllBytes(directory.resolve("media/covers/cover.txt"))).isEqualTo(cover);
	}

	@Test
	void stylesOfTheAdminAreServedByWhiteNoise() throws Exception {
		HttpResponse<String> response = this.browser.get("/static/admin/css/base.css");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/css");
		assertThat(response.headers().firstValue("Last-Modified")).isPresent();
		assertThat(response.body()).contains("--primary");
	}

	@Test
	void restFrameworkCreatesReadsUpdatesAndDeletes() throws Exception {
		assertThat(this.browser.postJson("/api/books/", "{\"title\": \"x\"}").statusCode()).isEqualTo(401);
		assertThat(create("", "much").body()).contains("may not be blank", "valid number is required");
		HttpResponse<String> created = create("Analysis \u65e5", "3.20");
		assertThat(created.statusCode()).isEqualTo(201);
		String path = "/api/books/" + json(created).get("id") + "/";
		assertThat(json(this.browser.get(path))).containsEntry("title", "Analysis \u65e5")
			.containsEntry("price", "3.20")
			.containsEntry("published", null);
		HttpResponse<String> changed = this.browser
			.send(authenticated(path).method("PATCH", BodyPublishers.ofString("{\"published\": \"1843-09-01\"}")));
		assertThat(json(changed)).containsEntry("published", "1843-09-01").containsEntry("price", "3.20");
		assertThat(this.browser.send(authenticated(path).DELETE()).statusCode()).isEqualTo(204);
		assertThat(this.browser.get(path).statusCode()).isEqualTo(404);
	}

	@Test
	void restFrameworkShowsPagesToBrowsers() throws Exception {
		for (String title : List.of("Page A", "Page B", "Page C")) {
			assertThat(create(title, "1").statusCode()).isEqualTo(201);
		}
		assertThat(json(this.browser.get("/api/books/")))
			.hasEntrySatisfying("results", (books) -> assertThat((List<?>) books).hasSize(2))
			.containsEntry("next", this.browser.base() + "/api/books/?page=2");
		HttpResponse<String> page = this.browser
			.send(this.browser.request("/api/books/?page=2").header("Accept", "text/html"));
		assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
		assertThat(page.body()).contains("<title>Book List", "/static/rest_framework/css/default.css");
	}

	@Test
	void restFrameworkThrottles() throws Exception {
		assertThat(this.browser.get("/api/books/rare/").body()).isEqualTo("\"one of few\"");
		assertThat(this.browser.get("/api/books/rare/").statusCode()).isEqualTo(200);
		HttpResponse<String> response = this.browser.get("/api/books/rare/");
		assertThat(response.statusCode()).isEqualTo(429);
		assertThat(response.headers().firstValue("Retry-After")).isPresent();
	}

	@Test
	void requestThatFailsIsRolledBack() throws Exception {
		assertThat(this.browser.get("/rolled-back").statusCode()).isEqualTo(500);
		assertThat(this.browser.get("/titles").body()).doesNotContain("Never there");
	}

	@Test
	void threadKeepsItsConnectionOfDjango() throws Exception {
		Map<Object, Set<Object>> connections = new HashMap<>();
		for (int i = 0; i <= THREADS; i++) {
			Map<String, Object> answer = json(this.browser.get("/connection"));
			connections.computeIfAbsent(answer.get("thread"), (thread) -> new HashSet<>())
				.add(answer.get("connection"));
		}
		// So that one of them has served twice
		assertThat(connections).hasSizeLessThanOrEqualTo(THREADS);
		assertThat(connections.values()).allSatisfy((ofThread) -> assertThat(ofThread).hasSize(1));
	}

	@Test
	void sqlAlchemyWritesAndReads() throws Exception {
		assertThat(library("Sappho", "\"Ode\", \"Hymn \u65e5\"").statusCode()).isEqualTo(201);
		assertThat(library("Sappho", "").statusCode()).isEqualTo(409);
		assertThat(this.browser.get("/library/fails").statusCode()).isEqualTo(500);
		assertThat(library("Catullus", "\"Carmen\"").statusCode()).isEqualTo(201);
		assertThat(JsonParserFactory.getJsonParser().parseList(this.browser.get("/library/authors").body()))
			.isEqualTo(List.of(Map.of("name", "Catullus", "poems", List.of("Carmen")),
					Map.of("name", "Sappho", "poems", List.of("Hymn \u65e5", "Ode"))));
		assertThat(JsonParserFactory.getJsonParser().parseList(this.browser.get("/library/counts").body()))
			.isEqualTo(List.of(List.of("Catullus", 1), List.of("Sappho", 2)));
		assertThat(json(this.browser.get("/library/pool"))).containsEntry("in use", 0);
	}

	@Test
	void passwordsOfWerkzeugAreRecognized() throws Exception {
		HttpResponse<String> response = this.browser.postForm("/library/password", "password=l%C3%B6velace");
		assertThat(response.body()).startsWith("scrypt:32768:8:1$").endsWith(" True False");
	}

	private HttpResponse<String> library(String name, String poems) throws Exception {
		return this.browser.postJson("/library/authors", "{\"name\": \"" + name + "\", \"poems\": [" + poems + "]}");
	}

	private HttpResponse<String> create(String title, String price) throws Exception {
		return this.browser.send(authenticated("/api/books/")
			.POST(BodyPublishers.ofString("{\"title\": \"" + title + "\", \"price\": \"" + price + "\"}")));
	}

	private HttpRequest.Builder authenticated(String path) {
		return this.browser.request(path).header("Authorization", ADA).header("Content-Type", "application/json");
	}

	private String token(String path) throws Exception {
		Matcher matcher = TOKEN.matcher(this.browser.get(path).body());
		assertThat(matcher.find()).isTrue();
		return matcher.group(1);
	}

	private static Map<String, Object> json(HttpResponse<String> response) {
		return JsonParserFactory.getJsonParser().parseMap(response.body());
	}

}
