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

package io.wsgi.sample.shop;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Somebody with a browser, which keeps cookies and follows no redirects.
 *
 * @author wsgi-spring-boot contributors
 */
final class Visitor implements AutoCloseable {

	private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

	private final HttpClient client = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.cookieHandler(new CookieManager())
		.build();

	private final String base;

	Visitor(int port) {
		this.base = "http://127.0.0.1:" + port;
	}

	static Visitor of(int port, String user) throws Exception {
		Visitor visitor = new Visitor(port);
		HttpResponse<String> response = visitor.logIn(user, user);
		assertThat(response.statusCode()).isEqualTo(302);
		assertThat(location(response)).isEqualTo("/");
		return visitor;
	}

	static String location(HttpResponse<String> response) {
		URI location = URI.create(response.headers().firstValue("Location").orElseThrow());
		return location.getRawPath() + ((location.getRawQuery() != null) ? "?" + location.getRawQuery() : "");
	}

	HttpResponse<String> logIn(String user, String password) throws Exception {
		return post("/login", "/login", Map.of("username", user, "password", password));
	}

	HttpResponse<String> order(String article, int amount) throws Exception {
		return post("/", "/orders", Map.of("article", article, "amount", String.valueOf(amount)));
	}

	HttpResponse<String> get(String path) throws Exception {
		return send(request(path));
	}

	/**
	 * Fill in a form, and send it with the token that it has.
	 * @param page the page with the form
	 * @param path where the form goes
	 * @param fields the fields
	 * @return the response
	 */
	HttpResponse<String> post(String page, String path, Map<String, String> fields) throws Exception {
		Matcher token = TOKEN.matcher(get(page).body());
		assertThat(token.find()).as("there is a form").isTrue();
		return postWithoutToken(path, fields, "&_csrf=" + encode(token.group(1)));
	}

	HttpResponse<String> postWithoutToken(String path, Map<String, String> fields, String more) throws Exception {
		String form = fields.entrySet()
			.stream()
			.map((field) -> field.getKey() + "=" + encode(field.getValue()))
			.collect(Collectors.joining("&"));
		return send(request(path).header("Content-Type", "application/x-www-form-urlencoded")
			.POST(BodyPublishers.ofString(form + more)));
	}

	private static String encode(String value) {
		return URLEncoder.encode(value, StandardCharsets.UTF_8);
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create(this.base + path)).timeout(Duration.ofMinutes(5));
	}

	private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return this.client.send(request.build(), BodyHandlers.ofString());
	}

	@Override
	public void close() {
		this.client.close();
	}

}
