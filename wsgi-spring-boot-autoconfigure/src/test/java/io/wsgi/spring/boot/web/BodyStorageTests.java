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

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for request bodies all of which go to files.
 *
 * @author wsgi-spring-boot contributors
 */
@ExtendWith(OutputCaptureExtension.class)
class BodyStorageTests {

	@TempDir
	private static Path directory;

	private static WsgiServer server;

	@BeforeAll
	static void startServer() throws IOException {
		Path uploads = Files.createDirectory(directory.resolve("uploads"));
		server = WsgiServer.start("wsgi.max-in-memory-size=0B", "wsgi.upload-dir=" + uploads);
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/octet-stream", "application/x-www-form-urlencoded",
			"multipart/form-data; boundary=x" })
	void bodyReachesTheApplicationAsItIs(String type) throws IOException {
		String body = "a=1&a=%32&--x";
		assertThat(server.post("/echo", body, "Content-Type: " + type).body()).isEqualTo(body);
	}

	@Test
	void bodyThatCannotBeStoredIsAFailureOfTheServer(CapturedOutput output) throws IOException {
		Path uploads = directory.resolve("uploads");
		Files.delete(uploads);
		assertThat(server.post("/echo", "body").status()).isEqualTo(500);
		try (RawConnection late = server.connect()) {
			late.sendHead("POST /echo HTTP/1.1", "Content-Length: 4", "Expect: 100-continue");
			assertThat(late.receiveHead().status()).isEqualTo(100);
			late.send("body");
			assertThat(late.receive().status()).isEqualTo(500);
		}
		assertThat(output).contains("A request body cannot be stored").contains(uploads.toString());
		Files.createDirectory(uploads);
		assertThat(server.post("/echo", "body").body()).isEqualTo("body");
	}

}
