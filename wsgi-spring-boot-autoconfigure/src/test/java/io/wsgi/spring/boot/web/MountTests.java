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
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What depends on settings: a prefix of the path, limits, trust in a proxy, and header
 * names that are allowed.
 *
 * @author wsgi-spring-boot contributors
 */
@ExtendWith(TlsServerExtension.class)
class MountTests {

	private final WsgiServer server;

	MountTests(TlsServer server) {
		this.server = server.server();
	}

	@ParameterizedTest
	@CsvSource({ "/context/app,''", "/context/app/,/", "/context/app/a,/a", "/context/app//a,//a",
			"/context/app/a%2Fb,/a/b", "/context/app/a%5Cb,/a\\b", "/context/app/a/../b,/a/../b",
			"/context/app/a/%2e%2E/b,/a/../b", "/context/app/a/..;p=1,/a/..;p=1", "/context/%61pp/a,/a" })
	@Conformance({ "H20", "H21", "P13" })
	void thePrefixIsScriptNameAndTheRestPathInfo(String target, String pathInfo) throws IOException {
		assertThat(this.server.environ("GET " + target + " HTTP/1.1")).containsEntry("SCRIPT_NAME", "/context/app")
			.containsEntry("PATH_INFO", pathInfo)
			.containsEntry("REQUEST_URI", target);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "/", "/context", "/context/", "/context/application", "/context/ap", "/app", "/app/context" })
	@Conformance("P13")
	void otherPathsAreNotTheApplications(String target) throws IOException {
		assertThat(this.server.get(target).status()).isIn(302, 404);
	}

	@ParameterizedTest
	@CsvSource({ "/context/app/second,''", "/context/app/second/,/", "/context/app/second/a,/a",
			"/context/app/seco%6Ed/a,/a" })
	@Conformance("P13")
	void theApplicationWithTheLongestPrefixIsCalled(String target, String pathInfo) throws IOException {
		assertThat(this.server.environ("GET " + target + " HTTP/1.1"))
			.containsEntry("SCRIPT_NAME", "/context/app/second")
			.containsEntry("PATH_INFO", pathInfo);
		assertThat(this.server.environ("GET /context/app/seconds HTTP/1.1"))
			.containsEntry("SCRIPT_NAME", "/context/app")
			.containsEntry("PATH_INFO", "/seconds");
	}

	@Test
	@Conformance("P21")
	@DisabledIfSystemProperty(named = "wsgi.runtime", matches = "cpython",
			disabledReason = "All applications share the one CPython, with its modules")
	void applicationsShareNothing() throws IOException {
		String key = WsgiServer.newKey();
		this.server.get(TlsServer.PREFIX + "/second/note?event=here&key=" + key);
		assertThat(this.server.get(TlsServer.PREFIX + "/second/events?key=" + key).jsonList()).containsExactly("here");
		assertThat(this.server.get(TlsServer.PREFIX + "/events?key=" + key).jsonList()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(names = { "CONTENT_LENGTH", "CHUNKED" })
	@Conformance({ "H36", "L" })
	void aBodyLargerThanTheLimitIsRefusedAndTheApplicationNotCalled(Framing framing) throws IOException {
		String key = WsgiServer.newKey();
		RawResponse response = framing.send(this.server, TlsServer.PREFIX + "/called?key=" + key, "x".repeat(20_000));
		assertThat(response.status()).isEqualTo(413);
		assertThat(this.server.get(TlsServer.PREFIX + "/events?key=" + key).jsonList()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	@Conformance("L")
	void aBodyAsLargeAsTheLimitIsAccepted(Framing framing) throws IOException {
		RawResponse response = framing.send(this.server, TlsServer.PREFIX + "/read", "x".repeat(10_240));
		assertThat(response.json()).containsEntry("length", "10240");
	}

	@Test
	@Conformance({ "P45", "L" })
	void aBodyLargerThanTheLimitIsNotAskedFor() throws IOException {
		try (RawConnection connection = this.server.connect()) {
			connection.sendHead("POST " + TlsServer.PREFIX + "/read HTTP/1.1", "Content-Length: 20000",
					"Expect: 100-continue");
			assertThat(connection.receive().status()).isEqualTo(413);
		}
	}

	@Test
	@Conformance({ "H36", "L" })
	void aClientThatSendsMuchTooMuchSeesTheRefusal() throws IOException {
		String body = "x".repeat(4_000_000);
		RawResponse response = this.server.post(TlsServer.PREFIX + "/read", body);
		assertThat(response.status()).isEqualTo(413);
	}

	@Test
	@Conformance("H38")
	void forwardedHeadersOfATrustedProxyCount() throws IOException {
		Map<String, String> environ = this.server.environ("GET " + TlsServer.PREFIX + " HTTP/1.1", "Host: inside:8443",
				"X-Forwarded-For: 198.51.100.7", "X-Forwarded-Proto: http", "X-Forwarded-Host: outside.example",
				"X-Forwarded-Port: 8080");
		assertThat(environ).containsEntry("REMOTE_ADDR", "198.51.100.7")
			.containsEntry("wsgi.url_scheme", "http")
			.containsEntry("HTTP_HOST", "outside.example:8080")
			.containsEntry("SERVER_PORT", "8080");
	}

	@ParameterizedTest
	@ValueSource(strings = { "outside.example.evil.example", "outside.example2:8443" })
	@Conformance("H38")
	void theForwardedHostCountsThoughTheOtherBeginsWithIt(String host) throws IOException {
		assertThat(this.server.environ("GET " + TlsServer.PREFIX + " HTTP/1.1", "Host: " + host,
				"X-Forwarded-Proto: http", "X-Forwarded-Host: outside.example", "X-Forwarded-Port: 8080"))
			.containsEntry("HTTP_HOST", "outside.example:8080");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "evil, 198.51.100.7|198.51.100.7", "1.2.3.4, 198.51.100.7, 10.0.0.1|198.51.100.7",
					"198.51.100.7, 10.0.0.1, 192.168.0.1|198.51.100.7" })
	@Conformance("H38")
	void theAddressIsTheLastOneThatIsNotATrustedProxy(String forwarded, String address) throws IOException {
		assertThat(this.server.environ("GET " + TlsServer.PREFIX + " HTTP/1.1", "X-Forwarded-For: " + forwarded))
			.containsEntry("REMOTE_ADDR", address);
	}

	@Test
	@Conformance("H1")
	void allowedHeadersWithUnderscoresArePassedOn() throws IOException {
		assertThat(this.server.environ("GET " + TlsServer.PREFIX + " HTTP/1.1", "X_Allowed: 1", "X_Also-Allowed: 2",
				"X_Other: 3"))
			.containsEntry("HTTP_X_ALLOWED", "1")
			.containsEntry("HTTP_X_ALSO_ALLOWED", "2")
			.doesNotContainKey("HTTP_X_OTHER");
	}

}
