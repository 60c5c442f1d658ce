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
 * Tells from the calls that wait and the workers that do not how many workers are wanted,
 * as a connection pool does with connections.
 *
 * @author wsgi-spring-boot contributors
 */
public final class ScalingPolicy {

	// A worker takes seconds to start, so a short burst is none of its business
	private static final long SHORTAGE_NANOS = Duration.ofSeconds(1).toNanos();

	private final int min;

	private final int max;

	private final Duration idleTimeout;

	private long noShortageAt;

	private long noSurplusAt;

	/**
	 * Create a new policy.
	 * @param min how many workers there are at least
	 * @param max how many at most
	 * @param idleTimeout for how long one more than needed is kept
	 * @param now the time, as of {@link System#nanoTime()}
	 */
	public ScalingPolicy(int min, int max, Duration idleTimeout, long now) {
		this.min = min;
		this.max = max;
		this.idleTimeout = idleTimeout;
		restart(now);
	}

	/**
	 * Tell how many workers are wanted. To be called several times a second.
	 * @param workers how many serve
	 * @param idle how many of them are in no call
	 * @param pending how many calls wait
	 * @param now the time, as of {@link System#nanoTime()}
	 * @return one more or one less than serve, or as many
	 */
	public int wanted(int workers, int idle, int pending, long now) {
		if (pending == 0) {
			this.noShortageAt = now;
		}
		if (pending > 0 || idle == 0) {
			this.noSurplusAt = now;
		}
		if (workers < this.min || (workers < this.max && now - this.noShortageAt >= SHORTAGE_NANOS)) {
			return workers + 1;
		}
		if (workers > this.max || (workers > this.min && now - this.noSurplusAt >= this.idleTimeout.toNanos())) {
			return workers - 1;
		}
		return workers;
	}

	/**
	 * Return whether the number of workers depends on what there is to do.
	 * @return whether it does
	 */
	public boolean isUsed() {
		return this.min != this.max;
	}

	/**
	 * Look anew, because the number of workers has changed.
	 * @param now the time, as of {@link System#nanoTime()}
	 */
	public void restart(long now) {
		this.noShortageAt = now;
		this.noSurplusAt = now;
	}

}
