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

package io.wsgi.cpython;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.wsgi.runtime.ApplicationCaller;
import io.wsgi.runtime.ApplicationLoadException;
import io.wsgi.runtime.PythonApplication;
import io.wsgi.runtime.PythonInterpreter;
import io.wsgi.runtime.RequestBody;
import io.wsgi.testsupport.RecordedExchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CPythonCaller}, by what goes in and what comes out.
 *
 * @author wsgi-spring-boot contributors
 */
class CPythonCallTests {

	private static final List<String> errors = new CopyOnWriteArrayList<>();

	private static CPythonRuntime runtime;

	private static PythonInterpreter interpreter;

	private static PythonApplication application;

	private static ApplicationCaller caller;

	@BeforeAll
	static void load() {
		runtime = TestCPython.runtime();
		interpreter = TestCPython.newInterpreter(runtime);
		application = TestCPython.load(interpreter, "calling:app", errors::add);
		caller = application.newCaller();
	}

	@AfterAll
	static void close() {
		if (interpreter != null) {
			interpreter.exit(Duration.ofMinutes(1));
			interpreter.close();
		}
	}

	private static RecordedExchange call(String path) {
		return call(path, RequestBody.EMPTY);
	}

	private static RecordedExchange call(String path, RequestBody body) {
		RecordedExchange exchange = new RecordedExchange(path, body);
		caller.call(exchange);
		return exchange.await();
	}

	@Test
	void bodyOfMemoryIsRead() {
		byte[] body = new byte[3_000_000];
		for (int i = 0; i < body.length; i++) {
			body[i] = (byte) (i * 31);
		}
		RecordedExchange exchange = call("/echo", new RequestBody.InMemory(body));
		assertThat(exchange.getResponse().getBytes(StandardCharsets.ISO_8859_1)).isEqualTo(body);
		assertThat(exchange.isComplete()).isTrue();
		assertThat(exchange.getReport()).isNull();
	}

	@Test
	void bodyOfFileIsRead(@TempDir Path directory) throws IOException {
		Path file = Files.writeString(directory.resolve("b\u00f6dy"), "in a file");
		assertThat(call("/echo", new RequestBody.InFile(file, 9)).getResponse()).isEqualTo("in a file");
	}

	@Test
	void deferredBodyIsReceived() {
		RecordedExchange exchange = new RecordedExchange("/echo", new RequestBody.Deferred(5)) {

			@Override
			public RequestBody receive() {
				return new RequestBody.InMemory("later".getBytes(StandardCharsets.UTF_8));
			}

		};
		assertThat(caller.call(exchange)).isNull();
		assertThat(exchange.getResponse()).isEqualTo("later");
	}

	@Test
	void deferredBodyThatDoesNotComeIsAnOsError() {
		RecordedExchange exchange = new RecordedExchange("/echo", new RequestBody.Deferred(5)) {

			@Override
			public RequestBody receive() throws IOException {
				throw new IOException("The client has gone");
			}

		};
		assertThat(caller.call(exchange)).isEqualTo("OSError");
		assertThat(exchange.getReport()).contains("in _echo").contains("could not be received");
	}

	@Test
	void responseIsStreamed() {
		RecordedExchange exchange = call("/chunks");
		assertThat(exchange.getHead()).isEqualTo("200 OK\nX-Latin\n\u00e4");
		assertThat(exchange.getResponse()).startsWith("0,1,2,").endsWith(",999,");
	}

	@Test
	void interimResponseIsSent() {
		StringBuilder hints = new StringBuilder();
		RecordedExchange exchange = new RecordedExchange("/hints") {

			@Override
			public void sendEarlyHints(String head) {
				hints.append(head);
			}

		};
		caller.call(exchange);
		assertThat(hints).hasToString("103\nLink\n</style.css>; rel=preload");
		assertThat(exchange.getResponse()).isEqualTo("hinted");
	}

	@ParameterizedTest
	@CsvSource({ "/raise,ValueError,in _raise", "/leave,SystemExit,SystemExit: 3", "/kill,SystemExit,SystemExit: 3",
			"/keyboard,KeyboardInterrupt,in _keyboard" })
	void exceptionEndsTheCallOnly(String path, String failure, String trace) {
		RecordedExchange exchange = new RecordedExchange(path);
		assertThat(caller.call(exchange)).isEqualTo(failure);
		assertThat(exchange.getReport()).contains("Traceback (most recent call last):").contains(trace);
		assertThat(call("/pool").getResponse()).isEqualTo("True");
	}

