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

package io.wsgi.spring.boot.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;

import io.wsgi.spring.boot.python.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * The calls that wait for a thread, first come first served.
 *
 * @author wsgi-spring-boot contributors
 */
final class CallQueue {

	private static final Call END = new Call(null, 0);

	private final LinkedBlockingQueue<Call> calls = new LinkedBlockingQueue<>();

	private final int capacity;

	private final long timeoutNanos;

	private volatile boolean closed;

	CallQueue(int capacity, long timeoutNanos) {
		this.capacity = capacity;
		this.timeoutNanos = timeoutNanos;
	}

	void add(Exchange exchange) {
		if (this.closed) {
			throw stopped();
		}
		if (this.calls.size() >= this.capacity) {
			throw new QueueFullException("The queue is full");
		}
		Call call = new Call(exchange, System.nanoTime());
		this.calls.add(call);
		// Nobody takes what comes after the end
		if (this.closed && this.calls.remove(call)) {
			throw stopped();
		}
	}

	private QueueFullException stopped() {
		return new QueueFullException("The workers have stopped");
	}

	/**
	 * Take the next call, waiting for one.
	 * @return the call, or {@code null} when the queue is closed and empty
	 * @throws InterruptedException if the thread is interrupted
	 */
	@Nullable Call take() throws InterruptedException {
		Call call = this.calls.take();
		if (call.exchange() == null) {
			this.calls.add(call);
			return null;
		}
		return call;
	}

	/**
	 * Take the next call out if it has waited too long.
	 * @param now the time, as of {@link System#nanoTime()}
	 * @return the exchange of that call, or {@code null}
	 */
	@Nullable Exchange expire(long now) {
		Call oldest = this.calls.peek();
		if (oldest == null || oldest.exchange() == null || now - oldest.queuedAt() < this.timeoutNanos) {
			return null;
		}
		return this.calls.remove(oldest) ? oldest.exchange() : null;
	}

	int size() {
		int size = this.calls.size();
		return this.closed ? Math.max(size - 1, 0) : size;
	}

	/**
	 * Refuse further calls. Whoever takes gets {@code null} after the last one.
	 */
	void close() {
		this.closed = true;
		this.calls.add(END);
	}

	/**
	 * Refuse the calls that are left when they cannot be served any more: else their
	 * clients would wait forever.
	 */
	void refuseAll() {
		List<Call> left = new ArrayList<>();
		this.calls.drainTo(left);
		this.calls.add(END);
		for (Call call : left) {
			if (call.exchange() != null) {
				call.exchange().refused();
			}
		}
	}

}
