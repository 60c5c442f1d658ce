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
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.wsgi.testsupport.TestPython;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.json.JsonParserFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what any web framework does, with an application for each of them: all in one
 * interpreter, each below a path of its own.
 *
 * @author wsgi-spring-boot contributors
 */
@ParameterizedClass
@ValueSource(strings = { "bottle", "django", "falcon", "flask", "pyramid", "starlette" })
class FrameworksTests {

	private static final int COVER_SIZE = 200_000;

	private static WsgiServer server;

	private static byte[] cover;

	@Parameter
	private String framework;

	private Browser browser;

	@BeforeAll
	static void startServer(@TempDir Path assets) throws IOException {
		cover = new byte[COVER_SIZE];
		new Random(1).nextBytes(cover);
		Files.write(assets.resolve("cover.svg"), cover);
		server = WsgiServer.start("wsgi.app=shops:app", "wsgi.python-path=" + TestPython.sources("frameworks"),
				"wsgi.env.ASSETS=" + assets, "management.endpoint.health.show-details=always");
	}

	@AfterAll
	static void stopServer() throws IOException {
		String health = server.get("/actuator/health").body();
		server.close();
		if (!"cpython".equals(System.getProperty("wsgi.runtime"))) {
			assertThat(health).contains("\"nativeModules\":[]");
		}
	}

	@BeforeEach
	void openBrowser() {
		this.browser = new Browser(server, "/" + this.framework);
	}

	@AfterEach
	void closeBrowser() {
		this.browser.close();
	}

	@Test
	void routeAnswersInJson() throws Exception {
		HttpResponse<String> response = this.browser.get("/books/7?shout=%C3%B6+%26");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(contentType(response)).isEqualTo("application/json");
		assertThat(json(response)).isEqualTo(Map.of("id", 7, "title", "\u00dcber 7", "shout", "\u00f6 &"));
	}

	@Test
	void jsonIsRead() throws Exception {
		HttpResponse<String> response = this.browser.postJson("/books", "{\"title\": \"\u65e5\u672c\"}");
		assertThat(response.statusCode()).isEqualTo(201);
		assertThat(json(response)).containsEntry("title", "\u65e5\u672c");
		assertThat(response.headers().firstValue("Location").orElseThrow()).isIn("/" + this.framework + "/books/2",
				this.browser.base() + "/books/2");
	}

	@Test
	void badJsonIsTheFaultOfTheClient() throws Exception {
		assertThat(this.browser.postJson("/books", "{\"title\":").statusCode()).isEqualTo(400);
	}

	@Test
	void formIsRead() throws Exception {
		HttpResponse<String> response = this.browser.postForm("/form", "name=J%C3%B6rg&other=1&name=a+%2B+b");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(json(response)).isEqualTo(Map.of("names", List.of("J\u00f6rg", "a + b")));
	}

	@Test
	void uploadArrivesByteForByte() throws Exception {
		byte[] content = new byte[3_000_000];
		new Random(2).nextBytes(content);
		HttpResponse<String> response = this.browser.upload("/upload", "field=value", "file", "f\u00fcr.bin", content);
		assertThat(response.statusCode()).isEqualTo(200);
		String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
		assertThat(json(response))
			.isEqualTo(Map.of("filename", "f\u00fcr.bin", "size", content.length, "sha256", digest));
	}

	@Test
	void streamIsSentAsItIsMade() throws Exception {
		String key = WsgiServer.newKey();
		try (RawConnection connection = server.connect()) {
			connection.sendHead("GET /" + this.framework + "/events?key=" + key + " HTTP/1.1");
			assertThat(connection.receiveHead().status()).isEqualTo(200);
			assertThat(connection.receiveChunk()).isEqualTo("one\n");
			assertThat(this.browser.get("/open?key=" + key).body()).isEqualTo("open");
			assertThat(connection.receiveChunk()).isEqualTo("two\n");
		}
	}

	@Test
	void cookieIsKept() throws Exception {
		assertThat(this.browser.get("/visits").body()).isEqualTo("1");
		assertThat(this.browser.get("/visits").body()).isEqualTo("2");
		assertThat(this.browser.get("/visits").body()).isEqualTo("3");
	}

	@Test
	void templateEscapes() throws Exception {
		HttpResponse<String> response = this.browser.get("/page?name=%3CJ%C3%B6rg%3E");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(contentType(response)).isEqualTo("text/html");
		assertThat(response.body()).isEqualToIgnoringNewLines("<h1>&lt;J\u00f6rg&gt;</h1>");
	}

	@Test
	void headHasNoBody() throws Exception {
		HttpResponse<String> response = this.browser
			.send(this.browser.request("/page?name=x").method("HEAD", BodyPublishers.noBody()));
		// Falcon has an on_head of its own
		assertThat(response.statusCode()).isEqualTo(this.framework.equals("falcon") ? 405 : 200);
		assertThat(response.body()).isEmpty();
	}

	@Test
	void fileIsSentByteForByte() throws Exception {
		HttpResponse<byte[]> response = this.browser.send(this.browser.request("/cover"), BodyHandlers.ofByteArray());
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(contentType(response)).isEqualTo("image/svg+xml");
		assertThat(response.headers().firstValue("Content-Disposition").orElseThrow()).startsWith("attachment")
			.contains("cover.svg");
		assertThat(response.headers().firstValue("Content-Length")).contains(String.valueOf(COVER_SIZE));
		assertThat(response.body()).isEqualTo(cover);
	}

	@Test
	void rangeOfAStaticFileIsServed() throws Exception {
		HttpResponse<byte[]> response = this.browser.send(
				this.browser.request("/assets/cover.svg").header("Range", "bytes=100-199"), BodyHandlers.ofByteArray());
		assertThat(response.statusCode()).isEqualTo(206);
		assertThat(contentType(response)).isEqualTo("image/svg+xml");
		assertThat(response.headers().firstValue("Content-Range")).contains("bytes 100-199/" + COVER_SIZE);
		assertThat(response.body()).isEqualTo(Arrays.copyOfRange(cover, 100, 200));
	}

	@Test
	void redirectLeadsBelowThePath() throws Exception {
		HttpResponse<String> response = this.browser.get("/away");
		assertThat(response.statusCode()).isBetween(302, 303);
		assertThat(response.headers().firstValue("Location").orElseThrow()).isEqualTo(this.browser.base() + "/books/1");
	}

	@Test
	void whatIsMissingIsNotFound() throws Exception {
		assertThat(this.browser.get("/missing").statusCode()).isEqualTo(404);
	}

	@Test
	void methodThatIsNotThereIsRefused() throws Exception {
		HttpResponse<String> response = this.browser.send(this.browser.request("/page?name=x").DELETE());
		// To Pyramid, the method is one more reason why a route does not match
		assertThat(response.statusCode()).isEqualTo(this.framework.equals("pyramid") ? 404 : 405);
	}

	@Test
	void failureTellsNoSecrets() throws Exception {
		HttpResponse<String> response = this.browser.get("/fails");
		assertThat(response.statusCode()).isEqualTo(500);
		assertThat(response.body()).doesNotContain("Traceback", "secret");
		assertThat(this.browser.get("/books/1").statusCode()).isEqualTo(200);
	}

	private static String contentType(HttpResponse<?> response) {
		return response.headers().firstValue("Content-Type").orElseThrow().split(";")[0];
	}

	private static Map<String, Object> json(HttpResponse<String> response) {
		return JsonParserFactory.getJsonParser().parseMap(response.body());
	}

}
