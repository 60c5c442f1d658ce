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

package io.wsgi.spring.boot.autoconfigure;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.stream.Stream;

import io.wsgi.testsupport.TestPython;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A Spring application with one of the Python applications for logs and traces, and a
 * client that keeps its connection.
 *
 * @author wsgi-spring-boot contributors
 */
final class OperatedServer implements AutoCloseable {

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final ConfigurableApplicationContext context;

	OperatedServer(Class<?> configuration, String... properties) {
		// While another application runs, Spring Boot would leave the logging as it is
		LoggingSystem.get(getClass().getClassLoader()).cleanUp();
		Stream<String> common = Stream.of("server.port=0", "spring.main.banner-mode=off",
				"wsgi.python-path=" + TestPython.sources("logs"), "wsgi.virtual-env=" + TestPython.packages(),
				"wsgi.cache-dir=" + TestPython.cache(), "management.tracing.sampling.probability=1.0");
		this.context = new SpringApplicationBuilder(configuration).run(
				Stream.concat(common, Stream.of(properties)).map((property) -> "--" + property).toArray(String[]::new));
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	HttpRequest.Builder request(String path) {
		int port = ((ServletWebServerApplicationContext) this.context).getWebServer().getPort();
		return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
	}

	HttpClient client() {
		return this.client;
	}

	String get(String path, String... headers) throws Exception {
		HttpRequest.Builder request = request(path);
		if (headers.length > 0) {
			request.headers(headers);
		}
		return send(request.build()).body();
	}

	HttpResponse<String> postJson(String path, String body) throws Exception {
		return send(
				request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)).build());
	}

	HttpResponse<String> send(HttpRequest request) throws Exception {
		return this.client.send(request, BodyHandlers.ofString());
	}

	@Override
	public void close() {
		this.context.close();
		this.client.close();
	}

}
