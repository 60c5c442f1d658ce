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

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import io.wsgi.runtime.Interruption;
import io.wsgi.runtime.PythonApplication;
import io.wsgi.runtime.PythonInterpreter;
import io.wsgi.testsupport.RecordedExchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CallInterrupter}, by calls that would never end.
 *
 * @author wsgi-spring-boot contributors
 */
@Timeout(300)
class CPythonInterruptionTests {

	private static CPythonRuntime runtime;

	private static PythonInterpreter interpreter;

	private static PythonApplication application;

	@BeforeAll
	static void load() {
		runtime = TestCPython.runtime();
		interpreter = TestCPython.newInterpreter(runtime);
		application = TestCPython.load(interpreter, "calling:app", (text) -> {
		});
	}

	@AfterAll
	static void close() {
		if (interpreter != null) {
			interpreter.exit(Duration.ofMinutes(1));
			interpreter.close();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "sleep", "loop", "lock", "event", "queue", "join", "recv", "timed_recv", "select", "pipe",
			"child", "backtracking", "retrying" })
	void callIsInterruptedWhereverItIs(String way) throws Exception {
		Stalled call = new Stalled(way);
		CompletableFuture<String> stack = new CompletableFuture<>();
		interpreter.interrupt(call.thread, new Interruption("too long", () -> true, stack::complete));
		assertThat(call.failure.get()).isEqualTo("wsgi_cpython.interruption.RequestTimeout");
		assertThat(call.exchange.getReport()).contains("in _stall_by_" + way).endsWith("RequestTimeout: too long");
		assertThat(stack.get()).startsWith("\nTraceback (most recent call last):")
			.contains("in _stall_by_" + way)
			.doesNotContain("wsgi_cpython");
	}

	@Test
	void callThatIsNotMeantAnyMoreGoesOn() throws Exception {
		Stalled call = new Stalled("loop");
		interpreter.interrupt(call.thread, new Interruption("not wanted", () -> false, (stack) -> {
		}));
		for (int i = 0; i < 20; i++) {
			assertThat(interpreter.stackOf(call.thread).get(2, TimeUnit.MINUTES)).contains("in _stall_by_loop");
		}
		assertThat(call.failure.isDone()).isFalse();
		call.end();
	}

	@Test
	void nextCallOfTheThreadIsNotHit() throws Exception {
		FutureTask<Integer> calls = new FutureTask<>(() -> {
			var caller = application.newCaller();
			int failures = 0;
			for (int i = 0; i < 2000; i++) {
				failures += (caller.call(new RecordedExchange("/hints")) != null) ? 1 : 0;
			}
			assertThat(caller.call(new RecordedExchange("/hints"))).isNull();
			return failures;
		});
		Thread thread = Thread.ofPlatform().start(calls);
		int raised = 0;
		while (!calls.isDone()) {
			Interruption interruption = new Interruption("now and then", () -> true, (stack) -> {
			});
			interpreter.interrupt(thread, interruption);
			TimeUnit.MILLISECONDS.sleep(50);
			raised += interruption.isRaised() ? 1 : 0;
		}
		assertThat(calls.get()).isLessThanOrEqualTo(raised);
	}

	@Test
	void stackIsToldWhileTheThreadWaits() throws Exception {
		Stalled call = new Stalled("recv");
		assertThat(interpreter.stackOf(call.thread).get(2, TimeUnit.MINUTES)).contains("ours.recv(1)");
		call.end();
	}

	@Test
	void cancelEndsWhatRuns() throws Exception {
		PythonInterpreter another = TestCPython.newInterpreter(runtime);
		PythonApplication loaded = TestCPython.load(another, "calling:app", (text) -> {
		});
		CompletableFuture<String> failure = new CompletableFuture<>();
		Thread thread = Thread.ofPlatform()
			.daemon()
			.start(() -> failure.complete(loaded.newCaller().call(new Stalling("sleep"))));
		awaitStack(thread, "_stall_by_sleep");
		another.cancel();
		assertThat(failure.get()).isEqualTo("wsgi_cpython.interruption.RequestTimeout");
		another.exit(Duration.ofMinutes(1));
		another.close();
	}

	private static void awaitStack(Thread thread, String function) throws Exception {
		String stack = "";
		while (!stack.contains(function)) {
			CompletableFuture<String> answer = interpreter.stackOf(thread);
			stack = answer.isCancelled() ? "" : answer.exceptionally((ex) -> "").get(1, TimeUnit.MINUTES);
		}
	}

	/**
	 * A request whose call never ends.
	 */
	private static final class Stalling extends RecordedExchange {

		private final String way;

		Stalling(String way) {
			super("/stall");
			this.way = way;
		}

		@Override
		public String environ() {
			return super.environ() + "\0QUERY_STRING\0" + this.way;
		}

	}

	/**
	 * A thread in such a call.
	 */
	private static final class Stalled {

		private final Stalling exchange;

		private final CompletableFuture<String> failure = new CompletableFuture<>();

		private final Thread thread;

		Stalled(String way) throws Exception {
			this.exchange = new Stalling(way);
			this.thread = Thread.ofPlatform()
				.daemon()
				.start(() -> this.failure.complete(application.newCaller().call(this.exchange)));
			if (way.equals("backtracking")) {
				// Lets nobody in who could look
				TimeUnit.SECONDS.sleep(1);
			}
			else {
				awaitStack(this.thread, "_stall_by_" + way);
			}
		}

		void end() throws Exception {
			interpreter.interrupt(this.thread, new Interruption("the end", () -> true, (stack) -> {
			}));
			this.failure.get(2, TimeUnit.MINUTES);
		}

	}

}
