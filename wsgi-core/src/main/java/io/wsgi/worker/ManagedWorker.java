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
import java.util.List;

import io.wsgi.runtime.ApplicationLoadException;
import io.wsgi.runtime.ThreadStack;
import io.wsgi.worker.WorkerLifecycle.State;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What the {@link Arbiter} knows of a worker: what it was started for, and until when it
 * has to have started or ended. Used by the arbiter's thread only.
 *
 * @author wsgi-spring-boot contributors
 */
final class ManagedWorker {

	private static final Log logger = LogFactory.getLog(ManagedWorker.class);

	// A thread in native code does not notice that its interpreter is closed
	private static final long CANCEL_PATIENCE = Duration.ofSeconds(5).toNanos();

	private final Worker worker;

	private final Purpose purpose;

	private final @Nullable Replacement replacement;

	private final WorkerSettings settings;

	private final long startDeadline;

	private @Nullable ThreadStack stack;

	private @Nullable Long endDeadline;

	private @Nullable Long cancelledAt;

	private State seen = State.LOADING;

	private boolean ready;

	private boolean becameReady;

	private boolean failed;

	private boolean startAbandoned;

	private boolean abandoned;

	private boolean warned;

	ManagedWorker(Worker worker, Purpose purpose, @Nullable Replacement replacement, WorkerSettings settings,
			long now) {
		this.worker = worker;
		this.purpose = purpose;
		this.replacement = replacement;
		this.settings = settings;
		this.startDeadline = now + settings.bootTimeout().toNanos();
	}

	/**
	 * Look what the worker has done since the last look, and end what takes too long.
	 * @param now the time, as of {@link System#nanoTime()}
	 */
	void look(long now) {
		State state = this.worker.state();
		this.becameReady = this.worker.lifecycle().wasReady() && !this.ready;
		this.ready |= this.becameReady;
		this.failed = state == State.FAILED && this.seen != State.FAILED && !this.startAbandoned;
		this.seen = state;
		if (state.isStarting()) {
			if (now - this.startDeadline >= 0) {
				startedTooLong(now);
			}
		}
		else if ((state != State.READY || this.endDeadline != null) && !this.worker.isGone()) {
			endsSince(now);
		}
	}

	private void startedTooLong(long now) {
		if (this.stack == null) {
			this.stack = new ThreadStack(this.worker.interpreter()::stackOf, this.worker.firstThread(), now);
		}
		String found = this.stack.find(now);
		if (found != null && this.worker
			.failStart(new ApplicationLoadException(this.settings.target(), ApplicationLoadException.Reason.TIMED_OUT,
					String.format("it was not ready after %s seconds (wsgi.boot-timeout)",
							this.settings.bootTimeout().toSeconds()),
					found, List.of()))) {
			cancel(now);
		}
	}

	private void endsSince(long now) {
		Long deadline = this.endDeadline;
		if (deadline == null) {
			this.endDeadline = now + this.settings.gracefulTimeout().toNanos();
		}
		else if (this.cancelledAt == null && now - deadline >= 0) {
			cancel(now);
		}
		else if (this.cancelledAt != null && now - this.cancelledAt >= CANCEL_PATIENCE && !this.abandoned) {
			this.abandoned = true;
			logger.error(
					String.format("%s cannot be ended: what it is busy with goes on for up to the life of the process",
							this.worker.name()));
		}
	}

	/**
	 * Stop what the worker does. What cannot be stopped is abandoned some seconds later.
	 * @param now the time, as of {@link System#nanoTime()}
	 */
	void cancel(long now) {
		if (this.cancelledAt == null) {
			this.cancelledAt = now;
			this.endDeadline = now;
			if (this.worker.activeCalls() > 0) {
				logger.warn(String.format("Calls of %s are cancelled", this.worker.name()));
			}
			this.worker.cancelInBackground();
		}
	}

	/**
	 * Stop the worker before it is ready, because another one will take its place.
	 * @param now the time, as of {@link System#nanoTime()}
	 * @return whether it is stopped: {@code false} if it starts no more
	 */
	boolean abandonStart(long now) {
		boolean abandoned = this.worker.failStart(new IllegalStateException("The worker was stopped while it started"));
		if (abandoned) {
			this.startAbandoned = true;
			cancel(now);
		}
		return abandoned;
	}

	/**
	 * Let the worker take no more calls.
	 */
	void drain() {
		this.worker.drain();
	}

	/**
	 * Let the worker end after the last call of the queue, or at once if it has not
	 * started.
	 * @param now the time, as of {@link System#nanoTime()}
	 * @param deadline until when
	 */
	void stop(long now, long deadline) {
		if (this.endDeadline == null) {
			this.endDeadline = deadline;
		}
		if (!abandonStart(now)) {
			this.worker.finish();
		}
	}

	Worker worker() {
		return this.worker;
	}

	Purpose purpose() {
		return this.purpose;
	}

	@Nullable Replacement replacement() {
		return this.replacement;
	}

	/**
	 * Return whether the worker is about to take the place of another one.
	 * @param other the other one
	 * @return whether it is
	 */
	boolean isToReplace(ManagedWorker other) {
		return this.replacement != null && this.replacement.old() == other && !this.ready && !this.seen.isOver();
	}

	State state() {
		return this.worker.state();
	}

	/**
	 * Return whether the worker takes calls. One that has become ready since the last
	 * look is still starting: what was to follow on that has not been done.
	 * @return whether it does
	 */
	boolean isServing() {
		return this.ready && state() == State.READY;
	}

	boolean isHung() {
		return this.worker.lifecycle().isHung();
	}

	boolean hasBecomeReady() {
		return this.becameReady;
	}

	boolean hasFailed() {
		return this.failed;
	}

	/**
	 * Return whether it has been ready.
	 * @return whether it has
	 */
	boolean wasReady() {
		return this.worker.lifecycle().wasReady();
	}

	boolean isAbandoned() {
		return this.abandoned;
	}

	/**
	 * Return whether nothing of it is left to wait for, as of the last look.
	 * @return whether it is over
	 */
	boolean isOver() {
		return this.abandoned || (this.seen.isOver() && this.worker.isGone());
	}

	/**
	 * Return whether this is the first time that a warning is due.
	 * @return whether to warn
	 */
	boolean warnOnce() {
		boolean first = !this.warned;
		this.warned = true;
		return first;
	}

	/**
	 * What a worker was started for.
	 */
	enum Purpose {

		/**
		 * The start of the server depends on it.
		 */
		FIRST,

		/**
		 * There is too much to do for those that serve.
		 */
		SCALING,

		/**
		 * It takes the place of another one.
		 */
		REPLACEMENT,

		/**
		 * It belongs to the next generation.
		 */
		RELOAD

	}

	/**
	 * Whose place a worker takes.
	 *
	 * @param name the name of the old worker
	 * @param old the old worker; {@code null} if it has died
	 * @param reason why
	 */
	record Replacement(String name, @Nullable ManagedWorker old, String reason) {

	}

}
