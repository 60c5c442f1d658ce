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

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The state of a worker, and when and why it changed.
 *
 * @author wsgi-spring-boot contributors
 */
final class WorkerLifecycle {

	private static final Log logger = LogFactory.getLog(WorkerLifecycle.class);

	private final String name;

	private final Runnable onChange;

	private final AtomicReference<State> state = new AtomicReference<>(State.LOADING);

	private long begunAt;

	private volatile long readyAt;

	private volatile Duration bootTime = Duration.ZERO;

	private volatile boolean wasReady;

	private volatile boolean hung;

	private volatile @Nullable Throwable failure;

	/**
	 * Create a lifecycle, which begins with {@link State#LOADING}.
	 * @param name the name of the worker
	 * @param onChange run whenever the state has changed, on any thread
	 */
	WorkerLifecycle(String name, Runnable onChange) {
		this.name = name;
		this.onChange = onChange;
		this.begunAt = System.nanoTime();
		this.readyAt = this.begunAt;
	}

	State state() {
		return Objects.requireNonNull(this.state.get());
	}

	/**
	 * The worker's first thread has started.
	 */
	void begin() {
		this.begunAt = System.nanoTime();
	}

	/**
	 * The application is loaded.
	 * @return whether to warm it up, and not to end
	 */
	boolean loaded() {
		return change(State.LOADING, State.WARMING);
	}

	/**
	 * The application is warmed up.
	 */
	void warmedUp() {
		this.readyAt = System.nanoTime();
		this.bootTime = Duration.ofNanos(this.readyAt - this.begunAt);
		this.wasReady = state() == State.WARMING;
		change(State.WARMING, State.READY);
	}

	/**
	 * Another life of the process begins after a restore.
	 */
	void restored() {
		this.readyAt = System.nanoTime();
	}

	/**
	 * The worker ends by itself, or cannot start.
	 * @param cause why
	 * @return whether that is news: {@code false} if it ends anyway
	 */
	boolean fail(Throwable cause) {
		State before = state();
		if (before.isOver() || before == State.DRAINING) {
			logger.debug(String.format("%s has failed, which is over", this.name), cause);
			return false;
		}
		this.failure = cause;
		if (!change(before, State.FAILED)) {
			return fail(cause);
		}
		if (before == State.READY) {
			logger.error(String.format("%s has died", this.name), cause);
		}
		return true;
	}

	/**
	 * The worker is not to become ready.
	 * @param cause why
	 * @return whether that prevents it: {@code false} if it is ready, or ends anyway
	 */
	boolean failStart(Throwable cause) {
		State before = state();
		if (!before.isStarting()) {
			return false;
		}
		this.failure = cause;
		return change(before, State.FAILED) || failStart(cause);
	}

	/**
	 * The worker is to end.
	 */
	void drain() {
		for (State from = state(); !from.isOver() && from != State.DRAINING; from = state()) {
			change(from, State.DRAINING);
		}
	}

	/**
	 * The worker has ended.
	 */
	void close() {
		change(State.DRAINING, State.CLOSED);
	}

	/**
	 * The worker is to be replaced, because it cannot be got out of a call.
	 */
	void giveUp() {
		this.hung = true;
		this.onChange.run();
	}

	private boolean change(State from, State to) {
		boolean changed = this.state.compareAndSet(from, to);
		if (changed) {
			this.onChange.run();
		}
		return changed;
	}

	/**
	 * Return whether the worker has been ready, whatever it is now.
	 * @return whether it has
	 */
	boolean wasReady() {
		return this.wasReady;
	}

	boolean isHung() {
		return this.hung;
	}

	/**
	 * Return why the worker has failed.
	 * @return the cause, or {@code null}
	 */
	@Nullable Throwable failure() {
		return this.failure;
	}

	/**
	 * Return how long it took from the start until the worker was ready.
	 * @return the time
	 */
	Duration bootTime() {
		return this.bootTime;
	}

	/**
	 * Return for how long the worker has been ready.
	 * @return the time
	 */
	Duration age() {
		return Duration.ofNanos(System.nanoTime() - this.readyAt);
	}

	/**
	 * What a worker is about to do. It begins with {@link #LOADING}.
	 */
	enum State {

		/**
		 * It makes the interpreter and imports the application.
		 */
		LOADING,

		/**
		 * It makes its warm-up requests.
		 */
		WARMING,

		/**
		 * It takes calls.
		 */
		READY,

		/**
		 * It takes no more calls and finishes those it is in.
		 */
		DRAINING,

		/**
		 * It has ended as it was told to.
		 */
		CLOSED,

		/**
		 * It could not start, or has ended by itself.
		 */
		FAILED;

		boolean isStarting() {
			return this == LOADING || this == WARMING;
		}

		boolean isOver() {
			return this == CLOSED || this == FAILED;
		}

	}

}
