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

import java.util.concurrent.LinkedBlockingQueue;

import io.wsgi.spring.boot.python.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * The calls that wait for a thread, first come first served.
 *
 * @author wsgi-spring-boot contributors
 */
final class CallQueue {

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
			throw new QueueFullException("The workers have stopped");
		}
		if (this.calls.size() >= this.capacity) {
			throw new QueueFullException("The queue is full");
		}
		this.calls.add(new Call(exchange, System.nanoTime()));
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
		return this.calls.size();
	}

	/**
	 * Refuse further calls. Whoever takes gets {@code null} after the last one.
	 */
	void close() {
		this.closed = true;
		this.calls.add(new Call(null, 0));
	}

}
