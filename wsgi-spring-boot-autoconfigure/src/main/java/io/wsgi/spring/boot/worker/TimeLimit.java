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

import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import io.wsgi.spring.boot.python.Exchange;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.core.log.LogMessage;

/**
 * Ends calls that take too long: its client is told at once, and an exception is raised
 * in the one thread of the call; then the thread is interrupted, which ends waits for
 * sockets; and when nothing helps the worker is given up.
 *
 * @author wsgi-spring-boot contributors
 */
final class TimeLimit {

	private static final Log logger = LogFactory.getLog(TimeLimit.class);

	private static final long HARDER_AFTER = Duration.ofSeconds(1).toNanos();

	private static final long HOPELESS_AFTER = Duration.ofSeconds(5).toNanos();

	private static final long PERIOD = Duration.ofMillis(100).toNanos();

	private final long limitNanos;

	private final Iterable<Worker> workers;

	private final WorkerPoolListener listener;

	private final Consumer<Worker> hopeless;

	private final Thread thread;

	private Map<Exchange, Overdue> overdue = new IdentityHashMap<>();

	private volatile boolean stopped;

	TimeLimit(String name, Duration limit, Iterable<Worker> workers, WorkerPoolListener listener,
			Consumer<Worker> hopeless) {
		this.limitNanos = limit.toNanos();
		this.workers = workers;
		this.listener = listener;
		this.hopeless = hopeless;
		this.thread = Thread.ofPlatform().name(name).daemon(true).unstarted(this::run);
	}

	void start() {
		this.thread.start();
	}

	void stop() {
		this.stopped = true;
		LockSupport.unpark(this.thread);
	}

	private void run() {
		while (!this.stopped) {
			LockSupport.parkNanos(this, Math.min(PERIOD, this.limitNanos));
			check(System.nanoTime());
		}
	}

	private void check(long now) {
		Map<Exchange, Overdue> stillOverdue = new IdentityHashMap<>();
		for (Worker worker : this.workers) {
			for (WorkerThread candidate : worker.threads()) {
				Exchange call = candidate.current();
				long excess = now - candidate.begunAt() - this.limitNanos;
				if (call != null && excess >= 0) {
					Overdue known = this.overdue.getOrDefault(call, new Overdue(worker, candidate, call));
					known.step = next(known, excess);
					stillOverdue.put(call, known);
				}
			}
		}
		this.overdue = stillOverdue;
	}

	private Step next(Overdue overdue, long excess) {
		return switch (overdue.step) {
			case NONE -> {
				logger.warn(LogMessage.format("Worker timeout: %s takes longer than %s ms and is interrupted",
						overdue.call, this.limitNanos / 1_000_000));
				overdue.call.timedOut();
				this.listener.interrupted();
				overdue.raise();
				yield Step.RAISED;
			}
			case RAISED -> {
				if (excess < HARDER_AFTER) {
					yield Step.RAISED;
				}
				overdue.interrupt();
				yield Step.INTERRUPTED;
			}
			case INTERRUPTED -> {
				if (excess < HOPELESS_AFTER) {
					yield Step.INTERRUPTED;
				}
				logger
					.error(LogMessage.format("Worker timeout: %s cannot be interrupted, so its worker is given up%n%s",
							overdue.call, new StackText(overdue.culprit.thread())));
				this.hopeless.accept(overdue.worker);
				yield Step.GIVEN_UP;
			}
			case GIVEN_UP -> Step.GIVEN_UP;
		};
	}

	/**
	 * A call that takes too long.
	 */
	private static final class Overdue {

		private final Worker worker;

		private final WorkerThread culprit;

		private final Exchange call;

		private Step step = Step.NONE;

		private volatile boolean raised;

		Overdue(Worker worker, WorkerThread culprit, Exchange call) {
			this.worker = worker;
			this.culprit = culprit;
			this.call = call;
		}

		void raise() {
			this.raised = false;
			this.worker.interrupt(this.culprit.thread(), this::isWanted,
					"the request took longer than wsgi.request-timeout");
		}

		void interrupt() {
			this.culprit.interruptCall(this.call);
			if (this.raised) {
				// The call has swallowed the exception. One that is still to come would
				// be followed by a second, in the midst of the cleaning up
				raise();
			}
		}

		private boolean isWanted() {
			if (this.culprit.current() != this.call) {
				return false;
			}
			// Else all that the cleaning up reads and writes would fail
			Thread.interrupted();
			this.raised = true;
			return true;
		}

	}

	/**
	 * What has been done about a call.
	 */
	private enum Step {

		NONE, RAISED, INTERRUPTED, GIVEN_UP

	}

	/**
	 * The stack of a thread as text.
	 *
	 * @param thread the thread
	 */
	private record StackText(Thread thread) {

		@Override
		public String toString() {
			StringBuilder text = new StringBuilder();
			for (StackTraceElement element : this.thread.getStackTrace()) {
				text.append("\tat ").append(element).append(System.lineSeparator());
			}
			return text.toString();
		}

	}

}
