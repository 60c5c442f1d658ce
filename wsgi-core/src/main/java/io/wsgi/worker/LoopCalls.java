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

import java.util.Objects;
import java.util.function.BooleanSupplier;

import io.wsgi.asgi.CallSource;
import io.wsgi.asgi.LoopListener;
import io.wsgi.asgi.LoopService;
import io.wsgi.runtime.Exchange;
import io.wsgi.worker.queue.CallQueue;
import io.wsgi.worker.queue.CallTaker;
import io.wsgi.worker.queue.QueuedCall;
import org.jspecify.annotations.Nullable;

/**
 * Brings the calls of the queue to the event loop of a worker, and tells what becomes of
 * them.
 *
 * @author wsgi-spring-boot contributors
 */
final class LoopCalls implements CallSource, LoopListener {

	private final CallQueue queue;

	private final BooleanSupplier retired;

	private final WorkerPoolListener listener;

	private final Runnable onEnd;

	private final Runnable onHung;

	private @Nullable CallTaker taker;

	/**
	 * Create a new instance.
	 * @param queue where the calls come from
	 * @param retired whether the worker takes no more calls
	 * @param listener is told
	 * @param onEnd run after each call
	 * @param onHung run when the loop cannot be got out of a call
	 */
	LoopCalls(CallQueue queue, BooleanSupplier retired, WorkerPoolListener listener, Runnable onEnd, Runnable onHung) {
		this.queue = queue;
		this.retired = retired;
		this.listener = listener;
		this.onEnd = onEnd;
		this.onHung = onHung;
	}

	/**
	 * Connect with the loop, once.
	 * @param service serves the calls
	 */
	void connect(LoopService service) {
		this.taker = new CallTaker(this.queue, this.retired, service::active, service::callsWaiting);
	}

	private CallTaker taker() {
		return Objects.requireNonNull(this.taker, "There is no loop");
	}

	@Override
	public @Nullable Exchange poll() {
		QueuedCall call = taker().poll();
		if (call == null) {
			return null;
		}
		boolean acquired = false;
		try {
			this.listener.acquired(System.nanoTime() - call.queuedAt());
			acquired = true;
		}
		finally {
			if (!acquired) {
				call.exchange().refused();
			}
		}
		return call.exchange();
	}

	@Override
	public boolean isOver() {
		return taker().isOver();
	}

	@Override
	public void ended(long nanos, @Nullable String failure) {
		if (failure != null) {
			this.listener.failed(failure);
		}
		this.listener.used(nanos);
		this.onEnd.run();
	}

	@Override
	public void interrupted() {
		this.listener.interrupted();
	}

	@Override
	public void blocked(long nanos) {
		this.listener.loopBlocked(nanos);
	}

	@Override
	public void hung() {
		this.listener.hung();
		this.onHung.run();
	}

}
