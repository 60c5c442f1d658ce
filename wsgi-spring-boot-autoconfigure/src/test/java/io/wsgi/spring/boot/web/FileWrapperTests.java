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
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * PEP 3333, "Optional Platform-Specific File Handling".
 *
 * @author wsgi-spring-boot contributors
 */
@ConformanceTest
class FileWrapperTests {

	private final WsgiServer server;

	FileWrapperTests(WsgiServer server) {
		this.server = server;
	}

	@ParameterizedTest
	@ValueSource(strings = { "file", "raw", "recorded", "deleted", "compressed", "bytes", "pipe" })
	@Conformance({ "P51", "H59" })
	void allOfAFileIsSent(String kind) throws IOException {
		RawResponse response = this.server.get(file(kind));
		assertThat(response.body()).isEqualTo(lines(0, 1000));
		assertThat(response.complete()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "file", "raw", "recorded", "deleted", "compressed", "bytes", "pipe" })
	@Conformance({ "P51", "H59" })
	void aFileIsSentFromItsPosition(String kind) throws IOException {
		assertThat(this.server.get(file(kind).with("offset", "9990")).body()).isEqualTo(lines(999, 1000));
		assertThat(this.server.get(file(kind).with("offset", "10000")).body()).isEmpty();
	}

	@Test
	@Conformance("P51")
	void theBlockSizeIsOptional() throws IOException {
		assertThat(this.server.get(file("bytes").with("block", "yes")).body()).isEqualTo(lines(0, 1000));
		assertThat(this.server.get(file("file").with("block", "yes")).body()).isEqualTo(lines(0, 1000));
	}

	@ParameterizedTest
	@ValueSource(strings = { "file", "raw" })
	@Conformance("P51")
	void aRegularFileGetsAContentLength(String kind) throws IOException {
		RawResponse response = this.server.get(file(kind).with("offset", "100"));
		assertThat(response.header("Content-Length")).isEqualTo("9900");
		assertThat(response.header("Transfer-Encoding")).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "file", "raw", "recorded", "bytes", "pipe" })
	@Conformance({ "P37", "P51", "H59" })
	void aFileIsCutAtContentLength(String kind) throws IOException {
		RawResponse response = this.server
			.get(file(kind).with("offset", "10").with("headers", "[('Content-Length', '25')]"));
		assertThat(response.body()).isEqualTo(lines(1, 3) + "00000");
		assertThat(response.complete()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "file", "raw", "recorded", "bytes", "pipe" })
	@Conformance({ "P38", "H59" })
	void aFileShorterThanContentLengthClosesTheConnection(String kind) throws IOException {
		RawResponse response = this.server.get(file(kind).with("headers", "[('Content-Length', '20000')]"));
		assertThat(response.complete()).isFalse();
		assertThat(response.body()).isEqualTo(lines(0, 1000));
	}

	@ParameterizedTest
	@ValueSource(strings = { "file", "raw", "recorded", "bytes" })
	@Conformance({ "P51", "H59" })
	void aFileIsClosedWhenItHasBeenSent(String kind) throws IOException {
		Scenario scenario = file(kind);
		this.server.get(scenario);
		assertClosed(scenario);
	}

	@ParameterizedTest
	@CsvSource({ "file,10000", "raw,10000", "recorded,", "bytes," })
	@Conformance({ "P52", "H59" })
	void aFileIsClosedAfterAHeadRequest(String kind, String length) throws IOException {
		Scenario scenario = file(kind);
		RawResponse response = this.server.head(scenario.target());
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.header("Content-Length")).isEqualTo(length);
		assertClosed(scenario);
	}

	@ParameterizedTest
	@ValueSource(strings = { "file", "raw", "recorded", "bytes" })
	@Conformance("P52")
	void aFileIsClosedWithAStatusThatHasNoBody(String kind) throws IOException {
		Scenario scenario = file(kind).with("status", "304 Not Modified");
		try (RawConnection connection = this.server.connect()) {
			connection.sendHead("GET " + scenario.target() + " HTTP/1.1");
			assertThat(connection.receive().status()).isEqualTo(304);
			connection.sendHead("GET / HTTP/1.1");
			assertThat(connection.receive().status()).isEqualTo(200);
		}
		assertClosed(scenario);
	}

	@ParameterizedTest
	@ValueSource(strings = { "file", "recorded" })
	@Conformance("H59")
	void aFileIsClosedWhenTheClientDisconnects(String kind) throws IOException {
		Scenario scenario = file(kind).with("size", "50000000");
		try (RawConnection connection = this.server.connectSlowly()) {
			connection.sendHead("GET " + scenario.target() + " HTTP/1.1");
			connection.receiveHead();
			connection.reset();
		}
		Awaitility.await().until(() -> this.server.get("/file-closed?key=" + scenario.key()).body().equals("True"));
	}

	@Test
	@Conformance("H59")
	void aFileIsSentToHttp10() throws IOException {
		Scenario scenario = file("file");
		RawResponse response = this.server.send("GET " + scenario.target() + " HTTP/1.0");
		assertThat(response.header("Content-Length")).isEqualTo("10000");
		assertThat(response.body()).isEqualTo(lines(0, 1000));
		assertThat(this.server.send("GET " + file("bytes").target() + " HTTP/1.0").body()).isEqualTo(lines(0, 1000));
	}

	@Test
	@Conformance("H59")
	void aLargeFileIsSent() throws IOException {
		RawResponse response = this.server.get(file("file").with("size", "20000000"));
		assertThat(response.body()).hasSize(20_000_000).endsWith(lines(999, 1000));
	}

	@Test
	@Conformance("P51")
	void anEmptyFileIsSent() throws IOException {
		RawResponse response = this.server.get(file("file").with("size", "0"));
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.header("Content-Length")).isEqualTo("0");
	}

	@ParameterizedTest
	@ValueSource(strings = { "file", "bytes" })
	@Conformance("P52")
	void middlewareMayIterateOverTheWrapper(String kind) throws IOException {
		Scenario scenario = file(kind).with("wrap", "generator");
		assertThat(this.server.get(scenario).body()).isEqualTo(lines(0, 1000).replace('\n', '|'));
		assertClosed(scenario);
		assertThat(this.server.get(file(kind).with("wrap", "join")).body()).isEqualTo(lines(0, 1000));
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	@Conformance("P51")
	void aFileThatTellsNoSizeIsSent() throws IOException {
		assertThat(this.server.get(file("kernel")).body()).startsWith("Name:").contains("VmRSS:");
	}

	@Test
	@Conformance("P52")
	void middlewareMayIgnoreTheWrapper() throws IOException {
		Scenario scenario = file("file").with("wrap", "ignored");
		assertThat(this.server.get(scenario).body()).isEqualTo("something else");
		assertClosed(scenario);
	}

	@Test
	@Conformance("P51")
	void nothingIsSentWhenTheWrapperIsMade() throws IOException {
		RawResponse response = this.server.get(file("file").with("wrap", "ignored"));
		assertThat(response.body()).isEqualTo("something else");
		assertThat(response.header("Content-Length")).isEqualTo("14");
	}

	private static Scenario file(String kind) {
		return Scenario.of("file").with("kind", kind);
	}

	private static String lines(int from, int to) {
		return IntStream.range(from, to).mapToObj("%09d\n"::formatted).collect(Collectors.joining());
	}

	private void assertClosed(Scenario scenario) throws IOException {
		// close() follows the end of the response
		Awaitility.await().until(() -> this.server.get("/file-closed?key=" + scenario.key()).body().equals("True"));
	}

}
