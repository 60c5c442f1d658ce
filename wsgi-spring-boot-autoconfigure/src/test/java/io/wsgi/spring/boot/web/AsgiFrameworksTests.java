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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.wsgi.testsupport.TestPython;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for frameworks of ASGI.
 *
 * @author wsgi-spring-boot contributors
 */
class AsgiFrameworksTests {

	private static WsgiServer server;

	@BeforeAll
	static void startServer() {
		server = WsgiServer.start("wsgi.app=starlette_site:app", "wsgi.apps.django.app=django_site",
				"wsgi.apps.django.path=/django", "wsgi.python-path=" + TestPython.sources("asgi"),
				"wsgi.lifespan=auto");
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
	void starletteHasWebSockets() {
		CompletableFuture<String> answer = new CompletableFuture<>();
		WebSocket socket = HttpClient.newHttpClient()
			.newWebSocketBuilder()
			.buildAsync(URI.create("ws://127.0.0.1:" + server.port() + "/rooms/blue"), new WebSocket.Listener() {

				@Override
				public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
					answer.complete(data.toString());
					return null;
				}

			})
			.join();
		socket.sendText("hello", true).join();
		assertThat(answer.join()).isEqualTo("blue: hello");
		socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
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

}
