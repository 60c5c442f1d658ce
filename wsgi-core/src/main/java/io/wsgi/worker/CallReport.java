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
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.wsgi.runtime.Exchange;
import io.wsgi.worker.WorkerDescription.CallDescription;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what the threads of a worker are doing. All are asked at a time, so that the
 * ones that do not answer are waited for only once.
 *
 * @author wsgi-spring-boot contributors
 */
final class CallReport {

	// The first answer takes time where Python is interpreted and other threads compute
	private static final long TIMEOUT = TimeUnit.SECONDS.toNanos(2);

	private final List<Question> questions = new ArrayList<>();

	private final long now = System.nanoTime();

	CallReport(Worker worker) {
		for (WorkerThread thread : worker.threads()) {
			Exchange exchange = thread.current();
			if (exchange != null) {
				Duration duration = Duration.ofNanos(this.now - thread.begunAt());
				this.questions
					.add(new Question(exchange.toString(), thread.thread(), duration, worker.stackOf(thread.thread())));
			}
		}
	}

	List<CallDescription> answers() {
		return this.questions.stream().map(this::answer).toList();
	}

	private CallDescription answer(Question question) {
		String stack = stack(question.stack);
		String javaStack = (stack != null) ? null : new JavaStack(question.thread).outsidePython();
		return new CallDescription(question.request, question.thread.getName(), question.duration, stack, javaStack);
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
	 * @param stack its answer
	 */
	private record Question(String request, Thread thread, Duration duration, CompletableFuture<String> stack) {

	}

	/**
	 * Where a thread is in the code of Java.
	 *
	 * @param thread the thread
	 */
	record JavaStack(Thread thread) {

		private static final String INTERPRETER = "com.oracle.truffle.";

		/**
		 * Describe what the thread has called from Python: the functions of Python are
		 * indistinguishable calls of the interpreter here, and left out.
		 * @return the stack down to the interpreter, the innermost call first, or
		 * {@code null} if the thread is in Python
		 */
		@Nullable String outsidePython() {
			List<StackTraceElement> frames = frames().toList();
			// The interpreter itself calls the C library
			boolean inLibrary = !frames.isEmpty() && frames.getFirst().isNativeMethod();
			String text = text(frames.stream()
				.dropWhile((frame) -> inLibrary && isInterpreter(frame))
				.takeWhile((frame) -> !isInterpreter(frame)));
			return !text.isEmpty() ? text : null;
		}

		private static boolean isInterpreter(StackTraceElement frame) {
			return frame.getClassName().startsWith(INTERPRETER);
		}

		@Override
		public String toString() {
			return text(frames());
		}

		private Stream<StackTraceElement> frames() {
			return Arrays.stream(this.thread.getStackTrace());
		}

		private static String text(Stream<StackTraceElement> frames) {
			return frames.map((frame) -> "\tat " + frame).collect(Collectors.joining(System.lineSeparator()));
		}

	}

}
