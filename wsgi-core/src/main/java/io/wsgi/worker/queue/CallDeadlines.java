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

package io.wsgi.worker.queue;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.wsgi.runtime.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * When calls are over that have a time limit of their own.
 *
 * @author wsgi-spring-boot contributors
 */
public final class CallDeadlines {

	private final Map<Exchange, Long> deadlines = new ConcurrentHashMap<>();

	private final Set<Exchange> cancelled = ConcurrentHashMap.newKeySet();

	/**
	 * Give a call a time limit of its own.
	 * @param call the exchange of the call
	 * @param timeLimit how long it may take from now on
	 */
	public void add(Exchange call, Duration timeLimit) {
		this.deadlines.put(call, System.nanoTime() + timeLimit.toNanos());
	}

	/**
	 * Let a call be over at once, because nobody waits for it any more.
	 * @param call the exchange of the call
	 */
	public void cancel(Exchange call) {
		this.cancelled.add(call);
		this.deadlines.put(call, System.nanoTime());
	}

	/**
	 * Tell whether a call was cancelled.
	 * @param call the exchange of the call
	 * @return whether it was
	 */
	public boolean isCancelled(Exchange call) {
		return this.cancelled.contains(call);
	}

	/**
	 * Tell why a call is ended that is over.
	 * @param call the exchange of the call
	 * @return the reason, as the end of a sentence
	 */
	public String reason(Exchange call) {
		if (isCancelled(call)) {
			return "was cancelled";
		}
		return "took longer than " + (this.deadlines.containsKey(call) ? "its time limit" : "wsgi.request-timeout");
	}

	/**
	 * Forget the time limit of a call.
	 * @param call the exchange of the call
	 */
	public void remove(Exchange call) {
		this.deadlines.remove(call);
		this.cancelled.remove(call);
	}

	/**
	 * Return whether no call has a time limit of its own.
	 * @return whether there are none
	 */
	public boolean isEmpty() {
		return this.deadlines.isEmpty();
	}

	/**
	 * Return for how long a call should be over.
	 * @param call the exchange of the call
	 * @param now the time, as of {@link System#nanoTime()}
	 * @return the time in nanoseconds, negative before its deadline, or {@code null} if
	 * it has no time limit of its own
	 */
	public @Nullable Long excess(Exchange call, long now) {
		Long deadline = this.deadlines.get(call);
		return (deadline != null) ? now - deadline : null;
	}

	/**
	 * Do something with the calls that should be over.
	 * @param now the time, as of {@link System#nanoTime()}
	 * @param action takes the exchange of a call
	 */
	public void forEachOver(long now, Consumer<Exchange> action) {
		this.deadlines.forEach((call, deadline) -> {
			if (now - deadline >= 0) {
				action.accept(call);
			}
		});
	}

	/**
	 * Return how long it is until the next deadline.
	 * @param now the time, as of {@link System#nanoTime()}
	 * @return the time in nanoseconds, {@link Long#MAX_VALUE} if none is to come
	 */
	public long untilNext(long now) {
		long next = Long.MAX_VALUE;
		for (long deadline : this.deadlines.values()) {
			long left = deadline - now;
			if (left > 0) {
				next = Math.min(next, left);
			}
		}
		return next;
	}

}
