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

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import io.wsgi.runtime.Exchange;
import io.wsgi.worker.queue.CallDeadlines;
import io.wsgi.worker.queue.CallQueue;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Watches the calls of a pool, on one thread, which spares each call a timer: refuses
 * those that have waited too long, has as many threads let in as the calls need, and has
 * calls ended that take too long. Sleeps while there is nothing to watch.
 *
 * @author wsgi-spring-boot contributors
 */
final class Watchdog {

	private static final Log logger = LogFactory.getLog(Watchdog.class);

	private static final long PERIOD = Duration.ofMillis(2).toNanos();

	private static final long TIME_LIMIT_PERIOD = Duration.ofMillis(100).toNanos();

	// Not to fill the log with a failure that lasts
	private static final long PERIOD_AFTER_FAILURE = Duration.ofSeconds(1).toNanos();

	private static final int PATIENCE = 100;

	private static final long UNTIL_CALLED = Long.MAX_VALUE;

	private final ThreadMXBean cpuTimes = ManagementFactory.getThreadMXBean();

	private final CallQueue queue;

	private final Supplier<? extends Collection<Worker>> workers;

	private final @Nullable Duration timeLimit;

	private final WorkerPoolListener listener;

	private final Thread thread;

	private final Map<Exchange, CallTimeout> overdue = new IdentityHashMap<>();

	private final CallDeadlines deadlines = new CallDeadlines();

	private final QueueLimits queueLimits;

	private long lastLook;

	private long seenCalls;

	private long lastTimeLimitLook;

	private int quietLooks;

	private volatile boolean asleep;

	private volatile boolean stopped;

	/**
	 * Create a new watchdog.
	 * @param name the name of its thread
	 * @param queue the calls that wait
	 * @param workers tells the workers that there are
	 * @param timeLimit how long a call may take; {@code null} for no limit
	 * @param listener is told
	 */
	Watchdog(String name, CallQueue queue, Supplier<? extends Collection<Worker>> workers, @Nullable Duration timeLimit,
			WorkerPoolListener listener) {
		this.queue = queue;
		this.workers = workers;
		this.timeLimit = timeLimit;
		this.listener = listener;
		this.queueLimits = new QueueLimits(queue, this.deadlines, listener);
		this.thread = Thread.ofPlatform().name(name).daemon(true).unstarted(this::run);
	}

	void start() {
		this.thread.start();
	}

	void stop() {
		this.stopped = true;
		LockSupport.unpark(this.thread);
	}

	/**
	 * Called whenever a call has joined the queue.
	 * @param waits whether no thread was there to take it
	 */
	void callQueued(boolean waits) {
		if (this.asleep && (waits || this.timeLimit != null)) {
			wake();
		}
	}

	/**
	 * Give a call a time limit of its own, before it joins the queue.
	 * @param call the exchange of the call
	 * @param timeLimit how long it may take from now on
	 */
	void limit(Exchange call, Duration timeLimit) {
		this.deadlines.add(call, timeLimit);
		wake();
	}

	/**
	 * End a call that nobody waits for any more, wherever it is.
	 * @param call the exchange of the call
	 */
	void cancel(Exchange call) {
		this.deadlines.cancel(call);
		wake();
	}

	/**
	 * Forget the time limit of a call, which is over.
	 * @param call the exchange of the call
	 */
	void forget(Exchange call) {
		this.deadlines.remove(call);
	}

	/**
	 * Look, because there are calls that nobody takes.
	 */
	void wake() {
		if (this.asleep) {
			this.asleep = false;
			LockSupport.unpark(this.thread);
		}
	}

	private void run() {
		this.lastLook = System.nanoTime();
		while (!this.stopped) {
			try {
				long delay = look(System.nanoTime());
				if (delay == UNTIL_CALLED) {
					sleepUntilCalled();
				}
				else {
					LockSupport.parkNanos(this, delay);
				}
			}
			catch (Throwable ex) {
				tellFailure("The calls could not be watched", ex);
				LockSupport.parkNanos(this, PERIOD_AFTER_FAILURE);
			}
		}
	}

	private long look(long now) {
		long sinceLastLook = now - this.lastLook;
		this.lastLook = now;
		this.seenCalls = this.queue.added();
		this.quietLooks = (this.queue.size() > 0) ? 0 : this.quietLooks + 1;
		this.queueLimits.apply(now);
		boolean inFlight = endOverdue(now);
		if (this.quietLooks < PATIENCE) {
			this.workers.get().forEach((worker) -> worker.adaptThreads(this.cpuTimes, sinceLastLook));
			return PERIOD;
		}
		if (this.quietLooks == PATIENCE) {
			this.workers.get().forEach(Worker::resetThreads);
		}
		return inFlight ? timeLimitPeriod(now) : UNTIL_CALLED;
	}

	private long timeLimitPeriod(long now) {
		long period = (this.timeLimit != null) ? Math.min(TIME_LIMIT_PERIOD, this.timeLimit.toNanos())
				: TIME_LIMIT_PERIOD;
		return Math.min(period, Math.max(this.deadlines.untilNext(now), PERIOD));
	}

	private long excess(WorkerThread candidate, Exchange call, long now) {
		Long excess = this.deadlines.excess(call, now);
		if (excess != null) {
			return excess;
		}
		return (this.timeLimit != null) ? now - candidate.begunAt() - this.timeLimit.toNanos() : -1;
	}

	private boolean endOverdue(long now) {
		if (this.timeLimit == null && this.deadlines.isEmpty()) {
			return false;
		}
		if (this.quietLooks != PATIENCE && now - this.lastTimeLimitLook < timeLimitPeriod(now)) {
			return true;
		}
		this.lastTimeLimitLook = now;
		Set<Exchange> found = Collections.newSetFromMap(new IdentityHashMap<>());
		boolean inFlight = !this.deadlines.isEmpty();
		for (Worker worker : this.workers.get()) {
			for (WorkerThread candidate : worker.threads()) {
				Exchange call = candidate.current();
				if (call != null) {
					long excess = excess(candidate, call, now);
					inFlight = true;
					if (excess >= 0) {
						found.add(call);
						end(worker, candidate, call, excess);
					}
				}
			}
		}
		this.overdue.keySet().retainAll(found);
		return inFlight;
	}

	private void end(Worker worker, WorkerThread culprit, Exchange call, long excess) {
		try {
			CallTimeout known = this.overdue.get(call);
			if (known == null) {
				CallTimeout begun = new CallTimeout(worker, culprit, call, this.deadlines.reason(call));
				this.overdue.put(call, begun);
				begun.begin(this.queueLimits.listenerOf(call));
			}
			else if (known.proceed(excess)) {
				this.listener.hung();
				worker.lifecycle().giveUp();
			}
		}
		catch (Throwable ex) {
			// The others are to be ended all the same
			tellFailure("A call could not be ended", ex);
		}
	}

	private void tellFailure(String message, Throwable cause) {
		try {
			logger.error(message, cause);
		}
		catch (Throwable ex) {
			// A log that fails must not end the watching
		}
	}

	private void sleepUntilCalled() {
		this.asleep = true;
		// What has come since the look is in flight, or waits, or was cancelled
		while (this.asleep && !this.stopped && this.queue.added() == this.seenCalls && this.queue.size() == 0
				&& this.deadlines.isEmpty()) {
			LockSupport.park(this);
		}
		this.asleep = false;
		this.quietLooks = 0;
		this.lastLook = System.nanoTime();
	}

}
