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

import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.SequencedSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.wsgi.runtime.Exchange;
import io.wsgi.worker.policy.DispatchPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The calls that wait for a thread, first come first served. All workers take from it,
 * those of a new generation as well as those that are about to be replaced, so that no
 * call is lost when they change.
 *
 * @author wsgi-spring-boot contributors
 */
public final class CallQueue {

	private final int capacity;

	private final long timeoutNanos;

	private final Runnable onWaiting;

	private final ReentrantLock lock = new ReentrantLock();

	private final SequencedSet<CallTaker> waiting = new LinkedHashSet<>();

	private final DispatchPolicy<CallTaker> dispatch = new DispatchPolicy<>(CallTaker::busyness);

	private final Queue<QueuedCall> calls = new ArrayDeque<>();

	private volatile int size;

	private volatile long added;

	private volatile boolean closed;

	private boolean held;

	/**
	 * Create a new queue.
	 * @param capacity how many calls may wait
	 * @param timeoutNanos how long a call may wait, in nanoseconds
	 * @param onWaiting run when a thread leaves calls behind that nobody else takes
	 */
	public CallQueue(int capacity, long timeoutNanos, Runnable onWaiting) {
		this.capacity = capacity;
		this.timeoutNanos = timeoutNanos;
		this.onWaiting = onWaiting;
	}

	/**
	 * Add a call.
	 * @param exchange the request and its response
	 * @return whether it has to wait, because no thread is there to take it
	 * @throws QueueFullException if too many calls wait, or the queue is closed
	 */
	public boolean add(Exchange exchange) {
		QueuedCall call = new QueuedCall(exchange, System.nanoTime());
		this.lock.lock();
		try {
			if (this.closed) {
				throw new QueueFullException("The workers have stopped");
			}
			if (this.calls.size() >= this.capacity) {
				throw new QueueFullException("The queue is full");
			}
			this.calls.add(call);
			this.added = this.added + 1;
			this.size = this.calls.size();
			return !callNext();
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean callNext() {
		CallTaker next = (this.held || this.calls.isEmpty()) ? null : this.dispatch.choose(this.waiting);
		if (next == null) {
			return false;
		}
		this.waiting.remove(next);
		next.wake();
		return true;
	}

	Condition newCondition() {
		return this.lock.newCondition();
	}

	@Nullable QueuedCall poll(CallTaker taker) {
		this.lock.lock();
		try {
			this.waiting.remove(taker);
			QueuedCall call = (this.held || taker.isRetired()) ? null : this.calls.poll();
			if (call == null && !taker.isRetired()) {
				this.waiting.add(taker);
				return null;
			}
			this.size = this.calls.size();
			callNext();
			return call;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Nullable QueuedCall take(CallTaker taker, Condition called) throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			while (!taker.isRetired()) {
				if (!this.held) {
					QueuedCall call = this.calls.poll();
					if (call != null || this.closed) {
						this.size = this.calls.size();
						return call;
					}
				}
				this.waiting.add(taker);
				called.await();
			}
			return null;
		}
		finally {
			this.waiting.remove(taker);
			// One that leaves without a call may have been called nevertheless
			boolean stranded = !callNext() && this.size > 0;
			this.lock.unlock();
			if (stranded) {
				this.onWaiting.run();
			}
		}
	}

	/**
	 * Take the next call out if it has waited too long.
	 * @param now the time, as of {@link System#nanoTime()}
	 * @return the exchange of that call, or {@code null}
	 */
	public @Nullable Exchange expire(long now) {
		this.lock.lock();
		try {
			QueuedCall oldest = this.calls.peek();
			if (oldest == null || now - oldest.queuedAt() < this.timeoutNanos) {
				return null;
			}
			this.calls.remove();
			this.size = this.calls.size();
			return oldest.exchange();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Take a call out, wherever it is in the queue.
	 * @param exchange the exchange of that call
	 * @return whether it was there
	 */
	public boolean remove(Exchange exchange) {
		this.lock.lock();
		try {
			boolean removed = this.calls.removeIf((call) -> call.exchange() == exchange);
			this.size = this.calls.size();
			return removed;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return how many calls have ever been added.
	 * @return the calls
	 */
	public long added() {
		return this.added;
	}

	/**
	 * Return how many calls wait.
	 * @return the calls
	 */
	public int size() {
		return this.size;
	}

	/**
	 * Let takers look again whether they have retired.
	 */
	public void wakeTakers() {
		this.lock.lock();
		try {
			this.waiting.forEach(CallTaker::wake);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Keep the calls, and hand out none, until {@link #release()}.
	 */
	public void hold() {
		this.lock.lock();
		try {
			this.held = true;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Hand out the calls again.
	 */
	public void release() {
		this.lock.lock();
		try {
			this.held = false;
			wakeTakers();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Refuse the calls that are left when they cannot be served any more: else their
	 * clients would wait forever.
	 */
	public void refuseAll() {
		List<QueuedCall> left;
		this.lock.lock();
		try {
			left = List.copyOf(this.calls);
			this.calls.clear();
			this.size = 0;
		}
		finally {
			this.lock.unlock();
		}
		left.forEach((call) -> call.exchange().refused());
	}

	/**
	 * Refuse further calls. Whoever takes gets {@code null} after the last one.
	 */
	public void close() {
		this.lock.lock();
		try {
			this.closed = true;
			wakeTakers();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return whether further calls are refused.
	 * @return whether the queue is closed
	 */
	public boolean isClosed() {
		return this.closed;
	}

}
