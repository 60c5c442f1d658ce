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

package io.wsgi.graalpy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.wsgi.runtime.ApplicationCaller;
import io.wsgi.runtime.PythonInterpreter;
import io.wsgi.runtime.RequestBody;
import io.wsgi.testsupport.RecordedExchange;
import io.wsgi.testsupport.TestPython;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code wsgi.input} and {@code wsgi.errors}, all in one interpreter.
 *
 * @author wsgi-spring-boot contributors
 */
class StreamTests {

	private static final byte[] BODY = "first line\nsecond line\nthe last".getBytes(StandardCharsets.US_ASCII);

	private static final List<String> errors = new CopyOnWriteArrayList<>();

	@TempDir
	private static Path directory;

	private static PythonInterpreter interpreter;

	private static ApplicationCaller caller;

	@BeforeAll
	static void createInterpreter() {
		interpreter = TestPython.newInterpreter(TestPython.sources("working"));
		caller = interpreter.load(TestPython.application("inputs:app"), errors::add).newCaller();
	}

	@AfterAll
	static void closeInterpreter() {
		interpreter.close();
	}

	@BeforeEach
	void forgetErrors() {
		errors.clear();
	}

	@ParameterizedTest
	@ValueSource(strings = { "read", "read-some", "read1", "readinto", "readinto1", "readline", "readlines", "iterate",
			"seek", "tell", "flags", "kind", "text", "copy", "close" })
	void inputIsTheSameWhateverTheClientDoes(String action) throws IOException {
		String inMemory = call(new RecordedExchange("/" + action, new RequestBody.InMemory(BODY)));
		RequestBody inFile = inFile();
		assertThat(call(new RecordedExchange("/" + action, inFile))).isEqualTo(inMemory);
		assertThat(call(deferred(action, new RequestBody.InMemory(BODY)))).isEqualTo(inMemory);
		assertThat(call(deferred(action, inFile))).isEqualTo(inMemory);
	}

	@Test
	void bodyIsNotAskedForBeforeItIsRead() {
		DeferredExchange exchange = deferred("flags", new RequestBody.InMemory(BODY));
		call(exchange);
		assertThat(exchange.received).isFalse();
	}

	@Test
	void requestIsServedAlthoughItsInputCannotBeClosed() throws IOException {
		assertThat(call(new RecordedExchange("/close-descriptor", inFile()))).isEqualTo("'closed'");
		assertThat(call(deferred("close-descriptor", inFile()))).isEqualTo("'closed'");
		assertThat(errors).containsExactly("not lost", "not lost");
	}

	@Test
	void tracebackIsOneRecord() {
		call(new RecordedExchange("/traceback/4000"));
		assertThat(errors).singleElement()
			.asString()
			.hasSizeGreaterThan(100_000)
			.startsWith("Traceback")
			.endsWith("RecursionError: too deep");
	}

	@Test
	void tracebackWithoutEndIsLoggedInParts() {
		call(new RecordedExchange("/traceback/60000"));
		assertThat(errors).hasSizeGreaterThan(1).first().asString().hasSizeLessThan(2_000_000).startsWith("Traceback");
		assertThat(errors).last().asString().endsWith("RecursionError: too deep");
	}

	private static String call(RecordedExchange exchange) {
		assertThat(caller.call(exchange)).as(exchange.getReport()).isNull();
		assertThat(exchange.getReport()).isNull();
		return exchange.getResponse();
	}

	private static RequestBody inFile() throws IOException {
		Path file = Files.createTempFile(directory, "body", null);
		Files.write(file, BODY);
		return new RequestBody.InFile(file, BODY.length);
	}

	private static DeferredExchange deferred(String action, RequestBody body) {
		return new DeferredExchange("/" + action, body);
	}

	/**
	 * A request whose client waits until its body is wanted.
	 */
	private static final class DeferredExchange extends RecordedExchange {

		private final RequestBody later;

		private boolean received;

		DeferredExchange(String path, RequestBody later) {
			super(path, new RequestBody.Deferred(later.length()));
			this.later = later;
		}

		@Override
		public RequestBody receive() {
			this.received = true;
			return this.later;
		}

	}

}
