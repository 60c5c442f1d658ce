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
import org.junit.jupiter.params.provider.CsvSource;
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
		assertThat(body(response)).containsOnlyKeys("message", "traceback", "applications")
			.containsEntry("message", outcome(response, "default").get("message"))
			.containsEntry("traceback", outcome(response, "default").get("traceback"));
		assertThat(outcome(response, "default")).containsOnlyKeys("reloaded", "generation", "message", "traceback")
			.containsEntry("reloaded", false)
			.containsEntry("generation", generation)
			.hasEntrySatisfying("message",
					(message) -> assertThat(message).asString()
						.startsWith("The application 'site_app:app' could not be loaded: ")
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
		assertThat(reload("/other").status()).isEqualTo(200);
		assertThat(generation()).isEqualTo(generation);
		assertThat(generation(server.get("/actuator/wsgi"), "other")).isEqualTo(other + 1);
		assertThat(reload("/third").status()).isEqualTo(404);
		assertThat(reload("/other/third").status()).isEqualTo(404);
		assertThat(generation(server.get("/actuator/wsgi"), "other")).isEqualTo(other + 1);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			Content-Type: application/x-www-form-urlencoded | 415
			Content-Type: Multipart/form-data; boundary=x   | 415
			Content-Type: text/plain                        | 415
			Sec-Fetch-Site: cross-site                      | 403
			Sec-Fetch-Site: same-site                       | 403
			Origin: https://example.org                     | 403
			Origin: null                                    | 403
			""")
	void pageOfAnotherSiteLoadsNothing(String header, int status) throws IOException {
		int generation = generation();
		assertThat(server.post("/actuator/wsgi/reload", "", header).status()).isEqualTo(status);
		assertThat(server.post("/actuator/wsgi/reload/default", "a=b", header).status()).isIn(status, 415);
		assertThat(generation()).isEqualTo(generation);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Type: application/json", "Sec-Fetch-Site: same-origin", "Sec-Fetch-Site: none",
			"Origin: http://localhost" })
	void pageOfThisSiteLoads(String header) throws IOException {
		int other = generation(server.get("/actuator/wsgi"), "other");
		assertThat(server.send("POST /actuator/wsgi/reload/other HTTP/1.1", header, "Content-Length: 0").status())
			.isEqualTo(200);
		assertThat(generation(server.get("/actuator/wsgi"), "other")).isEqualTo(other + 1);
	}

	@Test
	void otherOperationsAreUnknown() throws IOException {
		assertThat(server.post("/actuator/wsgi/restart", "").status()).isEqualTo(404);
	}

	private static RawResponse reload(String application) throws IOException {
		return server.post("/actuator/wsgi/reload" + application, "");
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
		return (Map<String, Object>) ((Map<String, Object>) body(response).get("applications")).get(application);
	}

	private static Map<String, Object> body(RawResponse response) {
		return JsonParserFactory.getJsonParser().parseMap(response.body());
	}

}
