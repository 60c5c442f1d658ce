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

package io.wsgi.sample;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.micrometer.metrics.test.autoconfigure.AutoConfigureMetrics;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.json.JsonContent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link SampleApplication} over a real connection.
 *
 * @author wsgi-spring-boot contributors
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "management.endpoints.web.exposure.include=health,prometheus,wsgi")
@AutoConfigureMetrics
class SampleApplicationTests {

	private static final String FORM = "application/x-www-form-urlencoded";

	private static final String JSON = "application/json";

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	@LocalServerPort
	private int port;

	@AfterEach
	void closeClient() {
		this.client.close();
	}

	@Test
	void frontPageIsRenderedByPython() throws Exception {
		HttpResponse<String> response = get("/");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(header(response, "Content-Type")).isEqualToIgnoringWhitespace("text/html;charset=utf-8");
		assertThat(response.body()).contains("graalpy", "Les Misérables", "吾輩は猫である", "/spring/stock/1");
	}

	@Test
	void styleSheetIsServedByPython() throws Exception {
		HttpResponse<String> response = get("/static/bookshop.css");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(header(response, "Content-Type")).startsWith("text/css");
		assertThat(response.body()).contains("--paper");
	}

	@Test
	void helloIsPlainText() throws Exception {
		HttpResponse<String> response = get("/hello");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(header(response, "Content-Type")).startsWith("text/plain");
		assertThat(response.body()).isEqualTo("Hello, World!");
	}

	@Test
	void headHasTheHeadersOfGetAndNoBody() throws Exception {
		HttpResponse<String> response = send(request("/hello").HEAD());
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(header(response, "Content-Length")).isEqualTo("13");
		assertThat(header(response, "Content-Type")).startsWith("text/plain");
		assertThat(response.body()).isEmpty();
	}

	@Test
	void itemsAreListedAsJson() throws Exception {
		HttpResponse<String> response = get("/api/items");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(header(response, "Content-Type")).startsWith(JSON);
		assertThat(json(response)).extractingPath("$.items[?(@.id == 5)].author")
			.asArray()
			.containsExactly("Victor Hugo");
	}

	@Test
	void itemIsAddedShownAndRemoved() throws Exception {
		HttpResponse<String> added = post("/api/items", JSON, """
				{"title": "Žofie 🐈", "author": "Jane Austen", "year": 1815}""");
		assertThat(added.statusCode()).isEqualTo(201);
		String location = header(added, "Location");
		assertThat(location).startsWith("/api/items/");
		HttpResponse<String> shown = get(location);
		assertThat(shown.statusCode()).isEqualTo(200);
		assertThat(json(shown)).extractingPath("$.title").isEqualTo("Žofie 🐈");
		HttpResponse<String> removed = send(request(location).DELETE());
		assertThat(removed.statusCode()).isEqualTo(204);
		assertThat(removed.body()).isEmpty();
		assertThat(get(location).statusCode()).isEqualTo(404);
	}

	@Test
	void itemThatIsNotValidIsRefusedFieldByField() throws Exception {
		HttpResponse<String> response = post("/api/items", JSON, """
				{"title": "", "author": "Jane Austen", "year": "1815"}""");
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(json(response)).extractingPath("$.fields").asMap().containsOnlyKeys("title", "year");
	}

	@Test
	void bodyThatIsNotJsonIsRefused() throws Exception {
		assertThat(post("/api/items", JSON, "{").statusCode()).isEqualTo(400);
		assertThat(post("/api/items", "text/plain", "{}").statusCode()).isEqualTo(415);
	}

	@Test
	void methodThatIsNotAllowedIsRefusedByPython() throws Exception {
		HttpResponse<String> response = send(request("/api/items").PUT(BodyPublishers.noBody()));
		assertThat(response.statusCode()).isEqualTo(405);
		assertThat(header(response, "Allow")).contains("GET", "POST");
	}

