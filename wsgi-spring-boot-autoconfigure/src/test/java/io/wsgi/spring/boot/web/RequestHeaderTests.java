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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * RFC 9110 section 5, fields of requests, and how they become variables.
 *
 * @author wsgi-spring-boot contributors
 */
@ConformanceTest
class RequestHeaderTests {

	private final WsgiServer server;

	RequestHeaderTests(WsgiServer server) {
		this.server = server;
	}

	@Test
	@Conformance("H1")
	void aNameWithAnUnderscoreIsDropped() throws IOException {
		assertThat(this.server.environ("GET / HTTP/1.1", "X_Forwarded_For: evil"))
			.doesNotContainKey("HTTP_X_FORWARDED_FOR");
	}

	@Test
	@Conformance("H1")
	void aNameWithAnUnderscoreDoesNotReplaceTheOneWithDashes() throws IOException {
		assertThat(this.server.environ("GET / HTTP/1.1", "X-Forwarded-For: good", "X_Forwarded_For: evil",
				"X_Forwarded-For: evil"))
			.containsEntry("HTTP_X_FORWARDED_FOR", "good");
		assertThat(this.server.environ("GET / HTTP/1.1", "X_Forwarded_For: evil", "X-Forwarded-For: good"))
			.containsEntry("HTTP_X_FORWARDED_FOR", "good");
	}

	@Test
	@Conformance("H2")
	void framingHeadersWithUnderscoresHaveNoEffect() throws IOException {
		try (RawConnection connection = this.server.connect()) {
			connection.sendHead("POST / HTTP/1.1", "Content_Length: 99", "Transfer_Encoding: chunked",
					"Content-Length: 4");
			connection.send("body");
			assertThat(connection.receive().environ()).containsEntry("CONTENT_LENGTH", "4")
				.doesNotContainKeys("HTTP_CONTENT_LENGTH", "HTTP_TRANSFER_ENCODING");
			connection.sendHead("GET / HTTP/1.1", "Content_Length: 99");
			assertThat(connection.receive().environ()).doesNotContainKey("CONTENT_LENGTH");
		}
	}

	@Test
	@Conformance("H4")
	void theProxyHeaderIsDropped() throws IOException {
		assertThat(this.server.environ("GET / HTTP/1.1", "Proxy: http://evil", "pRoXy: http://evil"))
			.doesNotContainKey("HTTP_PROXY");
	}

