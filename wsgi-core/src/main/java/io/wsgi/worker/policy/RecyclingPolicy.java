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
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

/**
 * Tells when a worker has served long enough.
 *
 * @param maxRequests after how many calls, {@code 0} for never
 * @param maxRequestsJitter how many more they are at most
 * @param maxAge after what time, {@code null} for never
 * @author wsgi-spring-boot contributors
 */
public record RecyclingPolicy(int maxRequests, int maxRequestsJitter, @Nullable Duration maxAge) {

	/**
	 * Choose after how many calls a worker is to be replaced: not the same for all, so
	 * that workers which began together do not end together.
	 * @return the calls
	 */
	public long chooseMaxCalls() {
		if (this.maxRequests == 0) {
			return Long.MAX_VALUE;
		}
		return this.maxRequests + ThreadLocalRandom.current().nextLong(this.maxRequestsJitter + 1L);
	}

	/**
	 * Return whether time alone can be a reason.
	 * @return whether workers have to be looked at again and again
	 */
	public boolean isTimed() {
		return this.maxAge != null;
	}

	/**
	 * Tell why a worker is to be replaced.
	 * @param calls how many calls it has served
	 * @param maxCalls after how many it is to be replaced
	 * @param age for how long it has served
	 * @return the setting that says so, or {@code null}
	 */
	public @Nullable String reason(long calls, long maxCalls, Duration age) {
		if (calls >= maxCalls) {
			return "max-requests";
		}
		return (this.maxAge != null && age.compareTo(this.maxAge) >= 0) ? "max-worker-age" : null;
	}

}
