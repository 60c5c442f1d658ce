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
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * PEP 3333, "The start_response() Callable" and "Error Handling".
 *
 * @author wsgi-spring-boot contributors
 */
@ConformanceTest
class StartResponseTests {

	private final WsgiServer server;

	StartResponseTests(WsgiServer server) {
		this.server = server;
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "200 OK", "200", "200 ", "299 Custom Reason", "404 Not \\xe9 Found", "599 Last", "451 \\t" })
	@Conformance({ "P26", "H55" })
	void aStatusOfThreeDigitsIsTaken(String status) throws IOException {
		RawResponse response = this.server.get(Scenario.startResponse("'" + status + "', []"));
		assertThat(response.header("X-Raised")).isNull();
		assertThat(response.status()).isEqualTo(Integer.parseInt(status.substring(0, 3)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "2000 OK", "OK", "200OK", "20 OK", "", " 200 OK", "-20 OK", "2e2 OK",
			"\\u0662\\u0660\\u0660 OK", "200 OK\\r\\n", "200 OK\\n", "200 OK\\r\\nX-Split: yes", "200 \\0", "200 \\x7f",
			"200 \\u65e5" })
	@Conformance({ "P26", "H53", "H55" })
	void anyOtherStatusIsRefused(String status) throws IOException {
		assertThat(raised("'" + status + "', []")).isEqualTo("ValueError");
	}

	@ParameterizedTest
	@ValueSource(strings = { "200", "b'200 OK'", "None", "200.0", "('200', 'OK')" })
	@Conformance({ "P26", "H55" })
	void aStatusThatIsNoStringIsRefused(String status) throws IOException {
		assertThat(raised(status + ", []")).isEqualTo("TypeError");
	}

	@ParameterizedTest
	@ValueSource(strings = { "100 Continue", "101 Switching Protocols", "103 Early Hints" })
	@Conformance("H64")
	void anInterimStatusIsRefused(String status) throws IOException {
		assertThat(raised("'" + status + "', []")).isEqualTo("ValueError");
	}

	@ParameterizedTest
	@ValueSource(strings = { "(('X-A', 'a'),)", "{'X-A': 'a'}", "'X-A: a'", "None", "iter([])", "[['X-A', 'a']]",
			"['ab']", "[('X-A', 'a', 'b')]", "[('X-A',)]", "[('X-A', 1)]", "[('X-A', None)]", "[('X-A', b'a')]",
			"[(b'X-A', 'a')]", "[(1, 'a')]", "[None]" })
	@Conformance("P27")
	void headersOtherThanAListOfPairsOfStringsAreRefused(String headers) throws IOException {
		assertThat(raised("'200 OK', " + headers)).isEqualTo("TypeError");
	}

	@Test
	@Conformance("P27")
	void changesToTheListAfterTheCallHaveNoEffect() throws IOException {
		RawResponse response = this.server.get("/mutate-headers");
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.header("X-Before")).isEqualTo("1");
		assertThat(response.headerLines()).noneMatch((line) -> line.contains("X-After") || line.contains("X-Split"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "X A", "X-A ", " X-A", "X-A:", "X-A\\r\\nX-Split", "X-A\\n", "X-\\0", "X-\\xe9",
			"X-\\u65e5", "X(A)", "X/A", "\\x7f", "X[]", "X\\tA" })
	@Conformance({ "P28", "H53" })
	void aHeaderNameThatIsNoTokenIsRefused(String name) throws IOException {
		assertThat(raised("'200 OK', [('" + name + "', 'a')]")).isEqualTo("ValueError");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\\r\\nX-Split: yes", "a\\nX-Split: yes", "a\\rb", "a\\0", "a\\x01", "a\\x7f", "\\n",
			"\\r\\n a", "\\x0b", "\\x0c", "\\x1f" })
	@Conformance({ "P28", "H53" })
	void aHeaderValueWithControlCharactersIsRefused(String value) throws IOException {
		assertThat(raised("'200 OK', [('X-A', '" + value + "')]")).isEqualTo("ValueError");
	}

	@Test
	@Conformance({ "P28", "H53" })
	void aKnownHeaderNameIsCheckedAgainEachTime() throws IOException {
		assertThat(this.server.get(Scenario.startResponse("'200 OK', [('X-Known', 'a')]")).header("X-Known"))
			.isEqualTo("a");
		assertThat(raised("'200 OK', [('X-Known', 'a\\r\\nX-Split: yes')]")).isEqualTo("ValueError");
		assertThat(raised("'200 OK', [('X-Known', 'a\\nX-Split\\nb')]")).isEqualTo("ValueError");
		assertThat(raised("'200 OK\\nX-Split\\nb', [('X-Known', 'a')]")).isEqualTo("ValueError");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Connection", "keep-alive", "Proxy-Authenticate", "PROXY-AUTHORIZATION", "TE", "Trailer",
			"Trailers", "Transfer-Encoding", "Upgrade", "Proxy-Connection" })
	@Conformance({ "P30", "H52" })
	void aHopByHopHeaderIsRefused(String name) throws IOException {
		assertThat(raised("'200 OK', [('" + name + "', 'close')]")).isEqualTo("ValueError");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "-1", "+1", "1.0", "1, 1", "9223372036854775808", "99999999999999999999" })
	@Conformance("P31")
	void aContentLengthThatCannotBeIsRefused(String length) throws IOException {
		assertThat(raised("'200 OK', [('Content-Length', '" + length + "')]")).isEqualTo("ValueError");
	}

	@Test
	@Conformance("P31")
	void whatIsWrongIsToldWhileTheApplicationRuns() throws IOException {
		RawResponse response = this.server.get(Scenario.startResponse("'200 OK', [('X-A', 'a\\n')]"));
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.header("X-Raised")).isEqualTo("ValueError");
		assertThat(response.body()).isEqualTo("body");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "()", "'200 OK'", "'200 OK', [], None, None" })
	@Conformance("P4")
	void aWrongNumberOfArgumentsIsRefused(String arguments) throws IOException {
		assertThat(raised(arguments)).isEqualTo("TypeError");
	}

	@Test
	@Conformance({ "P32", "H42" })
	void nothingIsSentBeforeTheFirstBlockThatIsNotEmpty() throws IOException {
		Scenario scenario = Scenario.respond("steps(b'', b'', note('waits'), wait('go'), b'data')");
		try (RawConnection connection = this.server.connect()) {
			connection.sendHead("GET " + scenario.target() + " HTTP/1.1");
			this.server.eventsUntil(scenario.key(), "waits");
			assertThat(connection.isSilent()).isTrue();
			this.server.note(scenario.key(), "go");
			assertThat(connection.receive().body()).isEqualTo("data");
		}
	}

	@Test
	@Conformance({ "P32", "H42" })
	void theResponseCanBeStartedAnewAfterAnEmptyBlock() throws IOException {
		Scenario scenario = Scenario.respond("steps(b'', restart('503 Changed', [('X-New', '1')]), b'', b'data')")
			.headers("[('X-Old', '1')]");
		RawResponse response = this.server.get(scenario);
		assertThat(response.status()).isEqualTo(503);
		assertThat(response.header("X-Old")).isNull();
		assertThat(response.header("X-New")).isEqualTo("1");
		assertThat(response.body()).isEqualTo("data");
	}

	@Test
	@Conformance("P32")
	void writingNothingSendsNothing() throws IOException {
		Scenario scenario = Scenario.respond("[b'data']").write("(b'', restart('503 Changed', []))");
		assertThat(this.server.get(scenario).status()).isEqualTo(503);
	}

	@Test
	@Conformance({ "P32", "H43" })
	void headersAreSentWhenTheBodyEndsEmpty() throws IOException {
		for (String body : List.of("[]", "()", "[b'']", "[b'', b'']", "generator()", "generator(b'')", "steps()")) {
			RawResponse response = this.server
				.get(Scenario.respond(body).status("'202 Accepted'").headers("[('X-A', 'a')]"));
			assertThat(response.status()).as(body).isEqualTo(202);
			assertThat(response.header("X-A")).as(body).isEqualTo("a");
			assertThat(response.header("Content-Length")).as(body).isEqualTo("0");
			assertThat(response.body()).as(body).isEmpty();
		}
	}

	@Test
	@Conformance("P32")
	void contentLengthZeroNeedsNoBlock() throws IOException {
		RawResponse response = this.server.get(Scenario.respond("generator()").headers("[('Content-Length', '0')]"));
		assertThat(response.header("Content-Length")).isEqualTo("0");
		assertThat(response.complete()).isTrue();
	}

	@Test
	@Conformance("P33")
	void excInfoReplacesStatusAndAllHeaders() throws IOException {
		Scenario scenario = Scenario.respond("[b'error page']")
			.headers("[('X-Old', '1'), ('Content-Length', '3'), ('Set-Cookie', 'a=b')]")
			.write("[restart('500 Failed', [('X-New', '1')])]");
		RawResponse response = this.server.get(scenario);
		assertThat(response.status()).isEqualTo(500);
		assertThat(response.headers("X-Old")).isEmpty();
		assertThat(response.headers("Set-Cookie")).isEmpty();
		assertThat(response.header("X-New")).isEqualTo("1");
		assertThat(response.header("Content-Length")).isEqualTo("10");
		assertThat(response.body()).isEqualTo("error page");
	}

	@Test
	@Conformance("P33")
	void excInfoMayReplaceMoreThanOnce() throws IOException {
		Scenario scenario = Scenario.respond("[b'']")
			.write("[restart('500 A', [('X-A', '1')]), restart('501 B', [('X-B', '1')])]");
		RawResponse response = this.server.get(scenario);
		assertThat(response.status()).isEqualTo(501);
		assertThat(response.header("X-A")).isNull();
	}

	@Test
	@Conformance("P34")
	void excInfoAfterHeadersWereSentRaisesTheSameException() throws IOException {
		Scenario scenario = Scenario.of("start-after-sent");
		RawResponse response = this.server.get(scenario);
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.complete()).isFalse();
		assertThat(this.server.events(scenario.key())).containsExactly("same", "traceback");
	}

	@Test
	@Conformance("P35")
	void aSecondCallWithoutExcInfoIsFatal() throws IOException {
		assertThat(this.server.get("/start-twice?first=[]").body()).isEqualTo("\"AssertionError\"");
	}

	@Test
	@Conformance("P35")
	void aSecondCallWithoutExcInfoIsFatalEvenIfTheFirstOneRaised() throws IOException {
		assertThat(this.server.get("/start-twice?first=None").body()).isEqualTo("\"AssertionError\"");
	}

	@Test
	@Conformance("P36")
	void noReferenceToExcInfoIsKept() throws IOException {
		assertThat(this.server.get("/forgettable").body()).isEqualTo("done");
		assertThat(this.server.get("/forgotten").body()).isEqualTo("0");
	}

	private String raised(String arguments) throws IOException {
		RawResponse response = this.server.get(Scenario.startResponse(arguments));
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.headers("X-Split")).isEmpty();
		return response.header("X-Raised");
	}

}