	@Test
	void searchTakesTheQueryString() throws Exception {
		HttpResponse<String> response = get("/search?q=mis%C3%A9rables");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).contains("1 found", "Victor Hugo");
	}

	@Test
	void searchTakesAForm() throws Exception {
		HttpResponse<String> response = post("/search", FORM, "q=%E7%8C%AB&unused=a+b");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).contains("1 found", "夏目漱石");
	}

	@Test
	void uploadArrivesByteForByte() throws Exception {
		byte[] content = new byte[256 * 1024];
		for (int i = 0; i < content.length; i++) {
			content[i] = (byte) i;
		}
		HttpResponse<String> response = upload("bytes.bin", content);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(json(response)).extractingPath("$.name").isEqualTo("bytes.bin");
		assertThat(json(response)).extractingPath("$.size").isEqualTo(content.length);
		assertThat(json(response)).extractingPath("$.sha256").isEqualTo(sha256(content));
	}

	@Test
	void uploadMayBeLargerThanSpringsOwnMultipartLimit() throws Exception {
		byte[] content = new byte[3 * 1024 * 1024];
		HttpResponse<String> response = upload("zeros.bin", content);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(json(response)).extractingPath("$.sha256").isEqualTo(sha256(content));
	}

	@Test
	void streamArrivesLineByLine() throws Exception {
		boolean early = false;
		// On a busy machine the application has to take longer to be met at its work
		for (double delay = 0.25; !early && delay <= 2; delay *= 2) {
			HttpResponse<InputStream> response = this.client.send(request("/stream?count=4&delay=" + delay).build(),
					BodyHandlers.ofInputStream());
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.headers().firstValue("Content-Length")).isEmpty();
			try (BufferedReader reader = reader(response)) {
				assertThat(reader.readLine()).isEqualTo("line 1 of 4");
				early = isInTheApplication("GET /stream");
				assertThat(reader.lines()).containsExactly("line 2 of 4", "line 3 of 4", "line 4 of 4");
			}
		}
		assertThat(early).as("a line arrives before the next ones are made").isTrue();
	}

	@Test
	void eventsArriveOneByOne() throws Exception {
		boolean early = false;
		for (double delay = 0.5; !early && delay <= 4; delay *= 2) {
			HttpResponse<InputStream> response = this.client.send(request("/events?count=3&delay=" + delay).build(),
					BodyHandlers.ofInputStream());
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/event-stream");
			try (BufferedReader reader = reader(response)) {
				assertThat(reader.readLine()).isEqualTo("id: 1");
				early = isInTheApplication("GET /events");
				assertThat(reader.lines()).contains("id: 2", "id: 3", "event: done");
			}
		}
		assertThat(early).as("an event arrives before the next ones are made").isTrue();
	}

	@Test
	void slowRequestDoesNotHoldUpOthers() throws Exception {
		boolean together = false;
		for (int seconds = 1; !together && seconds <= 16; seconds *= 2) {
			CompletableFuture<HttpResponse<String>> slow = this.client
				.sendAsync(request("/slow?seconds=" + seconds).build(), BodyHandlers.ofString());
			while (!slow.isDone() && !isInTheApplication("GET /slow")) {
				Thread.sleep(10);
			}
			assertThat(get("/hello").body()).isEqualTo("Hello, World!");
			together = isInTheApplication("GET /slow");
			assertThat(slow.get().statusCode()).isEqualTo(200);
		}
		assertThat(together).as("a request is answered while another one is in the application").isTrue();
	}

	private boolean isInTheApplication(String request) throws Exception {
		HttpResponse<String> response = get("/actuator/wsgi");
		assertThat(response.statusCode()).isEqualTo(200);
		return response.body().contains("\"request\":\"" + request + '"');
	}

	@Test
	void exceptionIsA500WithoutTraceback() throws Exception {
		HttpResponse<String> response = get("/oops");
		assertThat(response.statusCode()).isEqualTo(500);
		assertThat(response.body()).contains("Internal Server Error")
			.doesNotContain("Traceback", "RuntimeError", "the shelf gave way", "demos.py");
	}

	@Test
	void unknownPageIsTheApplicationsOwn404() throws Exception {
		HttpResponse<String> response = get("/nowhere");
		assertThat(response.statusCode()).isEqualTo(404);
		assertThat(header(response, "Content-Type")).startsWith("text/html");
		assertThat(response.body()).contains("There is nothing on this shelf.");
	}

	@Test
	void springControllerAnswersBesidePython() throws Exception {
		HttpResponse<String> response = get("/spring/stock/1");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(json(response)).extractingPath("$.copies").isEqualTo(4);
		assertThat(get("/spring/stock/999").statusCode()).isEqualTo(404);
	}

	@Test
	void frontPageNamesTheServerAndHasTheButtons() throws Exception {
		assertThat(get("/").body()).contains("<dt>Server</dt><dd>wsgi-spring-boot</dd>", "data-live=\"/spring/live\"",
				"data-request=\"/slow?seconds=3\"", "data-request=\"/oops\"");
	}

	@Test
	void liveStateIsWhatTheServerDoes() throws Exception {
		HttpResponse<String> before = get("/spring/live");
		assertThat(before.statusCode()).isEqualTo(200);
		assertThat(json(before)).extractingPath("$.python").asString().endsWith("on graalpy");
		assertThat(json(before)).extractingPath("$.jit.enabled").isEqualTo(true);
		assertThat(json(before)).extractingPath("$.workers").isEqualTo(1);
		double calls = requestsToPython();
		get("/hello");
		await().untilAsserted(() -> assertThat(json(get("/spring/live"))).extractingPath("$.calls")
			.asInstanceOf(InstanceOfAssertFactories.INTEGER)
			.isGreaterThan((int) calls));
	}

	@Test
	void pythonAndSpringShareOneProcess() throws Exception {
		String process = String.valueOf(ProcessHandle.current().pid());
		assertThat(get("/").body()).contains("<dd>" + process + "</dd>");
		assertThat(get("/spring/stock/1").body()).contains("\"process\":" + process);
	}

	@Test
	void healthHasTheComponentWsgi() throws Exception {
		HttpResponse<String> response = get("/actuator/health");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(json(response)).extractingPath("$.components.wsgi.status").isEqualTo("UP");
	}

	@Test
	void prometheusCountsTheRequestsToPython() throws Exception {
		double before = requestsToPython();
		for (int i = 0; i < 10; i++) {
			get("/hello");
		}
		// They are counted when the client has its response already
		while (requestsToPython() < before + 10) {
			Thread.sleep(10);
		}
	}

	private double requestsToPython() throws Exception {
		HttpResponse<String> response = get("/actuator/prometheus");
		assertThat(response.statusCode()).isEqualTo(200);
		String name = "wsgi_workers_usage_seconds_count{application=\"default\"} ";
		return response.body()
			.lines()
			.filter((line) -> line.startsWith(name))
			.mapToDouble((line) -> Double.parseDouble(line.substring(name.length())))
			.sum();
	}

	private HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return send(request(path));
	}

	private HttpResponse<String> post(String path, String contentType, String body)
			throws IOException, InterruptedException {
		return send(request(path).header("Content-Type", contentType).POST(BodyPublishers.ofString(body)));
	}

	private HttpResponse<String> upload(String name, byte[] content) throws IOException, InterruptedException {
		String boundary = "----bookshop";
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		body.writeBytes("""
				--%s\r
				Content-Disposition: form-data; name="file"; filename="%s"\r
				Content-Type: application/octet-stream\r
				\r
				""".formatted(boundary, name).getBytes(StandardCharsets.UTF_8));
		body.writeBytes(content);
		body.writeBytes("\r\n--%s--\r\n".formatted(boundary).getBytes(StandardCharsets.UTF_8));
		return send(request("/upload").header("Accept", JSON)
			.header("Content-Type", "multipart/form-data; boundary=" + boundary)
			.POST(BodyPublishers.ofByteArray(body.toByteArray())));
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path))
			.timeout(Duration.ofMinutes(5));
	}

	private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return this.client.send(request.build(), BodyHandlers.ofString());
	}

	private static String header(HttpResponse<?> response, String name) {
		return response.headers().firstValue(name).orElseThrow();
	}

	private static JsonContent json(HttpResponse<String> response) {
		return new JsonContent(response.body());
	}

	private static BufferedReader reader(HttpResponse<InputStream> response) {
		return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
	}

	private static String sha256(byte[] content) throws Exception {
		return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
	}

}
