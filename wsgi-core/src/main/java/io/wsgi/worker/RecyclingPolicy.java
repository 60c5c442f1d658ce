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

import org.jspecify.annotations.Nullable;

/**
 * Tells when a worker has served long enough.
 *
 * @param recycling the settings
 * @author wsgi-spring-boot contributors
 */
record RecyclingPolicy(WorkerSettings.Recycling recycling) {

	/**
	 * Choose after how many calls a worker is to be replaced: not the same for all, so
	 * that workers which began together do not end together.
	 * @return the calls
	 */
	long chooseMaxCalls() {
		if (this.recycling.maxRequests() == 0) {
			return Long.MAX_VALUE;
		}
		return this.recycling.maxRequests()
				+ ThreadLocalRandom.current().nextLong(this.recycling.maxRequestsJitter() + 1L);
	}

	/**
	 * Return whether time alone can be a reason.
	 * @return whether workers have to be looked at again and again
	 */
	boolean isTimed() {
		return this.recycling.maxAge() != null || this.recycling.maxHeapUsage() != null;
	}

	@Nullable String reason(Worker worker) {
		return reason(worker.calls(), worker.maxCalls(), worker.age());
	}

	/**
	 * Tell why a worker is to be replaced.
	 * @param calls how many calls it has served
	 * @param maxCalls after how many it is to be replaced
	 * @param age for how long it has served
	 * @return the setting that says so, or {@code null}
	 */
	@Nullable String reason(long calls, long maxCalls, Duration age) {
		if (calls >= maxCalls) {
			return "max-requests";
		}
		Duration maxAge = this.recycling.maxAge();
		return (maxAge != null && age.compareTo(maxAge) >= 0) ? "max-worker-age" : null;
	}

}
