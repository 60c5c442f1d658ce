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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.wsgi.testsupport.TestPython;
import io.wsgi.worker.WorkerPool;
import io.wsgi.worker.WorkerPools;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.json.JsonParserFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for WebSockets of applications of ASGI.
 *
 * @author wsgi-spring-boot contributors
 */
class AsgiWebSocketTests {

	private static final HttpClient client = HttpClient.newHttpClient();

	private static WsgiServer server;

	@BeforeAll
	static void startServer() {
		server = WsgiServer.start(Guard.class, "wsgi.app=sockets:app", "wsgi.python-path=" + TestPython.sources("asgi"),
				"wsgi.path=/mounted", "wsgi.max-websocket-message-size=100KB");
	}

	@AfterAll
	static void stopServer() {
		if (server != null) {
			server.close();
		}
	}

	private static Listener open(String target, String... subprotocols) {
		return open(server, target, subprotocols);
	}

	private static Listener open(WsgiServer server, String target, String... subprotocols) {
		Listener listener = new Listener();
		WebSocket.Builder builder = client.newWebSocketBuilder();
		if (subprotocols.length > 0) {
			builder.subprotocols(subprotocols[0],
					List.of(subprotocols).subList(1, subprotocols.length).toArray(String[]::new));
		}
		listener.socket = builder
			.buildAsync(URI.create("ws://127.0.0.1:" + server.port() + "/mounted" + target), listener)
			.join();
		return listener;
	}

