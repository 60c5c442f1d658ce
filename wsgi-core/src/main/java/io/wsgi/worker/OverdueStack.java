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
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * Finds out where an import is that takes too long: in Python if its thread answers in
 * time, else in Java.
 *
 * @author wsgi-spring-boot contributors
 */
final class OverdueStack {

	private static final long PATIENCE = Duration.ofSeconds(2).toNanos();

	private final Worker worker;

	private final Thread thread;

	private final long since;

	private CompletableFuture<String> asked;

	/**
	 * Ask a thread.
	 * @param worker whose interpreter it uses
	 * @param thread the thread
	 * @param now the time, as of {@link System#nanoTime()}
	 */
	OverdueStack(Worker worker, Thread thread, long now) {
		this.worker = worker;
		this.thread = thread;
		this.since = now;
		this.asked = worker.stackOf(thread);
	}

	/**
	 * Return what was found out.
	 * @param now the time, as of {@link System#nanoTime()}
	 * @return the lines of the stack, or {@code null} as long as it is worth waiting for
	 * them
	 */
	@Nullable String find(long now) {
		if (this.asked.isDone() && !this.asked.isCompletedExceptionally()) {
			return this.asked.join().strip();
		}
		if (now - this.since >= PATIENCE) {
			this.asked.cancel(false);
			return new CallReport.JavaStack(this.thread).toString();
		}
		if (this.asked.isDone()) {
			// There was nobody to ask before the interpreter was made
			this.asked = this.worker.stackOf(this.thread);
		}
		return null;
	}

}
