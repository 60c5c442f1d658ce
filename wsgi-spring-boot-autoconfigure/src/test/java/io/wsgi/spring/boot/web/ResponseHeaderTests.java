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
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * RFC 9110 section 5, fields of responses, and PEP 3333, "The start_response() Callable".
 *
 * @author wsgi-spring-boot contributors
 */
@ConformanceTest
class ResponseHeaderTests {

	private final WsgiServer server;

	ResponseHeaderTests(WsgiServer server) {
		this.server = server;
	}

	@Test
	@Conformance("P29")
	void dateAndServerAreAdded() throws IOException {
		RawResponse response = this.server.get(Scenario.respond("[b'']"));
		assertThat(response.header("Server")).isEqualTo("wsgi-spring-boot");
		assertThatNoException()
			.isThrownBy(() -> ZonedDateTime.parse(response.header("Date"), DateTimeFormatter.RFC_1123_DATE_TIME));
	}

	@ParameterizedTest
	@ValueSource(strings = { "Date|Server", "date|SERVER", "DATE|server" })
	@Conformance({ "P29", "H57" })
	void dateAndServerOfTheApplicationAreNotDoubled(String names) throws IOException {
		String[] name = names.split("\\|");
		RawResponse response = this.server.get(Scenario.respond("[b'']")
			.headers("[('" + name[0] + "', 'Thu, 01 Jan 1970 00:00:00 GMT'), ('" + name[1] + "', 'mine/1.0')]"));
		assertThat(response.headers("Date")).containsExactly("Thu, 01 Jan 1970 00:00:00 GMT");
		assertThat(response.headers("Server")).containsExactly("mine/1.0");
	}

	@Test
	@Conformance("H54")
	void repeatedHeadersKeepTheirOrder() throws IOException {
		RawResponse response = this.server.get(Scenario.respond("[b'']")
			.headers(
					"[('Set-Cookie', 'b=2; Path=/'), ('X-A', '1'), ('Set-Cookie', 'a=1'), ('X-A', '0'), ('set-cookie', 'c=3')]"));
		assertThat(response.headers("Set-Cookie")).containsExactly("b=2; Path=/", "a=1", "c=3");
		assertThat(response.headers("X-A")).containsExactly("1", "0");
	}

	@Test
	@Conformance("H54")
	void theCaseOfNamesIsKept() throws IOException {
		RawResponse response = this.server.get(Scenario.respond("[b'']")
			.headers("[('P3P', 'a'), ('x-lower', 'b'), ('X-mIxEd', 'c'), ('ETag', '\"d\"')]"));
		assertThat(response.headerLines()).contains("P3P: a", "x-lower: b", "X-mIxEd: c", "ETag: \"d\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\\u65e5", "a\\u0100", "\\ud800", "\\U0001f40d", "\\u20ac" })
	@Conformance({ "P42", "H56" })
	void aValueOutsideOfLatin1IsRefused(String value) throws IOException {
		RawResponse response = this.server.get(Scenario.startResponse("'200 OK', [('X-A', '" + value + "')]"));
		assertThat(response.header("X-Raised")).isEqualTo("ValueError");
	}

	@Test
	@Conformance({ "P42", "H56" })
	void aValueInLatin1IsSentAsOctetsOfTheSameNumbers() throws IOException {
		RawResponse response = this.server.get(Scenario.respond("[b'']")
			.headers("[('X-Latin', 'caf\\xe9'), ('X-Utf', '\\xe6\\x97\\xa5'), ('X-High', '\\x80\\xff')]"));
		assertThat(response.headerLines()).contains("X-Latin: caf\u00e9", "X-Utf: \u00e6\u0097\u00a5",
				"X-High: \u0080\u00ff");
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/html", "text/html;charset=utf-8", "text/html;charset=UTF-8",
			"text/html;charset=latin-1", "application/json", "text/plain; format=flowed",
			"multipart/x-mixed-replace; boundary=\"a b\"", "TEXT/Html", "nonsense", "a/b;charset=no-such-charset" })
	@Conformance({ "P47", "H57" })
	void contentTypeIsKept(String type) throws IOException {
		RawResponse response = this.server
			.get(Scenario.respond("[b'x']").headers("[('Content-Type', '" + type + "')]"));
		assertThat(response.headers("Content-Type")).containsExactly(type);
	}

	@Test
	@Conformance("H57")
	void spaceAndQuotesAroundTheCharsetOfContentTypeAreDropped() throws IOException {
		for (String type : List.of("text/html; charset=utf-8", "text/html;charset=\"utf-8\"")) {
			RawResponse response = this.server
				.get(Scenario.respond("[b'x']").headers("[('Content-Type', '" + type + "')]"));
			assertThat(response.headers("Content-Type")).containsExactly("text/html;charset=utf-8");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "[b'body']", "[]", "generator(b'a', b'b')" })
	@Conformance({ "P47", "H58" })
	void noContentTypeIsInvented(String body) throws IOException {
		RawResponse response = this.server.get(Scenario.respond(body));
		assertThat(response.header("Content-Type")).isNull();
		assertThat(response.header("Content-Language")).isNull();
	}

	@Test
	@Conformance("P47")
	void noOtherHeaderIsInvented() throws IOException {
		RawResponse response = this.server.send(
				"GET " + Scenario.respond("[b'x' * 10000]").headers("[('ETag', '\"a\"')]").target() + " HTTP/1.1",
				"Accept-Encoding: gzip, br", "Range: bytes=0-1", "If-None-Match: \"a\"", "Origin: https://example.org");
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.headerLines()).map((line) -> line.substring(0, line.indexOf(':')))
			.containsExactlyInAnyOrder("ETag", "Content-Length", "Date", "Server");
		assertThat(response.bytes()).hasSize(10_000);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a  b", "\\t", "a\\tb", "\"quoted\"", "a, b", "a;b=c", "(comment)", "\\xa0" })
	@Conformance("P28")
	void aValidValueIsKept(String value) throws IOException {
		RawResponse response = this.server.get(Scenario.respond("[b'']").headers("[('X-A', '" + value + "')]"));
		assertThat(response.headers("X-A")).hasSize(1);
		assertThat(response.header("X-A")).isEqualTo(value.replace("\\t", "\t").replace("\\xa0", "\u00a0").strip());
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Language", "Location", "WWW-Authenticate", "Content-Encoding", "Cache-Control",
			"Content-Range", "Last-Modified", "Allow", "Vary", "Link", "Retry-After", "X_Underscore" })
	@Conformance("P47")
	void headersOfTheApplicationAreSentAsTheyAre(String name) throws IOException {
		RawResponse response = this.server.get(Scenario.respond("[b'x']").headers("[('" + name + "', 'some, value')]"));
		assertThat(response.headerLines()).containsOnlyOnce(name + ": some, value");
	}

	@Test
	@Conformance("H19")
	void largeHeadersAreSent() throws IOException {
		RawResponse response = this.server.get(Scenario.respond("[b'x']").headers("[('X-Large', 'x' * 20000)]"));
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.header("X-Large")).hasSize(20_000);
	}

	@ParameterizedTest
	@ValueSource(strings = { "200 OK", "299 Custom", "404 Gone Fishing", "200" })
	@Conformance("H55")
	void noReasonPhraseIsSent(String status) throws IOException {
		assertThat(this.server.get(Scenario.respond("[b'x']").status("'" + status + "'")).statusLine())
			.isEqualTo("HTTP/1.1 " + status.substring(0, 3) + " ");
	}

}
