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

import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import io.wsgi.runtime.Exchange;
import io.wsgi.runtime.PythonInterpreter;
import io.wsgi.runtime.RequestBody;
import io.wsgi.testsupport.TestPython;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * PEP 3333, "The Application/Framework Side": whatever can be called is an application.
 * Without HTTP, so that one interpreter can load all of them.
 *
 * @author wsgi-spring-boot contributors
 */
class ApplicationKindsTests {

	private static final String ENVIRON = String.join("\0", "REQUEST_METHOD", "GET", "SCRIPT_NAME", "", "PATH_INFO",
			"/", "SERVER_PROTOCOL", "HTTP/1.1");

	@TempDir
	private static Path directory;

	private static PythonInterpreter interpreter;

	@BeforeAll
	static void createInterpreter() {
		// Of wsgi-core and of wsgi-graalpy
		assertThat(TestPython.gateway()).hasSizeGreaterThanOrEqualTo(2);
		interpreter = createInterpreter(Map.of());
	}

	@AfterAll
	static void closeInterpreter() {
		interpreter.close();
	}

	@ParameterizedTest
	@CsvSource({ "function,function", "Class,class", "instance,instance", "method,method", "class_method,class method",
			"static_method,static method", "partial,partial", "anonymous,lambda", "factory('made'),made",
			"instance.method,method" })
	@Conformance("P3")
	void whateverCanBeCalledIsAnApplication(String name, String body) {
		RecordedExchange exchange = new RecordedExchange();
		interpreter.load(TestPython.application("kinds:" + name), (text) -> {
		}).newCaller().call(exchange);
		assertThat(exchange.report).isNull();
		assertThat(exchange.body).hasToString(body);
		assertThat(exchange.last).isTrue();
	}

	@Test
	@Conformance("H62")
	void atexitFunctionsRunAndThreadsAreStoppedWhenTheInterpreterEnds() {
		Path note = directory.resolve("note");
		PythonInterpreter ending = createInterpreter(Map.of("AT_EXIT", note.toString()));
		ending.load(TestPython.application("kinds:function"), (text) -> {
		});
		assertThat(note).doesNotExist();
		ending.exit(Duration.ofSeconds(2));
		ending.close();
		assertThat(note).hasContent("ended");
	}

	private static PythonInterpreter createInterpreter(Map<String, String> environment) {
		return TestPython.newInterpreter(environment, WsgiServer.APPLICATIONS.toAbsolutePath());
	}

	private static final class RecordedExchange implements Exchange {

		private final StringBuilder body = new StringBuilder();

		private boolean last;

		private String report;

		@Override
		public String environ() {
			return ENVIRON;
		}

		@Override
		public RequestBody body() {
			return RequestBody.EMPTY;
		}

		@Override
		public boolean send(String head, byte[] body, boolean last) {
			this.body.append(new String(body, StandardCharsets.ISO_8859_1));
			this.last = last;
			return true;
		}

		@Override
		public boolean sendFile(String head, FileChannel file, long offset, long count, boolean last) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void sendEarlyHints(String head) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void refused() {
			throw new UnsupportedOperationException();
		}

		@Override
		public void timedOut() {
			throw new UnsupportedOperationException();
		}

		@Override
		public void ended(String report) {
			this.report = report;
		}

	}

}
