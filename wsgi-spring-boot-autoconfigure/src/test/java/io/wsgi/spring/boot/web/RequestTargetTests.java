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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * RFC 9112 section 3, methods and targets, and how they become variables.
 *
 * @author wsgi-spring-boot contributors
 */
@ConformanceTest
class RequestTargetTests {

	private final WsgiServer server;

	RequestTargetTests(WsgiServer server) {
		this.server = server;
	}

	@ParameterizedTest
	@CsvSource({ "/%61,/a", "/a%20b,/a b", "/a+b,/a+b", "/a%2Bb,/a+b", "/a%25b,/a%b", "/a%3Fb,/a?b", "/a%23b,/a#b",
			"/a%3Bb,/a;b", "/a%252Fb,/a%2Fb", "/a%252E,/a%2E" })
	@Conformance({ "H20", "H25", "P47" })
	void percentEncodingIsDecodedOnce(String target, String path) throws IOException {
		assertThat(this.server.environ("GET " + target + " HTTP/1.1")).containsEntry("PATH_INFO", path)
			.containsEntry("REQUEST_URI", target)
			.containsEntry("RAW_URI", target);
	}

	@ParameterizedTest
	@ValueSource(strings = { "//a//b", "/a//", "/a;p=1/b", "/a;/b", "/~user", "/a'b", "/a:b@c", "/a,b", "/a=b&c",
			"/...", "/a/.b", "/a/b.", "/a/..b", "/..%3Bx", "/a;..", "/a...b", "/%61/" })
	@Conformance({ "H21", "P47" })
	void thePathIsNotNormalised(String path) throws IOException {
		assertThat(this.server.environ("GET " + path + " HTTP/1.1"))
			.containsEntry("PATH_INFO", path.replace("%61", "a").replace("%3B", ";"))
			.containsEntry("REQUEST_URI", path);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/\"a", "/<a>", "/[a]", "/a^b", "/a`b", "/{a}", "/a|b" })
	@Conformance({ "H21", "H26" })
	void charactersThatBrowsersDoNotEncodeAreAcceptedInPaths(String path) throws IOException {
		assertThat(this.server.environ("GET " + path + " HTTP/1.1")).containsEntry("PATH_INFO", path)
			.containsEntry("REQUEST_URI", path);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/x/../y", "/x/./y", "/.", "/a/..", "/a/..;p=1/b", "/a/.;", "/a/%2E%2E/b", "/a/.%2e/b",
			"/%2e/b", "/a%2Fb", "/a%2fb", "/a%5Cb", "/a%5cb", "/a;p=%2F..%2Fb" })
	@Conformance({ "H20", "H21" })
	void aPathThatFiltersCouldTakeForAnotherIsRefused(String path) throws IOException {
		assertThat(this.server.send("GET " + path + " HTTP/1.1").status()).isEqualTo(400);
	}

	@Test
	@Conformance("H21")
	void aBackslashInAPathIsRefused() throws IOException {
		assertThat(this.server.send("GET /a\\b HTTP/1.1").status()).isEqualTo(400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/../y", "/..", "/x/../../y" })
	@Conformance("H21")
	void aPathAboveTheRootIsRefused(String path) throws IOException {
		assertThat(this.server.send("GET " + path + " HTTP/1.1").status()).isEqualTo(400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/%FF%FE", "/caf%E9", "/%C0%AF", "/%ED%A0%80" })
	@Conformance("H22")
	void encodedOctetsThatAreNoUtf8AreRefusedInPaths(String path) throws IOException {
		assertThat(this.server.send("GET " + path + " HTTP/1.1").status()).isEqualTo(400);
	}

	@Test
	@Conformance("H22")
	void encodedOctetsThatAreNoUtf8AreAcceptedInQueries() throws IOException {
		assertThat(this.server.environ("GET /?a=%FF%FE HTTP/1.1")).containsEntry("QUERY_STRING", "a=%FF%FE");
	}

	@Test
	@Conformance({ "H22", "P42" })
	void utf8BecomesCharactersOfTheNumbersOfItsOctets() throws IOException {
		assertThat(this.server.environ("GET /%E6%97%A5 HTTP/1.1")).containsEntry("PATH_INFO", "/\u00e6\u0097\u00a5");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/a%00b", "/%00" })
	@Conformance("H23")
	void anEncodedNulIsRefused(String path) throws IOException {
		assertThat(this.server.send("GET " + path + " HTTP/1.1").status()).isEqualTo(400);
	}

	@Test
	@Conformance("H23")
	void encodedLineEndsReachTheApplicationDecoded() throws IOException {
		assertThat(this.server.environ("GET /a%0d%0ab HTTP/1.1")).containsEntry("PATH_INFO", "/a\r\nb")
			.containsEntry("REQUEST_URI", "/a%0d%0ab");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/a%zz", "/a%", "/a%4", "/a%4g", "/%-1", "/%+1" })
	@Conformance("H24")
	void malformedPercentEncodingInAPathIsRefused(String path) throws IOException {
		assertThat(this.server.send("GET " + path + " HTTP/1.1").status()).isEqualTo(400);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "a=b+c", "a=%20%2F%00", "a=%zz", "", "?", "a=b?c=d", "/../", "%E6%97%A5", "&&a;b", "a=%u1234" })
	@Conformance({ "H25", "P47" })
	void theQueryIsNotDecoded(String query) throws IOException {
		assertThat(this.server.environ("GET /a?" + query + " HTTP/1.1")).containsEntry("QUERY_STRING", query)
			.containsEntry("PATH_INFO", "/a")
			.containsEntry("REQUEST_URI", "/a?" + query);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a[]=1", "a=1|2", "{a}", "a=\"b\"", "<a>", "a\\b", "a^b", "a`b", "a[]=1|2{}" })
	@Conformance("H26")
	void charactersThatBrowsersDoNotEncodeAreAcceptedInQueries(String query) throws IOException {
		assertThat(this.server.environ("GET /?" + query + " HTTP/1.1")).containsEntry("QUERY_STRING", query);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/\u00e6\u0097\u00a5", "/\u00ff", "/?\u00e6\u0097\u00a5", "/?\u00ff" })
	@Conformance("H27")
	void octetsAboveAsciiThatAreNotEncodedAreRefused(String target) throws IOException {
		assertThat(this.server.send("GET " + target + " HTTP/1.1").status()).isEqualTo(400);
	}

	@Test
	@Conformance("H25")
	void aFragmentIsRefused() throws IOException {
		for (String target : new String[] { "/a#frag", "/a?b#frag", "/#" }) {
			assertThat(this.server.send("GET " + target + " HTTP/1.1").status()).as(target).isEqualTo(400);
		}
	}

	@Test
	@Conformance("H28")
	void thePathIsTakenFromAnAbsoluteTarget() throws IOException {
		assertThat(this.server.environ("GET http://example.org/a/b?c=d HTTP/1.1", "Host: example.org"))
			.containsEntry("PATH_INFO", "/a/b")
			.containsEntry("QUERY_STRING", "c=d")
			.containsEntry("SERVER_NAME", "example.org");
	}

	@Test
	@Conformance("H28")
	void theRootIsThePathOfAnAbsoluteTargetWithoutOne() throws IOException {
		assertThat(this.server.environ("GET http://example.org HTTP/1.1", "Host: example.org"))
			.containsEntry("PATH_INFO", "/");
	}

	@Test
	@Conformance("H28")
	void anAbsoluteTargetThatContradictsTheHostHeaderIsRefused() throws IOException {
		assertThat(this.server.send("GET http://example.org/ HTTP/1.1", "Host: example.com").status()).isEqualTo(400);
	}

	@Test
	@Conformance("H29")
	void optionsForTheWholeServerIsAnswered() throws IOException {
		RawResponse response = this.server.send("OPTIONS * HTTP/1.1");
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.header("Allow")).contains("GET");
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET *", "GET a", "GET example.org:80", "GET ?a", "POST *" })
	@Conformance("H29")
	void aTargetOfNoValidFormIsRefused(String line) throws IOException {
		assertThat(this.server.send(line + " HTTP/1.1").status()).isEqualTo(400);
	}

	@Test
	@Conformance("H29")
	void connectIsNotImplemented() throws IOException {
		assertThat(this.server.send("CONNECT example.org:443 HTTP/1.1", "Host: example.org:443").status())
			.isEqualTo(501);
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET", "POST", "PUT", "PATCH", "DELETE", "PURGE", "PROPFIND", "M-SEARCH", "get", "Get",
			"X!#$%&'*+-.^_`|~9" })
	@Conformance({ "H30", "P12" })
	void anyMethodReachesTheApplicationAsItIs(String method) throws IOException {
		assertThat(this.server.environ(method + " / HTTP/1.1")).containsEntry("REQUEST_METHOD", method);
	}

	@Test
	@Conformance({ "H30", "P47" })
	void optionsReachesTheApplicationAndIsAnsweredByItAlone() throws IOException {
		Scenario scenario = Scenario.respond("[b'']").status("'204 No Content'").headers("[('X-Options', 'mine')]");
		RawResponse response = this.server.send("OPTIONS " + scenario.target() + " HTTP/1.1");
		assertThat(response.status()).isEqualTo(204);
		assertThat(response.header("X-Options")).isEqualTo("mine");
		assertThat(response.header("Allow")).isNull();
	}

	@Test
	@Conformance({ "H30", "P47" })
	void aPreflightRequestReachesTheApplication() throws IOException {
		RawResponse response = this.server.send("OPTIONS "
				+ Scenario.respond("[b'x']").headers("[('Access-Control-Allow-Origin', '*')]").target() + " HTTP/1.1",
				"Origin: https://example.org", "Access-Control-Request-Method: PUT");
		assertThat(response.header("Access-Control-Allow-Origin")).isEqualTo("*");
		assertThat(response.body()).isEqualTo("x");
		assertThat(response.header("Allow")).isNull();
		assertThat(response.headers("Vary")).isEmpty();
	}

	@Test
	@Conformance("H30")
	void traceIsRefused() throws IOException {
		assertThat(this.server.send("TRACE / HTTP/1.1").status()).isEqualTo(405);
	}

	@Test
	@Conformance("H31")
	void aRequestWithoutHostIsRefusedForHttp11Only() throws IOException {
		assertThat(this.server.sendRaw("GET / HTTP/1.1\r\n\r\n").status()).isEqualTo(400);
		assertThat(this.server.sendRaw("GET / HTTP/1.0\r\n\r\n").status()).isEqualTo(200);
	}

	@Test
	@Conformance("P47")
	void formBodiesAreLeftToTheApplication() throws IOException {
		for (String method : new String[] { "POST", "PUT", "PATCH", "DELETE" }) {
			RawResponse response = this.server.sendWithBody("a=1&b=%41".getBytes(), method + " /read HTTP/1.1",
					"Content-Type: application/x-www-form-urlencoded", "Content-Length: 9");
			assertThat(response.json()).as(method).containsEntry("result", "a=1&b=%41");
		}
	}

	@Test
	@Conformance("P47")
	void multipartBodiesAreLeftToTheApplication() throws IOException {
		String body = "--x\r\nContent-Disposition: form-data; name=\"a\"; filename=\"f\"\r\n\r\n1\r\n--x--\r\n";
		RawResponse response = this.server.post("/read", body, "Content-Type: multipart/form-data; boundary=x");
		assertThat(response.json()).containsEntry("result", body);
	}

}
