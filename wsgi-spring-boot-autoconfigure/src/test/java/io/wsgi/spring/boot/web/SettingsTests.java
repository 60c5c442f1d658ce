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
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests over HTTP for what settings change, with a server on which all of them differ
 * from their defaults.
 *
 * @author wsgi-spring-boot contributors
 */
@ExtendWith(OutputCaptureExtension.class)
class SettingsTests {

	private static final String NEXT = "/respond?body=[b%27next%27]";

	private static WsgiServer server;

	@BeforeAll
	static void startServer() {
		server = WsgiServer.start("wsgi.threads=4", "wsgi.min-threads=2", "wsgi.python-tuning=false",
				"wsgi.engine-options.python.IntMaxStrDigits=4711", "wsgi.health.path=/well",
				"wsgi.health.headers.X-Probe=yes", "wsgi.health.timeout=1s", "wsgi.health.cache-time=0s",
				"wsgi.header-map=refuse", "wsgi.logging.enabled=false", "wsgi.max-response-buffer-size=0",
				"wsgi.warmup[0].path=/warmed?key=by-time", "wsgi.warmup[0].time=500ms",
				"wsgi.warmup[1].path=/warmed?key=by-both", "wsgi.warmup[1].time=100ms",
				"wsgi.warmup[1].count=2147483647", "wsgi.warmup[2].path=/warmed?key=by-count", "wsgi.warmup[2].time=1h",
				"wsgi.warmup[2].count=3", "server.http2.enabled=true",
				"management.endpoint.health.show-details=always");
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@Test
	void asManyThreadsAsMinThreadsTakeRequestsWhileOneComputes() throws IOException {
		String key = WsgiServer.newKey();
		try (RawConnection computing = server.connect()) {
			computing.sendHead("GET /compute?key=" + key + " HTTP/1.1");
			assertThat(server.eventsUntil(key, "computing")).containsExactly("computing");
			server.note(key, "stop");
			assertThat(computing.receive().body()).isEqualTo("computed");
		}
	}

	@Test
	void standardLibraryIsAsItIsWithoutTuning() throws IOException {
		assertThat(evaluate("__import__('_json').make_scanner.__module__")).isEqualTo("\"_json\"");
		assertThat(evaluate("__import__('json').loads('[1.5, \"a\"]')")).isEqualTo("[1.5, \"a\"]");
		assertThat(evaluate("'stra\u00dfe.example'.encode('idna')")).isEqualTo("\"strasse.example\"");
	}

	@Test
	@DisabledIfSystemProperty(named = "wsgi.runtime", matches = "cpython", disabledReason = "The engine is GraalPy's")
	void optionsReachTheEngine() throws IOException {
		assertThat(evaluate("sys.get_int_max_str_digits()")).isEqualTo("4711");
	}

	@Test
	void headerWithAnUnderscoreIsRefused() throws IOException {
		assertThat(server.send("GET " + NEXT + " HTTP/1.1", "X_Other: 1").status()).isEqualTo(400);
		assertThat(server.send("GET " + NEXT + " HTTP/1.1", "X-Other: 1").body()).isEqualTo("next");
	}

	@Test
	void whatPythonPrintsAndLogsStaysOutOfTheLog(CapturedOutput output) throws IOException {
		String key = WsgiServer.newKey();
		evaluate("print('printed " + key + "')");
		evaluate("__import__('logging').getLogger('shop').warning('logged " + key + "')");
		assertThat(output.toString().lines())
			.noneMatch((line) -> line.endsWith(": printed " + key) || line.endsWith(": logged " + key));
	}

	@Test
	void probeHasItsHeadersAndWaitsForAsLongAsItMay() throws IOException {
		awaitHealth("UP", "200 OK");
		server.note("well", "hold");
		awaitHealth("DOWN", "no answer within 1000 ms");
		server.note("well", "go");
		awaitHealth("UP", "200 OK");
	}

	private void awaitHealth(String status, String answer) {
		Awaitility.await()
			.until(() -> server.get("/actuator/health").body(),
					(health) -> health.matches(".*\"wsgi\":\\{\"details\":\\{[^}]*\\{[^}]*}[^}]*\"application\":\""
							+ answer + "\"},\"status\":\"" + status + "\".*"));
	}

	@Test
	void applicationWaitsForASlowClientWithoutABuffer() throws IOException {
		String key = WsgiServer.newKey();
		try (RawConnection slow = server.connectSlowly()) {
			slow.sendHead("GET /counted?blocks=900&key=" + key + " HTTP/1.1");
			assertThat(slow.receiveHead().status()).isEqualTo(200);
			Awaitility.await().until(() -> {
				int before = server.events(key).size();
				// Long enough to make all of it
				server.get("/counted?blocks=900&key=" + WsgiServer.newKey());
				return before > 0 && before == server.events(key).size();
			});
			// What sockets take without a reader
			assertThat(server.events(key)).hasSizeLessThan(450);
		}
	}

	@Test
	void workerWarmsUpForAsLongAsItMay() throws IOException {
		assertThat(server.events("by-time")).hasSizeGreaterThan(1).containsOnly("warmed");
		assertThat(server.events("by-both")).hasSizeGreaterThan(1).containsOnly("warmed");
		assertThat(server.events("by-count")).hasSize(3);
	}

	@Test
	void clientMayGoOnInHttp2WithoutTls() throws Exception {
		try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
			// The first one asks for it
			for (int i = 0; i < 2; i++) {
				HttpResponse<String> response = client.send(
						HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + "/a?b")).build(),
						BodyHandlers.ofString());
				assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
				assertThat(response.body()).contains("\"SERVER_PROTOCOL\": \"HTTP/2.0\"", "\"PATH_INFO\": \"/a\"",
						"\"wsgi.url_scheme\": \"http\"");
			}
		}
	}

	@Test
	void clientMayBeginInHttp2WithoutTls() throws IOException {
		byte[] emptySettings = { 0, 0, 0, 4, 0, 0, 0, 0, 0 };
		try (RawConnection connection = server.connect()) {
			connection.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").send(emptySettings);
			byte[] frame = connection.receive(9).getBytes(StandardCharsets.ISO_8859_1);
			assertThat(frame).hasSize(9);
			assertThat(frame[3]).isEqualTo((byte) 4);
		}
	}

	@Test
	void springApplicationIsLeftAsItIsWhenDisabled() throws IOException {
		try (WsgiServer disabled = WsgiServer.start("wsgi.enabled=false",
				"management.endpoint.health.show-details=always")) {
			assertThat(disabled.get("/").status()).isEqualTo(404);
			RawResponse health = disabled.send("GET /actuator/health HTTP/1.1", "Connection: keep-alive");
			assertThat(health.json()).containsEntry("status", "UP");
			Map<?, ?> components = (Map<?, ?>) health.json().get("components");
			assertThat(components.keySet().toString()).contains("ping").doesNotContain("wsgi");
			assertThat(health.header("Keep-Alive")).isNotEqualTo("timeout=75");
			assertThat(disabled.get("/actuator/prometheus").status()).isEqualTo(404);
		}
	}

	private static String evaluate(String expression) throws IOException {
		RawResponse response = server.get("/process?do=" + Scenario.encode(expression));
		assertThat(response.status()).isEqualTo(200);
		return response.body();
	}

}
