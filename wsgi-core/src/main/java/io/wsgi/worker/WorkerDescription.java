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

package io.wsgi.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import io.wsgi.asgi.LoopService;
import io.wsgi.runtime.Exchange;
import io.wsgi.runtime.JavaStack;
import org.jspecify.annotations.Nullable;

/**
 * What a worker is doing at the moment.
 *
 * @param name the name, which is also that of its threads
 * @param state what it is about to do
 * @param age for how long it has served
 * @param requests how many requests it has served
 * @param nativeModules the native modules that the application has loaded in it
 * @param calls the requests that it is busy with
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public record WorkerDescription(String name, State state, Duration age, long requests, List<String> nativeModules,
		List<CallDescription> calls) {

	static WorkerDescription of(Worker worker) {
		WorkerLifecycle.State state = worker.state();
		return new WorkerDescription(worker.name(),
				state.isStarting() ? State.STARTING
						: (state == WorkerLifecycle.State.READY) ? State.READY : State.ENDING,
				worker.lifecycle().age(), worker.calls(), worker.interpreter().nativeModules(),
				new Inquiry(worker).answers());
	}

	/**
	 * What a worker is about to do.
	 */
	public enum State {

		/**
		 * It loads the application or warms up.
		 */
		STARTING,

		/**
		 * It takes requests.
		 */
		READY,

		/**
		 * It finishes its last requests.
		 */
		ENDING

	}

	/**
	 * A request that a worker is busy with.
	 *
	 * @param request the method and the path
	 * @param thread the name of the thread
	 * @param duration for how long
	 * @param stack where in the Python code it is, the innermost call last, and on an
	 * event loop where what blocks that is; {@code null} if nothing does, or if the
	 * thread does not answer, because it is outside of Python, as while it waits for a
	 * socket
	 * @param javaStack where outside of Python it is instead, the innermost call first;
	 * {@code null} if there is a {@code stack}, or if it only did not answer in time
	 */
	public record CallDescription(String request, String thread, Duration duration, @Nullable String stack,
			@Nullable String javaStack) {

	}

	/**
	 * Asks the threads of a worker what they are doing. All are asked at a time, so that
	 * the ones that do not answer are waited for only once.
	 */
	private static final class Inquiry {

		// The first answer takes time where Python is interpreted and other threads
		// compute
		private static final long TIMEOUT = TimeUnit.SECONDS.toNanos(2);

		private static final int MOST_OF_A_LOOP = 100;

		private final List<Question> questions = new ArrayList<>();

		private final long now = System.nanoTime();

		Inquiry(Worker worker) {
			for (WorkerThread thread : worker.threads()) {
				Exchange exchange = thread.current();
				if (exchange != null) {
					Duration duration = Duration.ofNanos(this.now - thread.begunAt());
					this.questions.add(new Question(exchange.toString(), thread.thread(), duration,
							worker.interpreter().stackOf(thread.thread())));
				}
			}
			LoopService loop = worker.interpreter().loop();
			if (loop != null) {
				ask(worker, loop);
			}
		}

		private void ask(Worker worker, LoopService loop) {
			// Only what holds up the others is worth to be known
			CompletableFuture<String> stack = loop.isBlocked() ? worker.interpreter().stackOf(loop.thread()) : null;
			loop.requests(MOST_OF_A_LOOP)
				.forEach((request) -> this.questions.add(new Question(request.getKey(), loop.thread(),
						Duration.ofNanos(this.now - request.getValue()), stack)));
		}

		List<CallDescription> answers() {
			return this.questions.stream().map(this::answer).toList();
		}

		private CallDescription answer(Question question) {
			CompletableFuture<String> asked = question.stack;
			String stack = (asked != null) ? stack(asked) : null;
			String javaStack = (stack != null || asked == null) ? null : new JavaStack(question.thread).outsidePython();
			return new CallDescription(question.request, question.thread.getName(), question.duration, stack,
					javaStack);
		}

		private @Nullable String stack(CompletableFuture<String> answer) {
			try {
				long left = Math.max(this.now + TIMEOUT - System.nanoTime(), 0);
				return answer.orTimeout(left, TimeUnit.NANOSECONDS).join().strip();
			}
			catch (CompletionException | CancellationException ex) {
				return null;
			}
		}

		/**
		 * What was asked of a thread.
		 *
		 * @param request the request it is in
		 * @param thread the thread
		 * @param duration for how long it is
		 * @param stack its answer, or {@code null} if it was not asked
		 */
		private record Question(String request, Thread thread, Duration duration,
				@Nullable CompletableFuture<String> stack) {

		}

	}

}
