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

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The whole protocol, as the checker of Python's standard library sees it
 * ({@code wsgiref.validate}).
 *
 * @author wsgi-spring-boot contributors
 */
@ConformanceTest
@ExtendWith(OutputCaptureExtension.class)
class ValidatorTests {

	private final WsgiServer server;

	ValidatorTests(WsgiServer server) {
		this.server = server;
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET", "POST", "PUT", "DELETE", "OPTIONS" })
	@Conformance({ "P2", "P20", "V" })
	void aRequestIsValid(String method) throws IOException {
		RawResponse response = this.server.send(method + " /validated/plain?a=b HTTP/1.1", "X-Header: a",
				"Cookie: a=b");
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("plain");
	}

	@ParameterizedTest
	@ValueSource(strings = { "plain", "stream", "write", "empty" })
	@Conformance("V")
	void aHeadRequestIsValid(String application, CapturedOutput output) throws IOException {
		assertThat(this.server.head("/validated/" + application).status()).isLessThan(300);
		assertThat(output).doesNotContain("AssertionError");
	}

	@ParameterizedTest
	@EnumSource
	@Conformance({ "P23", "V" })
	void aRequestBodyIsValid(Framing framing, CapturedOutput output) throws IOException {
		RawResponse response = framing.send(this.server, "/validated/echo", "one\ntwo\nthree");
		assertThat(response.body()).isEqualTo("one\ntwo\nthree");
		Awaitility.await().untilAsserted(() -> assertThat(output).contains("validated"));
	}

	@Test
	@Conformance("V")
	void aStreamedResponseIsValid() throws IOException {
		RawResponse response = this.server.get("/validated/stream");
		assertThat(response.body()).isEqualTo("one,two");
		assertThat(response.complete()).isTrue();
	}

	@Test
	@Conformance("V")
	void aWrittenResponseIsValid() throws IOException {
		assertThat(this.server.get("/validated/write").body()).isEqualTo("written,returned");
	}

	@Test
	@Conformance("V")
	void aResponseWithoutABodyIsValid() throws IOException {
		assertThat(this.server.get("/validated/empty").status()).isEqualTo(204);
	}

	@Test
	@Conformance("V")
	void aRequestOfHttp10IsValid() throws IOException {
		assertThat(this.server.send("GET /validated/plain HTTP/1.0").body()).isEqualTo("plain");
	}

	@Test
	@Conformance("V")
	void aFailureIsTheApplicationsOwn(CapturedOutput output) throws IOException {
		assertThat(this.server.get("/validated/failing").status()).isEqualTo(500);
		Awaitility.await().untilAsserted(() -> assertThat(output).contains("not the checker's fault"));
		assertThat(output).doesNotContain("AssertionError");
	}

}
