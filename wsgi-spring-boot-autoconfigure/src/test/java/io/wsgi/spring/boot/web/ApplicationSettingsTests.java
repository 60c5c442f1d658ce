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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.wsgi.testsupport.TestPython;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.http.HttpStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests over HTTP for two applications with settings of their own.
 *
 * @author wsgi-spring-boot contributors
 */
class ApplicationSettingsTests {

	@TempDir
	private static Path events;

	private static WsgiServer server;

	@BeforeAll
	static void startServer() throws IOException {
		server = WsgiServer.start("wsgi.app=stalling:app", "wsgi.python-path=" + TestPython.sources("limits"),
				"wsgi.env.EVENTS=" + Files.createDirectories(events.resolve("main")), "wsgi.max-request-size=10B",
				"wsgi.apps.second.app=stalling:app", "wsgi.apps.second.path=/second", "wsgi.apps.second.threads=1",
				"wsgi.apps.second.queue-size=1", "wsgi.apps.second.request-timeout=2s",
				"wsgi.apps.second.env.EVENTS=" + Files.createDirectories(events.resolve("second")),
				"wsgi.apps.second.max-request-size=100B", "wsgi.apps.third.app=dispatcher:application",
				"wsgi.apps.third.path=/third", "wsgi.apps.third.python-path=" + WsgiServer.APPLICATIONS);
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@Test
	void eachHasItsThreads() throws IOException {
		assertThat(server.get("/flags").body()).isEqualTo("True False");
		assertThat(server.get("/second/flags").body()).isEqualTo("False False");
	}

	@Test
	void eachHasItsTimeLimitAndItsVariables() throws IOException {
		try (RawConnection unlimited = server.connect()) {
			unlimited.sendHead("GET /enter/entered/gate HTTP/1.1");
			await("main/entered");
			assertThat(server.get("/second/enter/entered/gate").status()).isEqualTo(HttpStatus.GATEWAY_TIMEOUT.value());
			await("second/entered");
			Files.createFile(events.resolve("main/gate"));
			assertThat(unlimited.receive().body()).isEqualTo("done");
		}
	}

	@Test
	void eachHasItsLimitForBodies() throws IOException {
		String body = "x".repeat(50);
		assertThat(server.post("/", body).status()).isEqualTo(HttpStatus.CONTENT_TOO_LARGE.value());
		assertThat(server.post("/second/", body).status()).isEqualTo(HttpStatus.OK.value());
		assertThat(server.post("/second/", "x".repeat(101)).status()).isEqualTo(HttpStatus.CONTENT_TOO_LARGE.value());
	}

	@Test
	void eachHasItsPath() throws IOException {
		String key = WsgiServer.newKey();
		server.get("/third/note?event=here&key=" + key);
		assertThat(server.get("/third/events?key=" + key).jsonList()).isEqualTo(List.of("here"));
	}

	private static void await(String event) {
		Awaitility.await().until(() -> Files.exists(events.resolve(event)));
	}

}
