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
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;

/**
 * A client that keeps cookies and follows no redirects.
 *
 * @author wsgi-spring-boot contributors
 */
final class Browser implements AutoCloseable {

	private static final String BOUNDARY = "a-boundary";

	private final HttpClient client = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.cookieHandler(new CookieManager())
		.build();

	private final String base;

	/**
	 * Open the browser.
	 * @param server the server to visit
	 * @param path the path below which all pages are
	 */
	Browser(WsgiServer server, String path) {
		this.base = "http://localhost:" + server.port() + path;
	}

	String base() {
		return this.base;
	}

	HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create(this.base + path));
	}

	HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return send(request, BodyHandlers.ofString());
	}

	<T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> body)
			throws IOException, InterruptedException {
		return this.client.send(request.build(), body);
	}

	HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return send(request(path));
	}

	CompletableFuture<HttpResponse<String>> sendAsync(String path) {
		return this.client.sendAsync(request(path).build(), BodyHandlers.ofString());
	}

	HttpResponse<String> postJson(String path, String json) throws IOException, InterruptedException {
		return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
	}

	HttpResponse<String> postForm(String path, String form) throws IOException, InterruptedException {
		return send(request(path).header("Content-Type", "application/x-www-form-urlencoded")
			.POST(BodyPublishers.ofString(form)));
	}

	/**
	 * Send a form with a file.
	 * @param path the path
	 * @param form the other fields, such as {@code a=1&b=2}
	 * @param field the name of the field with the file
	 * @param filename the name of the file
	 * @param content the content of the file
	 * @return the response
	 * @throws IOException if there is none
	 * @throws InterruptedException if the thread is interrupted
	 */
	HttpResponse<String> upload(String path, String form, String field, String filename, byte[] content)
			throws IOException, InterruptedException {
		StringBuilder before = new StringBuilder();
		for (String pair : form.isEmpty() ? new String[0] : form.split("&")) {
			before.append(part("name=\"" + pair.substring(0, pair.indexOf('=')) + '"'))
				.append(pair.substring(pair.indexOf('=') + 1))
				.append("\r\n");
		}
		before.append(part("name=\"" + field + "\"; filename=\"" + filename + '"'));
		BodyPublisher body = BodyPublishers.concat(BodyPublishers.ofString(before.toString()),
				BodyPublishers.ofByteArray(content), BodyPublishers.ofString("\r\n--" + BOUNDARY + "--\r\n"));
		return send(request(path).header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY).POST(body));
	}

	private String part(String disposition) {
		return "--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n";
	}

	@Override
	public void close() {
		this.client.close();
	}

}
