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

package io.wsgi.asgi;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import io.wsgi.runtime.ApplicationLoadException;
import org.jspecify.annotations.Nullable;

/**
 * The replacement of the application of an event loop, for which another thread waits.
 *
 * @author wsgi-spring-boot contributors
 */
final class Replacement {

	private final String target;

	private volatile @Nullable CompletableFuture<@Nullable ApplicationLoadException> result;

	private volatile long deadline;

	private volatile boolean givenUp;

	private volatile boolean over;

	/**
	 * Create a new instance.
	 * @param target what was loaded, for messages
	 */
	Replacement(String target) {
		this.target = target;
	}

	/**
	 * Replace the application, and wait until it has been.
	 * @param begin has the loop begin to
	 * @param deadline when it is to be given up, as of {@link System#nanoTime()}
	 * @throws ApplicationLoadException if the new application does not start
	 */
	void make(Runnable begin, long deadline) {
		CompletableFuture<@Nullable ApplicationLoadException> future = new CompletableFuture<>();
		this.deadline = deadline;
		this.givenUp = false;
		this.result = future;
		begin.run();
		if (this.over) {
			end();
		}
		ApplicationLoadException failure = future.join();
		if (failure != null) {
			throw failure;
		}
	}

	/**
	 * Return whether there is one at the moment.
	 * @return whether somebody waits for it
	 */
	boolean isUnderWay() {
		return this.result != null;
	}

	/**
	 * Return whether it takes too long.
	 * @param now the time, as of {@link System#nanoTime()}
	 * @return whether it does
	 */
	boolean isOverdue(long now) {
		return isUnderWay() && now - this.deadline >= 0;
	}

	/**
	 * Take note that it is to be given up.
	 * @return whether it was not before
	 */
	boolean giveUp() {
		boolean first = !this.givenUp;
		this.givenUp = true;
		return first;
	}

	/**
	 * Tell who waits what has come of it.
	 * @param message why the application did not start, or {@code null} if it has
	 * @param traceback the Python traceback, if there is one
	 */
	void made(@Nullable String message, @Nullable String traceback) {
		CompletableFuture<@Nullable ApplicationLoadException> future = this.result;
		this.result = null;
		if (future != null) {
			future.complete((message != null)
					? new ApplicationLoadException(this.target, ApplicationLoadException.Reason.LIFESPAN_FAILED,
							message, Objects.requireNonNullElse(traceback, ""), List.of())
					: null);
		}
	}

	/**
	 * Nothing is replaced any more.
	 */
	void end() {
		this.over = true;
		made("the worker has ended", "");
	}

}
