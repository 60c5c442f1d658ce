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

package io.wsgi.runtime;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Finds out where a thread is, without waiting for it: in Python if it answers in time,
 * else in Java.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class ThreadStack {

	private static final long PATIENCE = Duration.ofSeconds(2).toNanos();

	private final Function<Thread, CompletableFuture<String>> interpreter;

	private final Thread thread;

	private final long since;

	private CompletableFuture<String> asked;

	/**
	 * Ask a thread.
	 * @param interpreter asks it, as {@link PythonInterpreter#stackOf} does
	 * @param thread the thread
	 * @param now the time, as of {@link System#nanoTime()}
	 */
	public ThreadStack(Function<Thread, CompletableFuture<String>> interpreter, Thread thread, long now) {
		this.interpreter = interpreter;
		this.thread = thread;
		this.since = now;
		this.asked = interpreter.apply(thread);
	}

	/**
	 * Return what was found out.
	 * @param now the time, as of {@link System#nanoTime()}
	 * @return the lines of the stack, or {@code null} as long as it is worth waiting for
	 * them
	 */
	public @Nullable String find(long now) {
		if (this.asked.isDone() && !this.asked.isCompletedExceptionally()) {
			return this.asked.join().strip();
		}
		if (now - this.since >= PATIENCE) {
			this.asked.cancel(false);
			return new JavaStack(this.thread).toString();
		}
		if (this.asked.isDone()) {
			// There was nobody to ask before the interpreter was made
			this.asked = this.interpreter.apply(this.thread);
		}
		return null;
	}

}
