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
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * PEP 3333, "The write() Callable".
 *
 * @author wsgi-spring-boot contributors
 */
@ConformanceTest
class WriteTests {

	private final WsgiServer server;

	WriteTests(WsgiServer server) {
		this.server = server;
	}

	@Test
	@Conformance("P40")
	void writtenDataIsWithTheClientWhenWriteReturns() throws IOException {
		Scenario scenario = Scenario.respond("[b'end']").write("(b'one', wait('one seen'), b'two', wait('two seen'))");
		try (RawConnection connection = this.server.connect()) {
			connection.sendHead("GET " + scenario.target() + " HTTP/1.1");
			connection.receiveHead();
			assertThat(connection.receiveChunk()).isEqualTo("one");
			this.server.note(scenario.key(), "one seen");
			assertThat(connection.receiveChunk()).isEqualTo("two");
			this.server.note(scenario.key(), "two seen");
			assertThat(connection.receiveChunk()).isEqualTo("end");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "[b'c', b'd']", "[b'cd']", "generator(b'c', b'd')", "steps(b'c', b'd')" })
	@Conformance("P40")
	void writtenDataComesBeforeTheIterable(String body) throws IOException {
		assertThat(this.server.get(Scenario.respond(body).write("[b'a', b'b']")).body()).isEqualTo("abcd");
	}

	@Test
	@Conformance("P41")
	void theIterableMayBeEmptyAfterWrite() throws IOException {
		RawResponse response = this.server.get(Scenario.respond("[]").write("[b'all']"));
		assertThat(response.body()).isEqualTo("all");
		assertThat(response.complete()).isTrue();
	}

	@Test
	@Conformance("P41")
	void returningNoneAfterWriteCutsTheResponse() throws IOException {
		RawResponse response = this.server.get(Scenario.respond("None").write("[b'part']"));
		assertThat(response.body()).isEqualTo("part");
		assertThat(response.complete()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "'text'", "None", "1", "memoryview(b'a')" })
	@Conformance("P43")
	void writingAnythingButBytesIsAnError(String data) throws IOException {
		assertThat(this.server.get(Scenario.respond("[b'end']").write("[" + data + "]")).status()).isEqualTo(500);
	}

	@Test
	@Conformance("H47")
	void writeOfARequestThatHasEndedReachesNoOther() throws IOException {
		try (RawConnection connection = this.server.connect()) {
			connection.sendHead("GET /keep-write HTTP/1.1");
			assertThat(connection.receive().body()).isEqualTo("kept");
			connection.sendHead("GET /use-kept-write HTTP/1.1");
			RawResponse response = connection.receive();
			assertThat(response.body()).startsWith("RuntimeError").doesNotContain("INTRUDER");
			assertThat(response.header("X-Intruder")).isNull();
			connection.sendHead("GET /respond?body=[b%27next%27] HTTP/1.1");
			assertThat(connection.receive().body()).isEqualTo("next");
		}
	}

	@Test
	@Conformance("H47")
	void writeOfAThreadReachesNoLaterResponseOfTheConnection() throws IOException {
		Scenario scenario = Scenario.of("write-from-thread");
		try (RawConnection connection = this.server.connect()) {
			connection.sendHead("GET " + scenario.target() + " HTTP/1.1");
			assertThat(connection.receive().body()).isEqualTo("first");
			connection.sendHead("GET /while-thread-writes?key=" + scenario.key() + " HTTP/1.1");
			assertThat(connection.receive().body()).isEqualTo("before,after");
		}
		assertThat(this.server.events(scenario.key())).contains("RuntimeError").doesNotContain("written");
	}

}
