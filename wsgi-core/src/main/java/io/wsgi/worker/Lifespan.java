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
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

import io.wsgi.worker.WorkerSettings.Recycling;
import org.jspecify.annotations.Nullable;

/**
 * How long a worker serves before it is replaced.
 *
 * @author wsgi-spring-boot contributors
 */
final class Lifespan {

	private volatile long begunAt = System.nanoTime();

	private final AtomicLong calls = new AtomicLong();

	private final long maxCalls;

	private final @Nullable Duration maxAge;

	private volatile @Nullable String end;

	private volatile boolean dead;

	Lifespan(Recycling recycling) {
		long jitter = recycling.maxRequestsJitter();
		// So that workers which began together do not end together
		this.maxCalls = (recycling.maxRequests() > 0)
				? recycling.maxRequests() + ThreadLocalRandom.current().nextLong(jitter + 1) : Long.MAX_VALUE;
		this.maxAge = recycling.maxAge();
	}

	/**
	 * The worker begins to serve.
	 */
	void begin() {
		this.begunAt = System.nanoTime();
	}

	/**
	 * The worker cannot serve any longer.
	 * @param reason the reason
	 */
	void end(String reason) {
		this.end = reason;
	}

	/**
	 * The worker has ended without having been told to.
	 */
	void die() {
		this.dead = true;
		end("died");
	}

	boolean isDead() {
		return this.dead;
	}

	void called() {
		this.calls.incrementAndGet();
	}

	/**
	 * Return the number of calls so far.
	 * @return the calls
	 */
	long calls() {
		return this.calls.get();
	}

	Duration age() {
		return Duration.ofNanos(System.nanoTime() - this.begunAt);
	}

	/**
	 * Tell why the worker is to be replaced.
	 * @return the setting that says so, or another reason, or {@code null}
	 */
	@Nullable String endedBy() {
		if (this.end != null) {
			return this.end;
		}
		if (this.calls.get() >= this.maxCalls) {
			return "max-requests";
		}
		if (this.maxAge != null && age().compareTo(this.maxAge) >= 0) {
			return "max-worker-age";
		}
		return null;
	}

}
