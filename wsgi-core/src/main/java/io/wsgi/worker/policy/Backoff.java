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

package io.wsgi.worker.policy;

import java.time.Duration;

/**
 * Spaces attempts that fail: a second after the first failure, and twice as long after
 * each further one, up to a minute.
 *
 * @author wsgi-spring-boot contributors
 */
public final class Backoff {

	private static final Duration SHORTEST = Duration.ofSeconds(1);

	private static final Duration LONGEST = Duration.ofMinutes(1);

	private Duration delay = Duration.ZERO;

	private long since;

	/**
	 * Tell whether to wait before the next attempt.
	 * @param now the time, as of {@link System#nanoTime()}
	 * @return whether to wait
	 */
	public boolean isWaiting(long now) {
		return now - this.since < this.delay.toNanos();
	}

	/**
	 * Return the time between the last failure and the next attempt.
	 * @return the time
	 */
	public Duration delay() {
		return this.delay;
	}

	/**
	 * Wait longer before the next attempt.
	 * @param now the time, as of {@link System#nanoTime()}
	 */
	public void failed(long now) {
		this.since = now;
		Duration next = this.delay.isZero() ? SHORTEST : this.delay.multipliedBy(2);
		this.delay = (next.compareTo(LONGEST) < 0) ? next : LONGEST;
	}

	/**
	 * Do not wait before the next attempt.
	 */
	public void succeeded() {
		this.delay = Duration.ZERO;
	}

}