	private static RawConnection handshake(String target, String... headers) throws IOException {
		List<String> lines = new ArrayList<>(List.of("GET /mounted" + target + " HTTP/1.1", "Upgrade: websocket",
				"Connection: Upgrade", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13"));
		lines.addAll(List.of(headers));
		return server.connect().sendHead(lines.toArray(String[]::new));
	}

	private static List<Object> notes(String key) throws IOException {
		return server.get("/mounted/?" + key).jsonList();
	}

	@Test
	@Conformance("A30")
	void theScopeIsComplete() throws Exception {
		Listener socket = open("/scope/%C3%BC?x=y", "one", "two");
		Map<String, Object> scope = JsonParserFactory.getJsonParser().parseMap((String) socket.next());
		assertThat(scope).containsEntry("type", "websocket")
			.containsEntry("asgi", Map.of("version", "3.0", "spec_version", "2.5"))
			.containsEntry("http_version", "1.1")
			.containsEntry("scheme", "ws")
			.containsEntry("path", "/mounted/scope/\u00fc")
			.containsEntry("raw_path", "/mounted/scope/%C3%BC")
			.containsEntry("query_string", "x=y")
			.containsEntry("root_path", "/mounted")
			.containsEntry("subprotocols", List.of("one", "two"))
			.containsEntry("extensions", Map.of("websocket.http.response", Map.of()))
			.doesNotContainKey("method");
		assertThat(socket.next()).isEqualTo("closed 1000 ");
	}

	@Test
	@Conformance({ "A31", "A33" })
	void messagesComeAndGoAsTextAndBytes() throws Exception {
		Listener socket = open("/echo?plain");
		assertThat(socket.socket.getSubprotocol()).isEmpty();
		for (String text : List.of("hello", "\u00fc\u65e5\ud83d\ude00", "", "x".repeat(50_000))) {
			socket.socket.sendText(text, true).join();
			assertThat(socket.next()).isEqualTo(text);
		}
		for (int size : new int[] { 0, 1, 126, 70_000 }) {
			socket.socket.sendBinary(ByteBuffer.wrap("y".repeat(size).getBytes(StandardCharsets.US_ASCII)), true)
				.join();
			assertThat((byte[]) socket.next()).hasSize(size);
		}
		socket.socket.sendText("in ", false).join();
		socket.socket.sendText("three ", false).join();
		socket.socket.sendPing(ByteBuffer.allocate(1)).join();
		socket.socket.sendText("parts", true).join();
		assertThat(socket.next()).isEqualTo("pong");
		assertThat(socket.next()).isEqualTo("in three parts");
		socket.socket.sendClose(4321, "by the client").join();
		Awaitility.await()
			.untilAsserted(() -> assertThat(notes("plain")).containsExactly(List.of(4321, "by the client"), "OSError"));
	}

	@Test
	@Conformance("A31")
	void theApplicationChoosesTheSubprotocolAndAddsHeaders() throws Exception {
		try (RawConnection connection = handshake("/echo?headers", "Sec-WebSocket-Protocol: one, two",
				"Sec-WebSocket-Protocol: three")) {
			RawResponse response = connection.receiveHead();
			assertThat(response.status()).isEqualTo(101);
			assertThat(response.header("Sec-WebSocket-Accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
			assertThat(response.header("Sec-WebSocket-Protocol")).isEqualTo("three");
			assertThat(response.header("X-Accepted")).isEqualTo("yes");
			assertThat(response.headers("Set-Cookie")).containsExactly("a=b", "c=d");
		}
		Awaitility.await().untilAsserted(() -> assertThat(notes("headers")).contains("OSError"));
	}

	@Test
	@Conformance("A32")
	void theApplicationMayDenyTheHandshake() throws Exception {
		assertThat(handshake("/deny").receive().status()).isEqualTo(403);
		RawResponse response = handshake("/respond").receive();
		assertThat(response.status()).isEqualTo(401);
		assertThat(response.header("X-Why")).isEqualTo("because");
		assertThat(response.body()).isEqualTo("not you");
		RawResponse failed = handshake("/fail").receive();
		assertThat(failed.status()).isEqualTo(500);
		assertThat(failed.body()).doesNotContain("secret");
	}

	@ParameterizedTest
	@CsvSource({ "denied-close, 403", "denied-response, 401" })
	@Conformance("A32")
	void whatDeniedTheHandshakeCountsAsDisconnected(String key, int status) throws Exception {
		assertThat(handshake("/denied?" + key).receive().status()).isEqualTo(status);
		Awaitility.await()
			.untilAsserted(() -> assertThat(notes(key)).last().isEqualTo(List.of("websocket.disconnect", 1006)));
	}

	@Test
	@Conformance("A32")
	void aResponseToTheHandshakeFollowsTheRulesOfAResponse() throws Exception {
		assertThat(handshake("/short?short").receiveHead().status()).isEqualTo(200);
		Awaitility.await()
			.untilAsserted(() -> assertThat(notes("short"))
				.containsExactly("RuntimeError: the response is 7 bytes shorter than its Content-Length"));
		assertThat(handshake("/respond").receive().status()).isEqualTo(401);
		Awaitility.await().untilAsserted(() -> assertThat(Guard.ended).contains(401));
	}

	@Test
	@Conformance("A32")
	void aLargeResponseToTheHandshakeWaitsForASlowClient() throws Exception {
		try (RawConnection connection = server.connectSlowly()) {
			connection.sendHead("GET /mounted/refuse?refuse HTTP/1.1", "Upgrade: websocket", "Connection: Upgrade",
					"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13");
			assertThat(connection.receiveHead().status()).isEqualTo(403);
			Awaitility.await().untilAsserted(() -> assertThat(notes("refuse")).contains("full"));
			connection.reset();
		}
		Awaitility.await().untilAsserted(() -> assertThat(notes("refuse")).contains("OSError"));
	}

	@Test
	@Conformance("A32")
	void aHandshakeWhoseClientHasGoneIsCancelled() throws Exception {
		try (RawConnection connection = handshake("/pending?pending")) {
			Awaitility.await().untilAsserted(() -> assertThat(notes("pending")).containsExactly("begun"));
			connection.reset();
		}
		Awaitility.await().untilAsserted(() -> assertThat(notes("pending")).containsExactly("begun", "cancelled"));
	}

	@Test
	@Conformance("A34")
	void theApplicationClosesWithACode() throws Exception {
		Listener socket = open("/close?closed");
		assertThat((byte[]) socket.next()).asString(StandardCharsets.US_ASCII).isEqualTo("last");
		assertThat(socket.next()).isEqualTo("closed 4001 it is \u00fcber");
		assertThat(notes("closed")).containsExactly("the WebSocket is closed already");
		assertThat(open("/return").next()).isEqualTo("closed 1000 ");
		assertThat(open("/break").next()).isEqualTo("closed 1011 ");
	}

	@Test
	@Conformance("A35")
	void aMessageThatIsTooLargeClosesTheWebSocket() throws Exception {
		for (boolean text : new boolean[] { true, false }) {
			Listener socket = open("/echo?large");
			String large = "x".repeat(102_401);
			if (text) {
				socket.socket.sendText(large, true);
			}
			else {
				socket.socket.sendBinary(ByteBuffer.wrap(large.getBytes(StandardCharsets.US_ASCII)), true);
			}
			assertThat((String) socket.next()).startsWith("closed 1009");
		}
	}

	@Test
	@Conformance("A36")
	void sendWaitsForASlowClient() throws Exception {
		try (RawConnection connection = server.connectSlowly()) {
			connection.sendHead("GET /mounted/flood?flood HTTP/1.1", "Upgrade: websocket", "Connection: Upgrade",
					"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13");
			assertThat(connection.receiveHead().status()).isEqualTo(101);
			connection.receive(100_000);
			// Another one is served meanwhile
			Listener socket = open("/echo?beside");
			socket.socket.sendText("hello", true).join();
			assertThat(socket.next()).isEqualTo("hello");
			assertThat(notes("flood")).isEmpty();
			connection.reset();
		}
		Awaitility.await().untilAsserted(() -> assertThat(notes("flood")).containsExactly("gone"));
	}

	@ParameterizedTest
	@ValueSource(strings = { ";", "=", "a b", "a;", "a; b=", "a; b=\"", "a; b=\"c;d\"", "permessage-deflate; =1" })
	void aHandshakeWithMalformedExtensionsIsABadRequest(String extensions) throws IOException {
		try (RawConnection connection = handshake("/echo", "Sec-WebSocket-Extensions: " + extensions)) {
			assertThat(connection.receiveHead().status()).isEqualTo(400);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ",", "a", "a, ,b; c", "a; b=c; d=\"e\" ,f", "permessage-deflate; unknown=1" })
	void extensionsThatNobodyKnowsAreLeftOut(String extensions) throws IOException {
		try (RawConnection connection = handshake("/echo", "Sec-WebSocket-Extensions: " + extensions)) {
			RawResponse response = connection.receiveHead();
			assertThat(response.status()).isEqualTo(101);
			assertThat(response.header("Sec-WebSocket-Extensions")).isNull();
		}
	}

	@Test
	@Conformance("A36")
	void aClientWaitsForAnApplicationThatIsSlow() throws Exception {
		Listener socket = open("/slow");
		for (int i = 0; i < 200; i++) {
			socket.socket.sendText("message", true).join();
		}
		socket.socket.sendText("end", true).join();
		assertThat(socket.next()).isEqualTo("200");
	}

	@Test
	@Conformance("A37")
	void eventsThatAreNotAllowedRaise() throws Exception {
		assertThat(open("/wrong").next()).isEqualTo("[\"ValueError\", \"ValueError\", \"ValueError\", \"ValueError\", "
				+ "\"ValueError\", \"TypeError\", \"TypeError\", \"ValueError\", \"ValueError\"]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/mounted/echo?guarded=1", "/elsewhere" })
	void filtersAndControllersComeFirst(String target) {
		assertThatExceptionOfType(CompletionException.class)
			.isThrownBy(() -> client.newWebSocketBuilder()
				.buildAsync(URI.create("ws://127.0.0.1:" + server.port() + target), new Listener())
				.join())
			.havingCause()
			.isInstanceOfSatisfying(WebSocketHandshakeException.class, (ex) -> assertThat(ex.getResponse().statusCode())
				.isEqualTo(target.contains("guarded") ? 401 : 200));
	}

	@Test
	void anInvalidHandshakeDoesNotReachTheApplication() throws Exception {
		for (String key : List.of("X-None: 1", "Sec-WebSocket-Key: short")) {
			assertThat(server
				.send("GET /mounted/pending?invalid HTTP/1.1", "Upgrade: websocket", "Connection: Upgrade", key,
						"Sec-WebSocket-Version: 13")
				.status()).isEqualTo(400);
		}
		// Nothing is to be upgraded, so it is a request of HTTP
		assertThat(server
			.send("GET /mounted/?invalid HTTP/1.1", "Upgrade: websocket", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
					"Sec-WebSocket-Version: 13")
			.jsonList()).isEmpty();
		RawResponse response = server.send("GET /mounted/echo HTTP/1.1", "Upgrade: websocket", "Connection: Upgrade",
				"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 8");
		assertThat(response.status()).isEqualTo(426);
		assertThat(response.header("Sec-WebSocket-Version")).isEqualTo("13");
	}

	@Test
	@Conformance("A38")
	void aWebSocketIsClosedWhenItsWorkerEnds() throws Exception {
		Listener socket = open("/echo?restart");
		WorkerPool workers = server.bean(WorkerPools.class).iterator().next();
		workers.reload();
		assertThat(socket.next()).isEqualTo("closed 1012 ");
		Listener again = open("/echo?again");
		again.socket.sendText("hello", true).join();
		assertThat(again.next()).isEqualTo("hello");
		again.socket.abort();
	}

	@Test
	@Conformance("A36")
	void aClientThatTakesNothingDoesNotKeepItsConnection() throws Exception {
		try (RawConnection connection = server.connectSlowly()) {
			connection.sendHead("GET /mounted/stuck?stuck HTTP/1.1", "Upgrade: websocket", "Connection: Upgrade",
					"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13");
			assertThat(connection.receiveHead().status()).isEqualTo(101);
			Awaitility.await()
				.untilAsserted(() -> assertThat(notes("stuck")).containsExactly("full", "websocket.disconnect"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "graceful", "immediate" })
	@Conformance("A38")
	void aWebSocketIsClosedWhenTheServerStops(String shutdown) throws Exception {
		Listener socket;
		RawConnection raw;
		try (WsgiServer stopping = WsgiServer.start("wsgi.app=sockets:app",
				"wsgi.python-path=" + TestPython.sources("asgi"), "wsgi.path=/mounted",
				"server.shutdown=" + shutdown)) {
			socket = open(stopping, "/echo?stop");
			raw = stopping.connect()
				.sendHead("GET /mounted/echo?raw HTTP/1.1", "Upgrade: websocket", "Connection: Upgrade",
						"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13");
			assertThat(raw.receiveHead().status()).isEqualTo(101);
			socket.socket.sendText("hello", true).join();
			assertThat(socket.next()).isEqualTo("hello");
		}
		assertThat(socket.next()).isEqualTo("closed 1001 ");
		// A Close frame, and the end of the connection
		assertThat(raw.receiveAll()).isEqualTo("\u0088\u0002\u0003\u00e9");
		raw.close();
	}

	/**
	 * Collects what comes.
	 */
	private static final class Listener implements WebSocket.Listener {

		private final BlockingQueue<Object> arrived = new LinkedBlockingQueue<>();

		private final StringBuilder text = new StringBuilder();

		private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

		private WebSocket socket;

		Object next() throws InterruptedException {
			return this.arrived.poll(60, TimeUnit.SECONDS);
		}

		@Override
		public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
			this.text.append(data);
			if (last) {
				this.arrived.add(this.text.toString());
				this.text.setLength(0);
			}
			webSocket.request(1);
			return null;
		}

		@Override
		public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
			byte[] part = new byte[data.remaining()];
			data.get(part);
			this.bytes.writeBytes(part);
			if (last) {
				this.arrived.add(this.bytes.toByteArray());
				this.bytes.reset();
			}
			webSocket.request(1);
			return null;
		}

		@Override
		public CompletionStage<?> onPong(WebSocket webSocket, ByteBuffer message) {
			this.arrived.add("pong");
			webSocket.request(1);
			return null;
		}

		@Override
		public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
			this.arrived.add("closed " + statusCode + " " + reason);
			return null;
		}

		@Override
		public void onError(WebSocket webSocket, Throwable error) {
			this.arrived.add(error);
		}

	}

	/**
	 * Stands for Spring Security, and for the rest of a Spring application.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Guard {

		private static final Set<Integer> ended = ConcurrentHashMap.newKeySet();

		@Bean
		CallScopeFactory callScopeFactory() {
			return (application) -> new Scope();
		}

		@Bean
		Filter guard() {
			return (request, response, chain) -> {
				if ("guarded=1".equals(((HttpServletRequest) request).getQueryString())) {
					((HttpServletResponse) response).sendError(401);
				}
				else {
					chain.doFilter(request, response);
				}
			};
		}

		private static final class Scope implements AsyncCallScope {

			@Override
			public void open() {
				throw new IllegalStateException("This is no call of WSGI");
			}

			@Override
			public Runnable enter() {
				return () -> {
				};
			}

			@Override
			public void close(int status, String report) {
				throw new IllegalStateException("This is no call of WSGI");
			}

			@Override
			public void end(int status, String report) {
				ended.add(status);
			}

		}

		@RestController
		static class Elsewhere {

			@GetMapping("/elsewhere")
			String elsewhere() {
				return "of Spring";
			}

		}

	}

}
