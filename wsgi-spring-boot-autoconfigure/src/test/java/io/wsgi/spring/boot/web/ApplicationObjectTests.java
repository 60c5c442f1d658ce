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

import static org.assertj.core.api.Assertions.assertThat;

/**
 * PEP 3333, "The Application/Framework Side" and "The Server/Gateway Side".
 *
 * @author wsgi-spring-boot contributors
 */
@ConformanceTest
class ApplicationObjectTests {

	private final WsgiServer server;

	ApplicationObjectTests(WsgiServer server) {
		this.server = server;
	}

	@Test
	@Conformance("P1")
	void theApplicationIsCalledWithTwoPositionalArguments() throws IOException {
		// The dispatcher takes positional arguments only
		assertThat(this.server.get("/").status()).isEqualTo(200);
	}

	@Test
	@Conformance("P2")
	void environIsABuiltInDict() throws IOException {
		assertThat(this.server.get("/").json()).containsEntry("type", "dict");
	}

	@Test
	@Conformance("P2")
	void environCanBeChangedWithoutEffectOnOtherRequests() throws IOException {
		assertThat(this.server.get("/scribble").jsonList()).isEmpty();
		assertThat(this.server.get("/scribble").jsonList()).isEmpty();
	}

	@Test
	@Conformance("P4")
	void startResponseTakesTwoArguments() throws IOException {
		RawResponse response = this.server.get(Scenario.startResponse("'201 Created', []"));
		assertThat(response.status()).isEqualTo(201);
		assertThat(response.header("X-Raised")).isNull();
	}

	@Test
	@Conformance("P4")
	void startResponseTakesNoneAsExcInfo() throws IOException {
		RawResponse response = this.server.get(Scenario.startResponse("'201 Created', [], None"));
		assertThat(response.status()).isEqualTo(201);
	}

	@Test
	@Conformance("P4")
	void startResponseReturnsACallable() throws IOException {
		RawResponse response = this.server.get(Scenario.respond("[b'returned']").write("[b'written, ']"));
		assertThat(response.body()).isEqualTo("written, returned");
	}

	@Test
	@Conformance("P5")
	void aListIsAResponse() throws IOException {
		assertThat(this.server.get(Scenario.respond("[b'a', b'b', b'c']")).body()).isEqualTo("abc");
	}

	@Test
	@Conformance("P5")
	void aTupleIsAResponse() throws IOException {
		assertThat(this.server.get(Scenario.respond("(b'a', b'b', b'c')")).body()).isEqualTo("abc");
	}

	@Test
	@Conformance("P5")
	void aGeneratorIsAResponse() throws IOException {
		assertThat(this.server.get(Scenario.respond("generator(b'a', b'b', b'c')")).body()).isEqualTo("abc");
	}

	@Test
	@Conformance("P5")
	void anObjectWithIterIsAResponse() throws IOException {
		assertThat(this.server.get(Scenario.respond("steps(b'a', b'b', b'c')")).body()).isEqualTo("abc");
	}

	@Test
	@Conformance("P5")
	void anObjectWithGetitemOnlyIsAResponse() throws IOException {
		assertThat(this.server.get(Scenario.respond("Indexed(b'a', b'b', b'c')")).body()).isEqualTo("abc");
	}

	@Test
	@Conformance("P5")
	void aSetOrADictIsAResponse() throws IOException {
		assertThat(this.server.get(Scenario.respond("{b'a'}")).body()).isEqualTo("a");
		assertThat(this.server.get(Scenario.respond("{b'a': 1, b'b': 2}")).body()).isEqualTo("ab");
	}

	@Test
	@Conformance("P6")
	void eachBlockIsWithTheClientBeforeTheNextOneIsAskedFor() throws IOException {
		Scenario scenario = Scenario
			.respond("steps(b'first', wait('first seen'), b'second', wait('second seen'), b'third')");
		try (RawConnection connection = this.server.connect()) {
			connection.sendHead("GET " + scenario.target() + " HTTP/1.1");
			assertThat(connection.receiveHead().status()).isEqualTo(200);
			assertThat(connection.receiveChunk()).isEqualTo("first");
			this.server.note(scenario.key(), "first seen");
			assertThat(connection.receiveChunk()).isEqualTo("second");
			this.server.note(scenario.key(), "second seen");
			assertThat(connection.receiveChunk()).isEqualTo("third");
			assertThat(connection.receiveChunk()).isEmpty();
		}
	}

