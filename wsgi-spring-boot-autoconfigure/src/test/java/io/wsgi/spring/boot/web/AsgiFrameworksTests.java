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
import java.util.List;
import java.util.Map;

import io.wsgi.testsupport.TestPython;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for frameworks of ASGI.
 *
 * @author wsgi-spring-boot contributors
 */
class AsgiFrameworksTests {

	private static final int TEXT = WebSocketFrames.FIN | WebSocketFrames.TEXT;

	private static final int BINARY = WebSocketFrames.FIN | WebSocketFrames.BINARY;

	private static final int CLOSE = WebSocketFrames.FIN | WebSocketFrames.CLOSE;

	private static WsgiServer server;

	@BeforeAll
	static void startServer() {
		server = WsgiServer.start("wsgi.app=starlette_site:app", "wsgi.apps.django.app=django_site",
				"wsgi.apps.django.path=/django", "wsgi.apps.quart.app=quart_site:app", "wsgi.apps.quart.path=/quart",
				"wsgi.python-path=" + TestPython.sources("asgi"), "wsgi.lifespan=auto");
	}

	@AfterAll
	static void stopServer() {
		if (server != null) {
			server.close();
		}
	}

	@Test
	void starletteServesRoutesAndHasItsLifespan() throws IOException {
		RawResponse response = server.get("/hello?x=1");
		assertThat(response.json()).containsEntry("url", "http://localhost/hello?x=1")
			.containsEntry("started", "yes")
			.containsEntry("root", "");
		assertThat(response.header("X-Middleware")).isEqualTo("yes");
		assertThat(server.get("/items/7").json()).containsEntry("number", 7);
		assertThat(server.get("/nothing").status()).isEqualTo(404);
	}

	@Test
	void starletteCallsFunctionsThatAreNotAsyncInAThread() throws IOException {
		assertThat(server.get("/sync").body()).contains("AnyIO");
	}

	@Test
	void starletteCallsTheFunctionsOfRequestsInTheSameThread() throws IOException {
		assertThat(server.get("/sync").body()).isEqualTo(server.get("/sync").body());
	}

	@Test
	void theLoopGoesOnWhenItsTaskIsCancelled() throws IOException {
		assertThat(server.get("/cancel").body()).isEqualTo("[True]");
		assertThat(server.get("/sync").body()).contains("AnyIO");
		assertThat(server.get("/cancel").body()).isEqualTo("[True]");
	}

	@Test
	void starletteStreamsSendsFilesAndTakesUploads() throws IOException {
		assertThat(server.get("/stream").body()).isEqualTo("part 0\npart 1\npart 2\n");
		assertThat(server.get("/file").body()).contains("FileResponse(__file__)");
		String body = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.bin\"\r\n\r\n"
				+ "x".repeat(200_000) + "\r\n--b--\r\n";
		assertThat(server.post("/upload", body, "Content-Type: multipart/form-data; boundary=b").json())
			.containsEntry("name", "a.bin")
			.containsEntry("size", 200_000);
	}

	@Test
	void starletteWorksAfterItsResponse() {
		Awaitility.await().untilAsserted(() -> assertThat(server.get("/later").jsonList()).contains("later"));
	}

	@Test
	void starletteHasWebSockets() throws IOException {
		try (WebSocketFrames client = WebSocketFrames.open(server, "/rooms/blue")) {
			assertThat(client.send(TEXT, "hello").receive().text()).isEqualTo("blue: hello");
		}
	}

	@Test
	void aClientOfTheApplicationIsServedByTheSameLoop() throws IOException {
		assertThat(server.get("/fetch").jsonList()).containsExactly(0, 1, 2, 3, 4, Map.of("name", "b.txt", "size", 8));
	}

