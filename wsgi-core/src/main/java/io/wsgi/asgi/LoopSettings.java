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

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What a {@link LoopService} is made with.
 *
 * @param name the name of the worker
 * @param concurrency how many calls there may be at a time
 * @param requestTimeout how long a call may take; {@code null} for no limit
 * @param gracefulTimeout how long calls may take to finish when the loop ends
 * @param bootTimeout how long an application that takes the place of another one may take
 * until it has started
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public record LoopSettings(String name, int concurrency, @Nullable Duration requestTimeout, Duration gracefulTimeout,
		Duration bootTimeout) {

	/**
	 * Return how long calls may go on when the loop is about to end, before they are
	 * cancelled. The rest of the time is for what the application does at its end.
	 * @return the time in nanoseconds
	 */
	long drainNanos() {
		return this.gracefulTimeout.toNanos() / 4 * 3;
	}

	/**
	 * Return how long the end of the application may take.
	 * @param nanosSinceEnd how long the calls have taken
	 * @return the time
	 */
	Duration closePatience(long nanosSinceEnd) {
		long left = this.gracefulTimeout.toNanos() / 20 * 19 - nanosSinceEnd;
		return Duration.ofNanos(Math.max(left, Duration.ofMillis(100).toNanos()));
	}

}
