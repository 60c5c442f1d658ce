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

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.wsgi.runtime.AsyncExchange;
import io.wsgi.runtime.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * The calls that an event loop is busy with. The thread of the loop adds and removes
 * them, others may look.
 *
 * @author wsgi-spring-boot contributors
 */
final class ActiveCalls {

	private final Map<Long, LoopCall> calls = new ConcurrentHashMap<>();

	private final LoopListener listener;

	private final long createdAt = System.nanoTime();

	// Read after each call
	private volatile int count;

	private long lastNumber;

	/**
	 * Create a new instance.
	 * @param listener told of the end of each call
	 */
	ActiveCalls(LoopListener listener) {
		this.listener = listener;
	}

	LoopCall add(LoopDriver driver, Exchange exchange) {
		long number = ++this.lastNumber;
		LoopCall call = new LoopCall(driver, number, exchange);
		this.calls.put(number, call);
		this.count = this.count + 1;
		return call;
	}

	/**
	 * A call has ended.
	 * @param number its number
	 * @param failure the Python class of the exception that ended it, or {@code null}
	 * @param report what went wrong, for the log, or {@code null}
	 */
	void end(long number, @Nullable String failure, @Nullable String report) {
		LoopCall call = this.calls.remove(number);
		if (call != null) {
			this.count = this.count - 1;
			call.end(report);
			this.listener.ended(System.nanoTime() - call.begunAt(), failure);
		}
	}

	@Nullable LoopCall get(long number) {
		return this.calls.get(number);
	}

	boolean contains(long number) {
		return this.calls.containsKey(number);
	}

	int count() {
		return this.count;
	}

	Collection<LoopCall> all() {
		return this.calls.values();
	}

	/**
	 * Bring those to an end that would go on without one.
	 */
	void drain() {
		for (LoopCall call : this.calls.values()) {
			if (call.exchange() instanceof AsyncExchange async) {
				async.draining();
			}
		}
	}

	/**
	 * Let go of those who wait for calls that nobody serves any more.
	 * @param report why, for the log
	 */
	void abandon(String report) {
		this.calls.values().forEach((call) -> call.end(report));
		this.calls.clear();
		this.count = 0;
	}

	/**
	 * Return what the calls are for.
	 * @param limit how many at most, those that take longest first
	 * @return the requests, and since when, as of {@link System#nanoTime()}
	 */
	List<Map.Entry<String, Long>> requests(int limit) {
		return this.calls.values()
			.stream()
			.sorted(Comparator.comparingLong((call) -> call.begunAt() - this.createdAt))
			.limit(limit)
			.map((call) -> Map.entry(call.exchange().toString(), call.begunAt()))
			.toList();
	}

}