	@Test
	void helpersOfAsgirefWork() throws IOException {
		assertThat(server.get("/threads").jsonList()).containsExactly(false, true);
		assertThat(server.get("/communicate").jsonList()).containsExactly(200, "/any of ASGI 2");
		assertThat(server.get("/old/path").body()).isEqualTo("/old/path of ASGI 2");
		RawResponse response = server.post("/wsgi/path", "what");
		assertThat(response.status()).isEqualTo(201);
		assertThat(response.header("X-Path")).isEqualTo("/wsgi/path");
		assertThat(response.body()).isEqualTo("what came");
	}

	@Test
	void djangoServesAsyncAndOtherViews() throws IOException {
		assertThat(server.get("/django/hello?a=b").json()).containsEntry("path", "/django/hello")
			.containsEntry("info", "/hello")
			.containsEntry("query", Map.of("a", "b"));
		assertThat(server.get("/django/sync/7").body()).startsWith("7 ");
		assertThat(server.get("/django/stream").body()).isEqualTo("part 0\npart 1\npart 2\n");
		assertThat(server.post("/django/body", "x".repeat(100_000)).body()).isEqualTo("100000");
	}

	@Test
	void channelsTellsAllInARoom() throws IOException {
		try (WebSocketFrames one = WebSocketFrames.open(server, "/django/rooms/blue");
				WebSocketFrames other = WebSocketFrames.open(server, "/django/rooms/blue")) {
			assertThat(one.receive().text()).isEqualTo("{\"room\": \"blue\"}");
			assertThat(other.receive().text()).isEqualTo("{\"room\": \"blue\"}");
			one.send(TEXT, "{\"text\": \"hello\"}");
			assertThat(one.receive().text()).isEqualTo("{\"text\": \"HELLO\"}");
			assertThat(other.receive().text()).isEqualTo("{\"text\": \"HELLO\"}");
			other.send(CLOSE, WebSocketFrames.closing(4000));
			assertThat(other.receiveClose()).isEqualTo(4000);
			assertThat(one.receive().text()).isEqualTo("{\"text\": \"one left with 4000\"}");
		}
	}

	@Test
	void channelsCallsConsumersThatAreNotAsyncInAThread() throws IOException {
		try (WebSocketFrames client = WebSocketFrames.open(server, "/django/echo/somebody")) {
			assertThat(client.send(TEXT, "hello").receive().text()).isEqualTo("hello");
			assertThat(client.send(BINARY, "bytes").receive().text()).isEqualTo("bytes");
		}
		assertThatIOException().isThrownBy(() -> WebSocketFrames.open(server, "/django/echo/nobody"))
			.withMessage("The server answers 403");
	}

	@Test
	void quartServesPagesFormsSessionsAndStreams() throws IOException {
		assertThat(server.get("/quart/hello?x=1").json()).containsEntry("url", "http://localhost/quart/hello?x=1")
			.containsEntry("started", List.of("yes"))
			.containsEntry("root", "/quart");
		assertThat(server.get("/quart/page/%3Cb%3E").body()).isEqualTo("<p>&lt;b&gt;</p>");
		assertThat(server.get("/quart/sync").body()).isEqualTo("False");
		String body = "--b\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\njane\r\n"
				+ "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.bin\"\r\n\r\n"
				+ "x".repeat(200_000) + "\r\n--b--\r\n";
		RawResponse response = server.post("/quart/form", body, "Content-Type: multipart/form-data; boundary=b");
		assertThat(response.json()).containsEntry("name", "jane").containsEntry("size", 200_000);
		String cookie = response.header("Set-Cookie").split(";")[0];
		assertThat(server.send("GET /quart/session HTTP/1.1", "Cookie: " + cookie).body()).isEqualTo("jane");
		assertThat(server.get("/quart/stream").body()).isEqualTo("part 0\npart 1\npart 2\n");
		RawResponse failed = server.get("/quart/error");
		assertThat(failed.status()).isEqualTo(500);
		assertThat(failed.body()).doesNotContain("secret");
	}

	@Test
	void quartHasWebSockets() throws IOException {
		try (WebSocketFrames client = WebSocketFrames.open(server, "/quart/rooms/blue")) {
			assertThat(client.send(TEXT, "hello").receive().text()).isEqualTo("blue: hello");
		}
	}

}
