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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that no worker answers differently from the first. Each is sent the same requests
 * while the other one is kept busy.
 *
 * @author wsgi-spring-boot contributors
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class WorkersAlikeTests {

	private static final Pattern FRAMING = Pattern.compile("Content-Length:|Transfer-Encoding:");

	@ParameterizedTest
	@CsvSource({ "flask_site:app, flask_requests.txt", "django_site:app, django_requests.txt" })
	void everyWorkerAnswersAlike(String app, String requests, @TempDir Path gates) throws IOException {
		Path sources = Path.of("src/test/python/alike");
		List<String> battery = List.of(Files.readString(sources.resolve(requests)).split("\n={3,}\n"));
		try (WsgiServer server = WsgiServer.start("wsgi.app=" + app, "wsgi.python-path=" + sources, "wsgi.workers=2",
				"wsgi.threads=1", "wsgi.queue-timeout=10m", "management.endpoint.health.show-details=always")) {
			List<String> answers;
			HeldWorker second;
			String first;
			try (HeldWorker held = HeldWorker.hold(server, gates.resolve("first"))) {
				first = held.name();
				assertThat(HeldWorker.free(server)).isNotEqualTo(first);
				answers = answers(server, battery);
				second = HeldWorker.hold(server, gates.resolve("second"));
			}
			try (second) {
				assertThat(second.name()).isNotEqualTo(first);
				assertThat(answers(server, battery)).containsExactlyElementsOf(answers);
				assertThat(HeldWorker.free(server)).isEqualTo(first);
			}
			assertThat(server.get("/actuator/health").body()).contains("\"nativeModules\":[]");
		}
	}

	// The cookies of an answer go with the next request
	private List<String> answers(WsgiServer server, List<String> requests) throws IOException {
		List<String> answers = new ArrayList<>();
		String cookies = "";
		for (String request : requests) {
			try (RawConnection connection = server.connect()) {
				connection.send(bytes(request, cookies));
				RawResponse response = connection.receive(request.substring(0, request.indexOf(' ')));
				assertThat(response.complete()).as(request).isTrue();
				answers.add(request + "\n-> " + response.statusLine() + "\n" + String.join("\n", headers(response))
						+ "\n\n" + response.body());
				cookies = String.join("; ",
						response.headers("Set-Cookie").stream().map((cookie) -> cookie.split(";")[0]).toList());
			}
		}
		return answers;
	}

	// How a body is framed depends on when its parts arrive
	private List<String> headers(RawResponse response) {
		return response.headerLines()
			.stream()
			.filter((line) -> !line.startsWith("Date:"))
			.filter((line) -> response.bytes().length == 0 || !FRAMING.matcher(line).lookingAt())
			.map((line) -> line.replaceFirst("expires=(?!Thu, 01 Jan 1970)[^;]*", "expires=later"))
			.toList();
	}

	private byte[] bytes(String request, String cookies) {
		String[] headAndBody = request.split("\n\n", 2);
		String body = (headAndBody.length > 1) ? headAndBody[1].replace("\n", "\r\n") : "";
		StringBuilder head = new StringBuilder(headAndBody[0].strip().replace("\n", "\r\n")).append("\r\n");
		if (!head.toString().contains("\r\nHost:")) {
			head.append("Host: localhost\r\n");
		}
		if (!cookies.isEmpty() && !head.toString().contains("\r\nCookie:")) {
			head.append("Cookie: ").append(cookies).append("\r\n");
		}
		if (!body.isEmpty()) {
			head.append("Content-Length: ").append(body.getBytes(StandardCharsets.UTF_8).length).append("\r\n");
		}
		return (head + "\r\n" + body).getBytes(StandardCharsets.UTF_8);
	}

}
