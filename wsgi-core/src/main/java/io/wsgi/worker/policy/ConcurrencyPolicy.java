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

/**
 * Tells how many threads of a worker may take calls, while calls wait or have just
 * waited.
 *
 * @param min how many take calls at any time
 * @param max how many take calls while others wait
 * @author wsgi-spring-boot contributors
 */
public record ConcurrencyPolicy(int min, int max) {

	/**
	 * Decide how many threads may take calls.
	 * @param current how many may so far
	 * @param waiting how many are in a call and wait for something outside Python
	 * @return one more than wait, within the bounds; from above only one less at a time,
	 * because what waited a moment ago is likely to wait again
	 */
	public int next(int current, int waiting) {
		int wanted = Math.min(Math.max(waiting + 1, this.min), this.max);
		return Math.max(wanted, current - 1);
	}

}