	@Test
	@Conformance("H5")
	void twoHostHeadersAreRefused() throws IOException {
		assertThat(this.server.send("GET / HTTP/1.1", "Host: a", "Host: b").status()).isEqualTo(400);
		assertThat(this.server.send("GET / HTTP/1.1", "Host: a", "Host: a").status()).isEqualTo(400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a b", "a/b", "a:b", "a:b:1", "user@a", "[::1", "a\\b", "[]" })
	@Conformance("H5")
	void anInvalidHostHeaderIsRefused(String host) throws IOException {
		assertThat(this.server.send("GET / HTTP/1.1", "Host: " + host).status()).isEqualTo(400);
	}

	@Test
	@Conformance("H5")
	void twoContentTypesAreRefused() throws IOException {
		assertThat(this.server.post("/", "body", "Content-Type: a/b", "Content-Type: c/d").status()).isEqualTo(400);
	}

	@Test
	@Conformance({ "P42", "H16" })
	void octetsAboveAsciiBecomeCharactersOfTheSameNumbers() throws IOException {
		Map<String, String> environ = this.server.environ("GET / HTTP/1.1", "X-Latin: caf\u00e9",
				"X-Utf: \u00e6\u0097\u00a5", "X-High: \u0080\u00ff");
		assertThat(environ).containsEntry("HTTP_X_LATIN", "caf\u00e9")
			.containsEntry("HTTP_X_UTF", "\u00e6\u0097\u00a5")
			.containsEntry("HTTP_X_HIGH", "\u0080\u00ff");
	}

	@Test
	@Conformance("H17")
	void onlySpacesAndTabsAroundAValueAreTrimmed() throws IOException {
		Map<String, String> environ = this.server.environ("GET / HTTP/1.1", "X-A: \t value \t ", "X-B:tight",
				"X-C: \u0085\u00a0value\u00a0\u0085", "X-D: a  b\tc");
		assertThat(environ).containsEntry("HTTP_X_A", "value")
			.containsEntry("HTTP_X_B", "tight")
			.containsEntry("HTTP_X_C", "\u0085\u00a0value\u00a0\u0085")
			.containsEntry("HTTP_X_D", "a  b\tc");
	}

	@Test
	@Conformance("H18")
	void repeatedHeadersAreJoinedInOrder() throws IOException {
		Map<String, String> environ = this.server.environ("GET / HTTP/1.1", "X-A: 1", "Cookie: a=1", "x-a: 2",
				"cookie: b=2", "X-A: 3", "Accept: a/b", "Accept: c/d");
		assertThat(environ).containsEntry("HTTP_X_A", "1, 2, 3")
			.containsEntry("HTTP_COOKIE", "a=1; b=2")
			.containsEntry("HTTP_ACCEPT", "a/b, c/d");
	}

	@Test
	@Conformance("H19")
	void manyHeadersAreAccepted() throws IOException {
		List<String> lines = new ArrayList<>(List.of("GET / HTTP/1.1"));
		for (int i = 0; i < 90; i++) {
			lines.add("X-Header-" + i + ": " + i);
		}
		assertThat(this.server.environ(lines.toArray(String[]::new))).containsEntry("HTTP_X_HEADER_0", "0")
			.containsEntry("HTTP_X_HEADER_89", "89");
	}

	@Test
	@Conformance("H19")
	void aHeaderOfNineKilobytesIsAccepted() throws IOException {
		assertThat(this.server.environ("GET / HTTP/1.1", "X-Large: " + "x".repeat(9000))).containsEntry("HTTP_X_LARGE",
				"x".repeat(9000));
	}

	@Test
	@Conformance("H19")
	void aTargetOfNineKilobytesIsAccepted() throws IOException {
		assertThat(this.server.environ("GET /" + "x".repeat(9000) + " HTTP/1.1")).containsEntry("PATH_INFO",
				"/" + "x".repeat(9000));
	}

	@Test
	@Conformance("H19")
	void tooManyOrTooLargeHeadersAreRefusedCleanly() throws IOException {
		assertThat(this.server.send("GET / HTTP/1.1", "X-Large: " + "x".repeat(70000)).status()).isEqualTo(400);
		assertThat(this.server.send("GET /" + "x".repeat(70000) + " HTTP/1.1").status()).isEqualTo(400);
		List<String> lines = new ArrayList<>(List.of("GET / HTTP/1.1"));
		for (int i = 0; i < 1000; i++) {
			lines.add("X-" + i + ": " + i);
		}
		assertThat(this.server.send(lines.toArray(String[]::new)).status()).isEqualTo(400);
	}

	@Test
	@Conformance("H38")
	void forwardedHeadersHaveNoEffectUnlessTheyAreToBeTrusted() throws IOException {
		assertThat(this.server.environ("GET / HTTP/1.1", "Host: here", "X-Forwarded-For: 1.2.3.4",
				"X-Forwarded-Proto: https", "X-Forwarded-Host: there", "X-Forwarded-Prefix: /prefix",
				"Forwarded: for=1.2.3.4;proto=https"))
			.containsEntry("REMOTE_ADDR", "127.0.0.1")
			.containsEntry("wsgi.url_scheme", "http")
			.containsEntry("SERVER_NAME", "here")
			.containsEntry("SCRIPT_NAME", "");
	}

	@Test
	@Conformance("H38")
	void theProxyProtocolIsNotSpokenUnlessItIsToBeTrusted() throws IOException {
		try (RawConnection connection = this.server.connect()) {
			connection.send("PROXY TCP4 1.2.3.4 127.0.0.1 1111 80\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n");
			assertThat(connection.receive().status()).isEqualTo(400);
			assertThat(connection.isClosedByServer()).isTrue();
		}
	}

}
