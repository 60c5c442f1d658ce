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
import java.util.concurrent.locks.LockSupport;

import io.wsgi.runtime.Exchange;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Looks every few milliseconds, while calls wait, at what the threads of the workers do,
 * and lets the workers adapt how many of them serve. Takes calls that have waited too
 * long out of the queue, which spares each of them a timer.
 *
 * @author wsgi-spring-boot contributors
 */
final class ThreadGovernor {

	private static final Log logger = LogFactory.getLog(ThreadGovernor.class);

	private static final long PERIOD = 2_000_000;

	// Not to fill the log with a failure that lasts
	private static final long PERIOD_AFTER_FAILURE = 1_000_000_000;

	private static final int PATIENCE = 100;

	private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

	private final CallQueue queue;

	private final Iterable<Worker> workers;

	private final WorkerPoolListener listener;

	private final Thread thread;

	private long lastLook;

	private int quietLooks;

	private volatile boolean asleep;

	private volatile boolean stopped;

	ThreadGovernor(String name, CallQueue queue, Iterable<Worker> workers, WorkerPoolListener listener) {
		this.queue = queue;
		this.workers = workers;
		this.listener = listener;
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
	 */
	void callQueued() {
		if (this.asleep) {
			this.asleep = false;
			LockSupport.unpark(this.thread);
		}
	}

	private void run() {
		this.lastLook = System.nanoTime();
		while (!this.stopped) {
			LockSupport.parkNanos(this, PERIOD);
			try {
				look();
			}
			catch (Throwable ex) {
				logger.error("The threads of the workers could not be looked after", ex);
				LockSupport.parkNanos(this, PERIOD_AFTER_FAILURE);
			}
		}
	}

	private void look() {
		long now = System.nanoTime();
		long sinceLastLook = now - this.lastLook;
		this.lastLook = now;
		if (this.queue.size() > 0) {
			this.quietLooks = 0;
			refuseExpired(now);
			for (Worker worker : this.workers) {
				worker.adapt(this.threads, sinceLastLook);
			}
		}
		else if (++this.quietLooks >= PATIENCE) {
			sleepUntilCalled();
			this.quietLooks = 0;
			this.lastLook = System.nanoTime();
		}
	}

	private void refuseExpired(long now) {
		for (Exchange exchange = this.queue.expire(now); exchange != null; exchange = this.queue.expire(now)) {
			this.listener.timedOut();
			exchange.refused();
		}
	}

	private void sleepUntilCalled() {
		this.asleep = true;
		while (this.asleep && !this.stopped && this.queue.size() == 0) {
			LockSupport.park(this);
		}
		this.asleep = false;
	}

}