	@Test
	@Conformance("P7")
	void allBytesPassUnchangedInBothDirections() throws IOException {
		StringBuilder all = new StringBuilder();
		for (int octet = 0; octet < 256; octet++) {
			all.append((char) octet);
		}
		all.append("\r\n\n\r\r\n");
		RawResponse response = this.server.post("/echo", all.toString());
		assertThat(response.body()).isEqualTo(all.toString());
	}

	@Test
	@Conformance("P8")
	void aListOfOneBlockGetsAContentLength() throws IOException {
		RawResponse response = this.server.get(Scenario.respond("[b'12345']"));
		assertThat(response.header("Content-Length")).isEqualTo("5");
		assertThat(response.header("Transfer-Encoding")).isNull();
	}

	@Test
	@Conformance("P8")
	void aListThatIteratesDifferentlyFromItsLengthIsSentAsItIterates() throws IOException {
		assertThat(this.server.get(Scenario.respond("Lying()")).body()).isEqualTo("one,two");
	}

	@Test
	@Conformance("P9")
	void closeIsCalledOnceAfterTheLastBlock() throws IOException {
		Scenario scenario = Scenario.respond("steps(b'a', b'b')");
		this.server.get(scenario);
		assertThat(this.server.eventsUntil(scenario.key(), "close")).containsExactly("step 0", "step 1", "end",
				"close");
	}

	@Test
	@Conformance("P9")
	void closeIsCalledOnceWhenIterationFailsBeforeTheFirstBlock() throws IOException {
		Scenario scenario = Scenario.respond("steps(ValueError('early'))");
		assertThat(this.server.get(scenario).status()).isEqualTo(500);
		assertThat(this.server.eventsUntil(scenario.key(), "close")).containsExactly("step 0", "close");
	}

	@Test
	@Conformance("P9")
	void closeIsCalledOnceWhenIterationFailsAfterTheFirstBlock() throws IOException {
		Scenario scenario = Scenario.respond("steps(b'a', ValueError('late'))");
		assertThat(this.server.get(scenario).complete()).isFalse();
		assertThat(this.server.eventsUntil(scenario.key(), "close")).containsExactly("step 0", "step 1", "close");
	}

	@Test
	@Conformance("P9")
	void closeIsCalledOnceWhenTheClientDisconnects() throws IOException {
		Scenario scenario = Scenario.respond("steps(b'a', wait('gone'), *[bytes(65536)] * 1000)");
		try (RawConnection connection = this.server.connect()) {
			connection.sendHead("GET " + scenario.target() + " HTTP/1.1");
			connection.receiveHead();
			connection.reset();
		}
		this.server.note(scenario.key(), "gone");
		List<Object> events = this.server.eventsUntil(scenario.key(), "close");
		assertThat(events).doesNotContain("end").containsOnlyOnce("close").endsWith("close");
	}

	@Test
	@Conformance("P9")
	void closeIsCalledOnceForAListLikeObjectOfOneBlock() throws IOException {
		Scenario scenario = Scenario.respond("steps(b'only')").headers("[('Content-Length', '4')]");
		assertThat(this.server.get(scenario).body()).isEqualTo("only");
		assertThat(this.server.eventsUntil(scenario.key(), "close")).containsOnlyOnce("close").endsWith("close");
	}

	@Test
	@Conformance({ "P10", "H41" })
	void startResponseMayBeCalledWhenAGeneratorIsIteratedOver() throws IOException {
		RawResponse response = this.server.get("/started-late");
		assertThat(response.status()).isEqualTo(418);
		assertThat(response.header("X-Started")).isEqualTo("late");
		assertThat(response.body()).isEqualTo("late");
	}

	@Test
	@Conformance("P10")
	void startResponseMayBeCalledWhenAClassIsIteratedOver() throws IOException {
		RawResponse response = this.server.get("/class-app");
		assertThat(response.header("X-Started")).isEqualTo("in __iter__");
		assertThat(response.body()).isEqualTo("from a class");
	}

	@Test
	@Conformance("P11")
	void noOtherAttributesOfTheIterableAreUsed() throws IOException {
		Scenario scenario = Scenario.respond("hostile(b'a', b'b')");
		assertThat(this.server.get(scenario).body()).isEqualTo("ab");
		assertThat(this.server.events(scenario.key())).isSubsetOf("close");
	}

}
