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

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;

import io.wsgi.runtime.MainThread;
import io.wsgi.runtime.PythonInterpreter;
import io.wsgi.testsupport.TestPython;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EnteredThread}.
 *
 * @author wsgi-spring-boot contributors
 */
@Timeout(300)
class EnteredThreadTests {

	private static final BlockingQueue<FutureTask<String>> tasks = new LinkedBlockingQueue<>();

	private static Thread main;

	private static PythonInterpreter interpreter;

	private static MainThread stay;

	private static void live(CompletableFuture<PythonInterpreter> made) {
		try {
			PythonInterpreter fresh = TestPython.newInterpreter();
			try (MainThread entered = fresh.enterMainThread()) {
				stay = entered;
				made.complete(fresh);
				while (true) {
					entered.await(tasks::take).run();
				}
			}
		}
		catch (Throwable ex) {
			made.completeExceptionally(ex);
		}
	}

	@BeforeAll
	static void start() throws Exception {
		CompletableFuture<PythonInterpreter> made = new CompletableFuture<>();
		main = Thread.ofPlatform().daemon().start(() -> live(made));
		interpreter = made.get();
	}

	@AfterAll
	static void stop() {
		interpreter.cancel();
	}

	@Test
	void interruptsOfTruffleEndNoWait() throws Exception {
		SynchronousQueue<String> queue = new SynchronousQueue<>();
		for (int i = 0; i < 200; i++) {
			FutureTask<String> wait = begin(queue::take);
			CompletableFuture<String> first = interpreter.stackOf(main);
			CompletableFuture<String> second = interpreter.stackOf(main);
			if (i % 2 == 0) {
				assertThat(first).isNotNull();
				first.get();
			}
			queue.put("taken");
			assertThat(wait.get()).isEqualTo("taken");
			first.cancel(false);
			second.cancel(false);
		}
	}

	@Test
	void interruptThatIsMeantForNothingEndsNoWait() throws Exception {
		SynchronousQueue<String> queue = new SynchronousQueue<>();
		for (int i = 0; i < 200; i++) {
			FutureTask<String> wait = begin(queue::take);
			main.interrupt();
			CompletableFuture<String> stack = interpreter.stackOf(main);
			queue.put("taken");
			assertThat(wait.get()).isEqualTo("taken");
			stack.cancel(false);
		}
	}

	private static FutureTask<String> begin(MainThread.Wait<String> wait) {
		FutureTask<String> task = new FutureTask<>(() -> stay.await(wait));
		tasks.add(task);
		return task;
	}

}
