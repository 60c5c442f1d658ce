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

import java.util.concurrent.locks.Condition;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Takes calls out of a {@link CallQueue} for one thread, or for one event loop.
 *
 * @author wsgi-spring-boot contributors
 */
public final class CallTaker {

	private final CallQueue queue;

	private final BooleanSupplier retired;

	private final IntSupplier busyness;

	private final Condition called;

	private final Runnable wake;

	/**
	 * Create a taker for a thread.
	 * @param queue where the calls come from
	 * @param retired whether it wants no more calls; whenever that changes,
	 * {@link CallQueue#wakeTakers()} has to be called
	 * @param busyness how many calls its worker is in: the next one goes to the worker
	 * with the fewest
	 */
	public CallTaker(CallQueue queue, BooleanSupplier retired, IntSupplier busyness) {
		this.queue = queue;
		this.retired = retired;
		this.busyness = busyness;
		this.called = queue.newCondition();
		this.wake = this.called::signal;
	}

	/**
	 * Create a taker for an event loop, which does not wait here.
	 * @param queue where the calls come from
	 * @param retired whether it wants no more calls
	 * @param busyness how many calls its worker is in
	 * @param wake run when it may take a call, or has to look whether it has retired;
	 * must not block
	 */
	public CallTaker(CallQueue queue, BooleanSupplier retired, IntSupplier busyness, Runnable wake) {
		this.queue = queue;
		this.retired = retired;
		this.busyness = busyness;
		this.called = queue.newCondition();
		this.wake = wake;
	}

	/**
	 * Take the next call, if there is one. If not, the taker is woken up when there is.
	 * @return the call, or {@code null}
	 */
	public @Nullable QueuedCall poll() {
		return this.queue.poll(this);
	}

	/**
	 * Take the next call, waiting for one.
	 * @return the call, or {@code null} if the taker has retired, or the queue is closed
	 * and empty
	 * @throws InterruptedException if the thread is interrupted
	 */
	public @Nullable QueuedCall take() throws InterruptedException {
		return this.queue.take(this, this.called);
	}

	/**
	 * Tell whether there will be no call any more.
	 * @return whether the taker has retired, or the queue is closed and empty
	 */
	public boolean isOver() {
		return isRetired() || (this.queue.isClosed() && this.queue.size() == 0);
	}

	boolean isRetired() {
		return this.retired.getAsBoolean();
	}

	int busyness() {
		return this.busyness.getAsInt();
	}

	void wake() {
		this.wake.run();
	}

}