	@Test
	void exceptionOfJavaBecomesOneOfPython() {
		RecordedExchange exchange = new RecordedExchange("/chunks") {

			@Override
			public boolean send(String head, byte[] body, boolean last) {
				throw new UnsupportedOperationException("not today");
			}

		};
		assertThat(caller.call(exchange)).isEqualTo("RuntimeError");
		assertThat(exchange.getReport()).contains("not today");
	}

	@Test
	void errorsAreReported() {
		call("/errors");
		assertThat(errors).contains("told");
	}

	@Test
	void interpreterIsOfTheInstallation() {
		assertThat(call("/facts").getResponse()).startsWith("1 ['']")
			.contains(" utf-8 yes ")
			.contains(runtime.executable().toString());
	}

	@Test
	void callableOfAnotherRequestReachesNothing() {
		assertThat(call("/keep").getResponse()).isEqualTo("kept");
		assertThat(call("/use_kept").getResponse()).contains("after its request had ended");
	}

	@Test
	void threadKeepsWhatIsStoredForIt() {
		String first = call("/local_count").getResponse();
		assertThat(first).startsWith(Thread.currentThread().getName());
		assertThat(call("/local_count").getResponse()).isNotEqualTo(first);
	}

	@Test
	void processIsNotForked() {
		assertThat(call("/fork").getResponse()).contains("cannot be forked");
		assertThat(call("/multiprocessing").getResponse()).isEqualTo("spawn");
		assertThat(call("/child").getResponse()).isEqualTo("2\n");
	}

	@Test
	void signalsStayWithTheServer() {
		assertThat(call("/signal").getResponse()).isEqualTo("True");
	}

	@Test
	void nothingIsLeftOfCalls() {
		for (int i = 0; i < 5000; i++) {
			call((i % 2 == 0) ? "/chunks" : "/raise");
			call("/echo", new RequestBody.InMemory(new byte[1000]));
		}
		long before = Long.parseLong(call("/blocks").getResponse());
		for (int i = 0; i < 20_000; i++) {
			call((i % 2 == 0) ? "/hints" : "/raise");
			call("/echo", new RequestBody.InMemory(new byte[1000]));
		}
		assertThat(Long.parseLong(call("/blocks").getResponse())).isCloseTo(before,
				org.assertj.core.data.Offset.offset(1000L));
	}

	@Test
	void threadsDoNotMixTheirBodies() throws InterruptedException {
		List<Throwable> failures = new CopyOnWriteArrayList<>();
		Thread[] threads = new Thread[8];
		for (int i = 0; i < threads.length; i++) {
			byte letter = (byte) ('a' + i);
			threads[i] = Thread.ofPlatform().start(() -> {
				try {
					echoOften(application.newCaller(), letter);
				}
				catch (Throwable ex) {
					failures.add(ex);
				}
			});
		}
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(failures).isEmpty();
	}

	private static void echoOften(ApplicationCaller caller, byte letter) {
		for (int size = 0; size < 500_000; size += 999) {
			byte[] body = new byte[size];
			java.util.Arrays.fill(body, letter);
			RecordedExchange exchange = new RecordedExchange("/echo", new RequestBody.InMemory(body));
			assertThat(caller.call(exchange)).isNull();
			assertThat(exchange.getResponse().getBytes(StandardCharsets.ISO_8859_1)).isEqualTo(body);
		}
	}

	@Test
	void whatCannotBeLoadedIsTold() {
		assertThatExceptionOfType(ApplicationLoadException.class)
			.isThrownBy(() -> TestCPython.load(interpreter, "nowhere:app", errors::add))
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(ApplicationLoadException.Reason.NO_SUCH_MODULE))
			.satisfies((ex) -> assertThat(ex.getPath()).isNotEmpty());
	}

	@Test
	void interpreterIsTiedToTheProcess() {
		assertThat(interpreter.nativeModules())
			.containsExactly("CPython " + runtime.version() + ", of which a process can have one");
	}

	@Test
	void anotherApplicationFollowsAfterTheEnd() {
		PythonInterpreter another = TestCPython.newInterpreter(runtime);
		RecordedExchange exchange = new RecordedExchange("/pool");
		TestCPython.load(another, "calling:app", errors::add).newCaller().call(exchange);
		another.exit(Duration.ofMinutes(1));
		assertThat(exchange.getResponse()).isEqualTo("True");
		assertThat(call("/pool").getResponse()).isEqualTo("True");
	}

}
