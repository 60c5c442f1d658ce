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
		server = WsgiServer.start("wsgi.app=site_app:app", "wsgi.python-path=" + directory,
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
		RawResponse response = server.post("/actuator/wsgi/reload", "");
		assertThat(response.status()).isEqualTo(500);
		assertThat(response.header("Content-Type")).startsWith("application/").contains("json");
		assertThat(JsonParserFactory.getJsonParser().parseMap(response.body())).containsOnlyKeys("message", "traceback")
			.hasEntrySatisfying("message",
					(message) -> assertThat(message).asString()
						.startsWith("The WSGI application 'site_app:app' could not be loaded: ")
						.contains(directory.resolve("site_app.py") + ", line 1"))
			.hasEntrySatisfying("traceback",
					(traceback) -> assertThat(traceback).asString().contains("SyntaxError: '(' was never closed"));
		edits.write("site_app.py", "raise RuntimeError('broken edit')\n");
		response = server.post("/actuator/wsgi/reload", "");
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
		RawResponse response = server.post("/actuator/wsgi/reload", "");
		assertThat(response.status()).isEqualTo(200);
		assertThat(generation(response)).isEqualTo(generation + 1);
		assertThat(server.get("/").body()).isEqualTo("twenty-two");
		assertThat(generation()).isEqualTo(generation + 1);
	}

	@Test
	void otherOperationsAreUnknown() throws IOException {
		assertThat(server.post("/actuator/wsgi/restart", "").status()).isEqualTo(404);
	}

	private static int generation() throws IOException {
		return generation(server.get("/actuator/wsgi"));
	}

	private static int generation(RawResponse response) {
		return (Integer) ((Map<?, ?>) ((Map<?, ?>) response.json().get("applications")).get("default"))
			.get("generation");
	}

}
