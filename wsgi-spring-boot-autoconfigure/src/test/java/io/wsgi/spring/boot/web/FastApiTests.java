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
import java.util.Map;

import io.wsgi.testsupport.TestPython;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for FastAPI, whose pydantic-core is a native module.
 *
 * @author wsgi-spring-boot contributors
 */
@Tag("native-modules")
class FastApiTests {

	private static final int TEXT = WebSocketFrames.FIN | WebSocketFrames.TEXT;

	private static WsgiServer server;

	@BeforeAll
	static void startServer() {
		server = WsgiServer.start("wsgi.app=fastapi_site:app", "wsgi.python-path=" + TestPython.sources("asgi"),
				"wsgi.virtual-env=" + System.getProperty("test.native.python.packages"),
				"management.endpoint.health.show-details=always");
	}

	@AfterAll
	static void stopServer() {
		if (server != null) {
			server.close();
		}
	}

	@Test
	void parametersAreConvertedAndChecked() throws IOException {
		assertThat(server.get("/articles/7?limit=10").json())
			.containsExactlyInAnyOrderEntriesOf(Map.of("number", 7, "limit", 10, "started", "yes"));
		RawResponse response = server.get("/articles/seven?limit=11");
		assertThat(response.status()).isEqualTo(422);
		assertThat(response.body()).contains("\"loc\":[\"path\",\"number\"]", "\"type\":\"int_parsing\"",
				"\"loc\":[\"query\",\"limit\"]", "\"type\":\"less_than_equal\"");
		assertThat(server.get("/nothing").status()).isEqualTo(404);
	}

	@Test
	void modelsAreReadCheckedAndWritten() throws IOException {
		RawResponse created = post("""
				{"name": "tea", "price": 2.5, "tags": ["hot"], "category": {"name": "a", "parent": {"name": "b"}}}""");
		assertThat(created.status()).isEqualTo(201);
		assertThat(created.body()).isEqualTo("{\"name\":\"tea\",\"price\":5.0,\"tags\":[\"hot\"],"
				+ "\"category\":{\"name\":\"a\",\"parent\":{\"name\":\"b\",\"parent\":null}}}");
		RawResponse refused = post("""
				{"name": "t t", "price": -1, "tags": [1]}""");
		assertThat(refused.status()).isEqualTo(422);
		assertThat(refused.body()).contains("no spaces", "\"type\":\"greater_than\"", "\"type\":\"string_type\"");
		assertThat(post("{").status()).isEqualTo(422);
	}

	private static RawResponse post(String json) throws IOException {
		return server.post("/articles", json, "Content-Type: application/json");
	}

	@Test
	void dependenciesAreResolved() throws IOException {
		assertThat(server.send("GET /me HTTP/1.1", "Authorization: Bearer secret").body()).isEqualTo("\"jane\"");
		assertThat(server.send("GET /me HTTP/1.1", "Authorization: Bearer none").status()).isEqualTo(401);
		assertThat(server.get("/me").status()).isEqualTo(422);
	}

	@Test
	void functionsThatAreNotAsyncAreCalledInAThread() throws IOException {
		assertThat(server.get("/sync").body()).contains("AnyIO");
	}

	@Test
	void uploadsStreamsAndWorkAfterTheResponse() throws IOException {
		String body = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.bin\"\r\n\r\n"
				+ "x".repeat(200_000) + "\r\n--b--\r\n";
		assertThat(server.post("/upload", body, "Content-Type: multipart/form-data; boundary=b").json())
			.containsEntry("name", "a.bin")
			.containsEntry("size", 200_000);
		assertThat(server.get("/stream").body()).isEqualTo("part 0\npart 1\npart 2\n");
		Awaitility.await().untilAsserted(() -> assertThat(server.get("/later").jsonList()).contains("later"));
	}

	@Test
	void webSocketsHaveParameters() throws IOException {
		try (WebSocketFrames client = WebSocketFrames.open(server, "/echo/blue?number=2")) {
			client.send(TEXT, "ho");
			assertThat(client.receive().text()).isEqualTo("{\"room\":\"blue\",\"text\":\"hoho\"}");
		}
	}

	@Test
	void theDocumentationIsServed() throws IOException {
		assertThat(server.get("/docs").body()).contains("Shop - Swagger UI", "/openapi.json");
		assertThat(server.get("/openapi.json").body()).contains("\"openapi\":\"3.",
				"\"#/components/schemas/Article-Input\"", "\"minLength\":2");
	}

	@Test
	@DisabledIfSystemProperty(named = "wsgi.runtime", matches = "cpython",
			disabledReason = "There, native modules are nothing special")
	void theNativeModuleIsKnown() throws IOException {
		assertThat(server.get("/actuator/health").body()).contains("\"status\":\"UP\"").contains("pydantic_core");
	}

}
