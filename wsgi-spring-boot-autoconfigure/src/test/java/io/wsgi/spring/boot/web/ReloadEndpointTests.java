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
import java.nio.file.Path;
import java.util.Map;

import io.wsgi.testsupport.Edits;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.json.JsonParserFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code POST /actuator/wsgi/reload}, without {@code wsgi.reload}.
 *
 * @author wsgi-spring-boot contributors
 */
class ReloadEndpointTests {

	private static final String APPLICATION = """
			VERSION = "%s"

			def app(environ, start_response):
			    start_response("200 OK", [("Content-Type", "text/plain")])
			    return [VERSION.encode()]
			""";

	@TempDir
	private static Path directory;

	private static Edits edits;

	private static WsgiServer server;

	@BeforeAll
	static void startServer() {
		edits = new Edits(directory);
		edits.write("site_app.py", APPLICATION.formatted("one"));
		edits.write("other_app.py", APPLICATION.formatted("other"));
		server = WsgiServer.start("wsgi.app=site_app:app", "wsgi.python-path=" + directory,
				"wsgi.apps.other.app=other_app:app", "wsgi.apps.other.path=/other",
				"management.endpoints.web.exposure.include=health,wsgi");
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@Test
	void failureIsReportedToTheCallerAndNobodyElse() throws IOException {
		String before = server.get("/").body();
		int generation = generation();
		edits.write("site_app.py", "VERSION = (\n");
		RawResponse response = reload("");
		assertThat(response.status()).isEqualTo(500);
		assertThat(response.header("Content-Type")).startsWith("application/").contains("json");
		assertThat(outcome(response, "default")).containsOnlyKeys("reloaded", "generation", "message", "traceback")
			.containsEntry("reloaded", false)
			.containsEntry("generation", generation)
			.hasEntrySatisfying("message",
					(message) -> assertThat(message).asString()
						.startsWith("The WSGI application 'site_app:app' could not be loaded: ")
						.contains(directory.resolve("site_app.py") + ", line 1"))
			.hasEntrySatisfying("traceback",
					(traceback) -> assertThat(traceback).asString().contains("SyntaxError: '(' was never closed"));
		edits.write("site_app.py", "raise RuntimeError('broken edit')\n");
		response = reload("");
		assertThat(response.status()).isEqualTo(500);
		assertThat(response.body()).contains("RuntimeError: broken edit");
		RawResponse served = server.send("GET / HTTP/1.1", "Accept: text/html");
		assertThat(served.status()).isEqualTo(200);
		assertThat(served.body()).isEqualTo(before);
		assertThat(generation()).isEqualTo(generation);
		assertThat(server.get("/actuator/health").json()).containsEntry("status", "UP");
	}

	@Test
	void newCodeIsServed() throws IOException {
		int generation = generation();
		edits.write("site_app.py", APPLICATION.formatted("twenty-two"));
		RawResponse response = reload("");
		assertThat(response.status()).isEqualTo(200);
		assertThat(generation(response)).isEqualTo(generation + 1);
		assertThat(server.get("/").body()).isEqualTo("twenty-two");
		assertThat(generation()).isEqualTo(generation + 1);
	}

	@Test
	void oneThatFailsIsNamedAndKeepsNoOtherFromBeingLoaded() throws IOException {
		edits.write("site_app.py", "VERSION = (\n");
		RawResponse response = reload("");
		assertThat(response.status()).isEqualTo(500);
		assertThat(outcome(response, "default")).containsEntry("reloaded", false);
		assertThat(outcome(response, "other")).containsOnlyKeys("reloaded", "generation")
			.containsEntry("reloaded", true)
			.containsEntry("generation", generation(server.get("/actuator/wsgi"), "other"));
	}

	@Test
	void oneOfThemCanBeLoadedAlone() throws IOException {
		edits.write("site_app.py", APPLICATION.formatted("good"));
		int generation = generation();
		int other = generation(server.get("/actuator/wsgi"), "other");
		assertThat(reload("{\"application\": \"other\"}").status()).isEqualTo(200);
		assertThat(generation()).isEqualTo(generation);
		assertThat(generation(server.get("/actuator/wsgi"), "other")).isEqualTo(other + 1);
		assertThat(reload("{\"application\": \"third\"}").status()).isEqualTo(404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "Content-Type: application/x-www-form-urlencoded",
			"Content-Type: multipart/form-data; boundary=x", "Content-Type: text/plain" })
	void formOfAnotherSiteLoadsNothing(String type) throws IOException {
		int generation = generation();
		String[] headers = type.isEmpty() ? new String[0] : new String[] { type };
		assertThat(server.post("/actuator/wsgi/reload", "", headers).status()).isEqualTo(415);
		assertThat(server.post("/actuator/wsgi/reload", "{\"application\":\"other\"}", headers).status())
			.isEqualTo(415);
		assertThat(generation()).isEqualTo(generation);
	}

	@Test
	void otherOperationsAreUnknown() throws IOException {
		assertThat(post("/actuator/wsgi/restart", "").status()).isEqualTo(404);
	}

	private static RawResponse reload(String body) throws IOException {
		return post("/actuator/wsgi/reload", body);
	}

	private static RawResponse post(String path, String body) throws IOException {
		return server.post(path, body, "Content-Type: application/json");
	}

	private static int generation() throws IOException {
		return generation(server.get("/actuator/wsgi"));
	}

	private static int generation(RawResponse response) {
		return generation(response, "default");
	}

	private static int generation(RawResponse response, String application) {
		return (Integer) outcome(response, application).get("generation");
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> outcome(RawResponse response, String application) {
		Map<String, Object> body = JsonParserFactory.getJsonParser().parseMap(response.body());
		return (Map<String, Object>) ((Map<String, Object>) body.get("applications")).get(application);
	}

}
