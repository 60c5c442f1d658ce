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

import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.SequencedSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

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
final class CallQueue {

	private final int capacity;

	private final long timeoutNanos;

	private final Runnable onWaiting;

	private final ReentrantLock lock = new ReentrantLock();

	private final SequencedSet<Taker> waiting = new LinkedHashSet<>();

	private final DispatchPolicy<Taker> dispatch = new DispatchPolicy<>((taker) -> taker.busyness.getAsInt());

	private final Queue<Call> calls = new ArrayDeque<>();

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
	CallQueue(int capacity, long timeoutNanos, Runnable onWaiting) {
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
	boolean add(Exchange exchange) {
		Call call = new Call(exchange, System.nanoTime());
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
		Taker next = (this.held || this.calls.isEmpty()) ? null : this.dispatch.choose(this.waiting);
		if (next == null) {
			return false;
		}
		this.waiting.remove(next);
		next.wake.run();
		return true;
	}

	/**
	 * Create a taker for a thread.
	 * @param retired whether it wants no more calls; whenever that changes,
	 * {@link #wakeTakers()} has to be called
	 * @param busyness how many calls its worker is in: the next one goes to the worker
	 * with the fewest
	 * @return the taker
	 */
	Taker newTaker(BooleanSupplier retired, IntSupplier busyness) {
		return new Taker(retired, busyness);
	}

	/**
	 * Create a taker for an event loop, which does not wait here.
	 * @param retired whether it wants no more calls
	 * @param busyness how many calls its worker is in
	 * @param wake run when it may take a call, or has to look whether it has retired;
	 * must not block
	 * @return the taker
	 */
	Taker newTaker(BooleanSupplier retired, IntSupplier busyness, Runnable wake) {
		return new Taker(retired, busyness, wake);
	}

	/**
	 * Take the next call out if it has waited too long.
	 * @param now the time, as of {@link System#nanoTime()}
	 * @return the exchange of that call, or {@code null}
	 */
	@Nullable Exchange expire(long now) {
		this.lock.lock();
		try {
			Call oldest = this.calls.peek();
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
	boolean remove(Exchange exchange) {
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
	long added() {
		return this.added;
	}

	int size() {
		return this.size;
	}

	/**
	 * Let takers look again whether they have retired.
	 */
	void wakeTakers() {
		this.lock.lock();
		try {
			this.waiting.forEach((taker) -> taker.wake.run());
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Keep the calls, and hand out none, until {@link #release()}.
	 */
	void hold() {
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
	void release() {
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
	void refuseAll() {
		List<Call> left;
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
	void close() {
		this.lock.lock();
		try {
			this.closed = true;
			wakeTakers();
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean isClosed() {
		return this.closed;
	}

	/**
	 * Takes calls for one thread, or for one event loop.
	 */
	final class Taker {

		private final BooleanSupplier retired;

		private final IntSupplier busyness;

		private final Condition called = CallQueue.this.lock.newCondition();

		private final Runnable wake;

		private Taker(BooleanSupplier retired, IntSupplier busyness) {
			this.retired = retired;
			this.busyness = busyness;
			this.wake = this.called::signal;
		}

		private Taker(BooleanSupplier retired, IntSupplier busyness, Runnable wake) {
			this.retired = retired;
			this.busyness = busyness;
			this.wake = wake;
		}

		/**
		 * Take the next call, if there is one. If not, the taker is woken up when there
		 * is.
		 * @return the call, or {@code null}
		 */
		@Nullable Call poll() {
			CallQueue queue = CallQueue.this;
			queue.lock.lock();
			try {
				queue.waiting.remove(this);
				Call call = (queue.held || this.retired.getAsBoolean()) ? null : queue.calls.poll();
				if (call == null && !this.retired.getAsBoolean()) {
					queue.waiting.add(this);
					return null;
				}
				queue.size = queue.calls.size();
				queue.callNext();
				return call;
			}
			finally {
				queue.lock.unlock();
			}
		}

		/**
		 * Tell whether there will be no call any more.
		 * @return whether the taker has retired, or the queue is closed and empty
		 */
		boolean isOver() {
			return this.retired.getAsBoolean() || (CallQueue.this.closed && CallQueue.this.size == 0);
		}

		/**
		 * Take the next call, waiting for one.
		 * @return the call, or {@code null} if the taker has retired, or the queue is
		 * closed and empty
		 * @throws InterruptedException if the thread is interrupted
		 */
		@Nullable Call take() throws InterruptedException {
			CallQueue queue = CallQueue.this;
			queue.lock.lockInterruptibly();
			try {
				while (!this.retired.getAsBoolean()) {
					if (!queue.held) {
						Call call = queue.calls.poll();
						if (call != null || queue.closed) {
							queue.size = queue.calls.size();
							return call;
						}
					}
					queue.waiting.add(this);
					this.called.await();
				}
				return null;
			}
			finally {
				queue.waiting.remove(this);
				// One that leaves without a call may have been called nevertheless
				boolean stranded = !queue.callNext() && queue.size > 0;
				queue.lock.unlock();
				if (stranded) {
					queue.onWaiting.run();
				}
			}
		}

	}

	/**
	 * A call of the application.
	 *
	 * @param exchange the request and its response
	 * @param queuedAt when it joined the queue, as of {@link System#nanoTime()}
	 */
	record Call(Exchange exchange, long queuedAt) {

	}

}
