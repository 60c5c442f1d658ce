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

import java.util.SequencedCollection;
import java.util.function.ToIntFunction;

import org.jspecify.annotations.Nullable;

/**
 * Decides which of the threads that wait gets the next call: one of the worker that is
 * the least busy.
 *
 * @param <T> the type of what waits
 * @author wsgi-spring-boot contributors
 */
public final class DispatchPolicy<T> {

	private final ToIntFunction<T> busyness;

	/**
	 * Create a new policy.
	 * @param busyness tells how many calls the worker of a thread is in
	 */
	public DispatchPolicy(ToIntFunction<T> busyness) {
		this.busyness = busyness;
	}

	/**
	 * Choose one.
	 * @param waiting those that wait, the one that has waited longest first
	 * @return the one that gets the next call, or {@code null} if none waits
	 */
	public @Nullable T choose(SequencedCollection<T> waiting) {
		int count = waiting.size();
		if (count <= 1) {
			return (count == 1) ? waiting.getLast() : null;
		}
		T best = null;
		int fewest = Integer.MAX_VALUE;
		for (T candidate : waiting) {
			int calls = this.busyness.applyAsInt(candidate);
			// Among equals the one that has waited least, so that the others can be
			// spared
			if (calls <= fewest) {
				best = candidate;
				fewest = calls;
			}
		}
		return best;
	}

}
