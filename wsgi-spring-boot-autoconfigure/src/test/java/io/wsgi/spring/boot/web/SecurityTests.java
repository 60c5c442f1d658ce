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
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.wsgi.testsupport.TestPython;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.json.JsonParserFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for Spring Security in front of Python: who the user is, what is protected, and
 * that forms arrive as they were sent.
 *
 * @author wsgi-spring-boot contributors
 */
class SecurityTests {

	private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" type=\"hidden\" value=\"([^\"]+)\"");

	// As no library would write it
	private static final String FIELDS = "b=2&a=%c3%a9+~%7e&b=&&c&a=1";

	private static WsgiServer server;

	private Browser browser;

	@BeforeAll
	static void startServer() {
		server = WsgiServer.start(SecuredFront.class, "wsgi.app=guarded:application",
				"wsgi.python-path=" + TestPython.sources("security"), "wsgi.apps.open.app=guarded:application",
				"wsgi.apps.open.path=/public/open", "wsgi.apps.open.ambiguous-paths=allow",
				"spring.servlet.multipart.max-file-size=10MB", "wsgi.beans=vault", "server.http2.enabled=true");
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@BeforeEach
	void openBrowser() {
		this.browser = new Browser(server, "");
	}

	@AfterEach
	void closeBrowser() {
		this.browser.close();
	}

	@Test
	void nobodyIsNobody() throws Exception {
		assertThat(json(this.browser.get("/public/x"))).doesNotContainKeys("REMOTE_USER", "AUTH_TYPE")
			.containsEntry("principal", null)
			.containsEntry("similar", List.of());
	}

	@Test
	void userOfAFormIsKnown() throws Exception {
		HttpResponse<String> refused = this.browser.get("/x");
		assertThat(refused.statusCode()).isEqualTo(302);
		assertThat(refused.headers().firstValue("Location").orElseThrow()).endsWith("/login");
		logIn(SecuredFront.USER);
		Map<String, Object> told = json(this.browser.get("/x"));
		assertThat(told).containsEntry("AUTH_TYPE", "FORM").containsEntry("REMOTE_USER", "j\u00c3\u00b6rg");
		assertThat(told).extractingByKey("principal")
			.isEqualTo(Map.of("name", SecuredFront.USER, "authorities", List.of("FACTOR_PASSWORD", "ROLE_USER"),
					"claims", Map.of()));
	}

	@Test
	void userOfHttpBasicIsKnown() throws Exception {
		Map<String, Object> told = json(this.browser.send(basic("/basic/x", SecuredFront.ADMIN, "secret")));
		assertThat(told).containsEntry("AUTH_TYPE", "Basic").containsEntry("REMOTE_USER", SecuredFront.ADMIN);
		assertThat(this.browser.send(basic("/basic/x", SecuredFront.ADMIN, "guess")).statusCode()).isEqualTo(401);
		assertThat(this.browser.get("/basic/x").statusCode()).isEqualTo(401);
	}

	@Test
	void claimsOfASignedTokenArriveAsData() throws Exception {
		Instant expires = Instant.now().plusSeconds(600).truncatedTo(ChronoUnit.SECONDS);
		Map<String, Object> told = json(bearer("/api/x", SecuredFront.token("read", expires)));
		assertThat(told).containsEntry("AUTH_TYPE", "Bearer").containsEntry("REMOTE_USER", "client-7");
		assertThat(told).extractingByKey("principal")
			.isEqualTo(Map.of("name", "client-7", "authorities", List.of("FACTOR_BEARER", "SCOPE_read"), "claims",
					Map.of("sub", "client-7", "iss", "https://issuer.example", "iat",
							(int) expires.minusSeconds(3600).getEpochSecond(), "exp", (int) expires.getEpochSecond(),
							"scope", "read", "groups", List.of("a", "\u65e5\u672c"), "nested",
							Map.of("yes", true, "half", 0.5, "many", 12345678901L))));
	}

	@Test
	void tokensThatAreNotTrustedDoNotReachPython() throws Exception {
		Instant expires = Instant.now().plusSeconds(600);
		String foreign = SecuredFront.token(SecuredFront.newKeys(), "read", expires);
		assertThat(bearer("/api/x", foreign).statusCode()).isEqualTo(401);
		String old = SecuredFront.token("read", Instant.now().minusSeconds(600));
		assertThat(bearer("/api/x", old).statusCode()).isEqualTo(401);
		String unsigned = Base64.getUrlEncoder().encodeToString("{\"alg\":\"none\"}".getBytes()) + "."
				+ foreign.split("\\.")[1] + ".";
		assertThat(bearer("/api/x", unsigned).statusCode()).isEqualTo(401);
		assertThat(this.browser.get("/api/x").statusCode()).isEqualTo(401);
	}

	@Test
	void attributesOfAnOpaqueTokenArriveAsData() throws Exception {
		Map<String, Object> told = json(bearer("/opaque/x", SecuredFront.OPAQUE_TOKEN));
		assertThat(told).containsEntry("AUTH_TYPE", "Bearer");
		assertThat(told).extractingByKey("principal")
			.extracting("claims")
			.isEqualTo(Map.of("exp", 1_800_000_000.5, "aud", List.of("shop")));
		assertThat(bearer("/opaque/x", "another").statusCode()).isEqualTo(401);
	}

	@ParameterizedTest
	@CsvSource({ "GET,read,200", "GET,write,403", "POST,write,200", "POST,read,403", "HEAD,read,403",
			"DELETE,read write,403" })
	void rulesHoldForMethods(String method, String scope, int status) throws Exception {
		HttpRequest.Builder request = this.browser.request("/api/x")
			.header("Authorization", "Bearer " + SecuredFront.token(scope, Instant.now().plusSeconds(600)))
			.header("X-HTTP-Method-Override", "GET");
		assertThat(this.browser.send(request.method(method, BodyPublishers.noBody())).statusCode()).isEqualTo(status);
	}

	@Test
	void rulesHoldForPaths() throws Exception {
		logIn(SecuredFront.USER);
		assertThat(this.browser.get("/admin/x").statusCode()).isEqualTo(403);
		assertThat(this.browser.get("/articles/1").statusCode()).isEqualTo(200);
		assertThat(postForm("/articles/1", "a=1").statusCode()).isEqualTo(403);
		logIn(SecuredFront.ADMIN);
		assertThat(json(this.browser.get("/admin/x"))).containsEntry("PATH_INFO", "/admin/x");
		assertThat(json(postForm("/articles/1", "a=1"))).containsEntry("REQUEST_METHOD", "POST");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/admin", "/admin/", "/admin/x", "/%61dmin/x", "/admin;a=b/x", "/;a/admin/x", "//admin/x",
			"/admin//x", "/public/../admin/x", "/public/%2e%2e/admin/x", "/public/..;a/admin/x", "/public/..%2fadmin/x",
			"/admin%2fx", "/admin%5cx", "/admin%00/x", "/admin%0a/x", "/admin%252fx", "/public/open/../../admin/x",
			"/public/open/..%2f..%2fadmin/x", "/./admin/x" })
	void pathsThatAreProtectedAreSoHoweverTheyAreWritten(String path) throws IOException {
		RawResponse response = server.get(path);
		assertThat(response.status()).isIn(302, 400);
		assertThat(response.body()).doesNotContain("PATH_INFO");
	}

	@Test
	void headersMakeNobodyAUser() throws IOException {
		Map<String, Object> told = spoofed("/public/x");
		assertThat(told).doesNotContainKeys("REMOTE_USER", "AUTH_TYPE")
			.containsEntry("principal", null)
			// As any other header: nothing but Python code that asks for it trusts it
			.containsEntry("HTTP_REMOTE_USER", "root");
		assertThat(server.send(spoofing("/admin/x")).status()).isEqualTo(302);
	}

	@Test
	void headersMakeNoOtherUser() throws Exception {
		logIn(SecuredFront.USER);
		HttpRequest.Builder request = this.browser.request("/x")
			.header("Remote-User", "root")
			.header("Auth-Type", "Basic")
			.header("Authorization", "Basic " + credentials("root", "secret"));
		assertThat(json(this.browser.send(request))).containsEntry("AUTH_TYPE", "FORM")
			.containsEntry("REMOTE_USER", "j\u00c3\u00b6rg");
	}

	private static Map<String, Object> spoofed(String path) throws IOException {
		return server.send(spoofing(path)).json();
	}

	private static String[] spoofing(String path) {
		return new String[] { "GET " + path + " HTTP/1.1", "Remote-User: root", "REMOTE_USER: root",
				"Remote_User: root", "X-Remote-User: root", "Auth-Type: Basic", "AUTH_TYPE: Basic",
				"wsgi.spring.principal: {\"name\": \"root\", \"authorities\": [\"ROLE_ADMIN\"], \"claims\": {}}",
				"Wsgi-Spring-Principal: root", "Authorization: Basic " + credentials("root", "guess"),
				"X-Original-URL: /public/x", "X-Rewrite-URL: /public/x" };
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void formIsWhatWasSent(boolean chunked) throws Exception {
		logIn(SecuredFront.USER);
		String body = FIELDS + "&_csrf=" + csrfToken();
		HttpRequest.Builder request = this.browser.request("/x?b=0")
			.header("Content-Type", "application/x-www-form-urlencoded");
		request.POST(
				chunked ? BodyPublishers.fromPublisher(BodyPublishers.ofString(body)) : BodyPublishers.ofString(body));
		assertThat(json(this.browser.send(request))).containsEntry("body", body)
			.containsEntry("CONTENT_LENGTH", String.valueOf(body.length()));
		assertThat(postForm("/flask/form", FIELDS)).satisfies(
				(response) -> assertThat(json(response).get("fields")).asInstanceOf(InstanceOfAssertFactories.LIST)
					.contains(List.of("b", "2"), List.of("b", ""), List.of("c", ""), List.of("a", "\u00e9 ~~")));
	}

	@Test
	void formOverHttp2IsWhatWasSent() throws Exception {
		try (HttpClient client = HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_2)
			.cookieHandler(new CookieManager())
			.build()) {
			URI page = URI.create(this.browser.base() + "/login");
			Matcher token = TOKEN
				.matcher(client.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString()).body());
			assertThat(token.find()).isTrue();
			String body = FIELDS + "&_csrf=" + token.group(1);
			for (BodyPublisher publisher : List.of(BodyPublishers.ofString(body),
					BodyPublishers.fromPublisher(BodyPublishers.ofString(body)))) {
				HttpResponse<String> response = client.send(HttpRequest.newBuilder(page.resolve("/public/x"))
					.header("Content-Type", "application/x-www-form-urlencoded")
					.POST(publisher)
					.build(), BodyHandlers.ofString());
				assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
				assertThat(json(response)).containsEntry("body", body);
			}
		}
	}

	@Test
	void formWithoutATokenIsRefused() throws Exception {
		logIn(SecuredFront.USER);
		assertThat(this.browser.postForm("/x", FIELDS).statusCode()).isEqualTo(403);
		assertThat(this.browser.postForm("/x", FIELDS + "&_csrf=guess").statusCode()).isEqualTo(403);
		assertThat(json(this.browser.postForm("/public/unprotected", FIELDS))).containsEntry("body", FIELDS);
	}

	@Test
	void multipartIsWhatWasSent() throws Exception {
		logIn(SecuredFront.USER);
		byte[] content = new byte[100_000];
		new Random(3).nextBytes(content);
		String token = csrfToken();
		Map<String, Object> told = json(this.browser.upload("/x", "_csrf=" + token + "&b=2", "file", "a.bin", content));
		assertThat(told).extractingByKey("body")
			.asString()
			.startsWith("--a-boundary\r\n")
			.endsWith("\r\n--a-boundary--\r\n")
			.contains(new String(content, StandardCharsets.ISO_8859_1));
		assertThat(told.get("CONTENT_LENGTH")).isEqualTo(String.valueOf(told.get("body").toString().length()));
	}

	@Test
	void largeUploadNeedsItsTokenAsAHeader() throws Exception {
		logIn(SecuredFront.USER);
		byte[] content = new byte[FormRecorder.LIMIT];
		String token = csrfToken();
		assertThat(this.browser.upload("/x", "_csrf=" + token, "file", "a.bin", content).statusCode()).isEqualTo(400);
		HttpRequest.Builder request = this.browser.request("/x")
			.header("Content-Type", "multipart/form-data; boundary=x")
			.header("X-CSRF-TOKEN", token)
			.POST(BodyPublishers.ofByteArray(content));
		assertThat(json(this.browser.send(request))).containsEntry("CONTENT_LENGTH", String.valueOf(content.length));
	}

	@Test
	void connectionGoesOnAfterAForm() throws Exception {
		try (RawConnection connection = server.connect()) {
			for (String body : List.of("a=1", "b=22")) {
				connection.sendHead("POST /public/unprotected HTTP/1.1",
						"Content-Type: application/x-www-form-urlencoded", "Content-Length: " + body.length());
				connection.send(body);
				assertThat(connection.receive().json()).containsEntry("body", body);
			}
			connection.sendHead("POST /public/spring HTTP/1.1", "Content-Type: application/x-www-form-urlencoded",
					"Content-Length: 6");
			assertThat(connection.send("name=x").receive().status()).isEqualTo(403);
		}
		assertThat(postForm("/public/spring", "name=x").body()).isEqualTo("x");
	}

	@Test
	void flaskLoginKnowsTheUser() throws Exception {
		assertThat(this.browser.get("/flask/me").statusCode()).isEqualTo(401);
		logIn(SecuredFront.ADMIN);
		assertThat(json(this.browser.get("/flask/me"))).containsEntry("id", SecuredFront.ADMIN)
			.containsEntry("authorities", List.of("FACTOR_PASSWORD", "ROLE_ADMIN", "ROLE_USER"));
		assertThat(json(this.browser.get("/flask/whoever"))).containsEntry("authenticated", true)
			.containsEntry("remote_user", SecuredFront.ADMIN);
	}

	@Test
	void remoteUserMiddlewareOfDjangoKnowsTheUser() throws Exception {
		assertThat(json(this.browser.get("/django/me"))).containsEntry("authenticated", false);
		logIn(SecuredFront.ADMIN);
		assertThat(json(this.browser.get("/django/me"))).containsEntry("authenticated", true)
			.containsEntry("name", SecuredFront.ADMIN);
	}

	@Test
	void rulesHoldForBeansThatPythonCalls() throws Exception {
		assertThat(json(this.browser.get("/public/vault"))).containsEntry("vault", "AuthorizationDeniedException")
			.containsEntry("asked", null);
		logIn(SecuredFront.USER);
		assertThat(json(this.browser.get("/public/vault"))).containsEntry("vault", "AuthorizationDeniedException");
		logIn(SecuredFront.ADMIN);
		Map<String, Object> told = json(this.browser.get("/public/vault"));
		assertThat(told).containsEntry("vault", "gold");
		assertThat(told.get("asked")).isEqualTo(told.get("principal")).isNotNull();
	}

	@Test
	void customizerAddsData() throws Exception {
		assertThat(json(this.browser.get("/public/x"))).containsEntry("tenant",
				Map.of("name", "caf\u00e9", "shelves", List.of(1, 2)));
	}

	private void logIn(String name) throws Exception {
		HttpResponse<String> response = this.browser.postForm("/login",
				"username=" + Scenario.encode(name) + "&password=" + SecuredFront.PASSWORD + "&_csrf=" + csrfToken());
		assertThat(response.statusCode()).isEqualTo(302);
		assertThat(response.headers().firstValue("Location").orElseThrow()).doesNotContain("error");
	}

	private String csrfToken() throws Exception {
		Matcher token = TOKEN.matcher(this.browser.get("/login").body());
		assertThat(token.find()).isTrue();
		return token.group(1);
	}

	private HttpResponse<String> postForm(String path, String form) throws Exception {
		return this.browser.postForm(path, form + "&_csrf=" + csrfToken());
	}

	private HttpResponse<String> bearer(String path, String token) throws Exception {
		return this.browser.send(this.browser.request(path).header("Authorization", "Bearer " + token));
	}

	private HttpRequest.Builder basic(String path, String name, String password) {
		return this.browser.request(path).header("Authorization", "Basic " + credentials(name, password));
	}

	private static String credentials(String name, String password) {
		return Base64.getEncoder().encodeToString((name + ':' + password).getBytes(StandardCharsets.UTF_8));
	}

	private static Map<String, Object> json(HttpResponse<String> response) {
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return JsonParserFactory.getJsonParser().parseMap(response.body());
	}

}
