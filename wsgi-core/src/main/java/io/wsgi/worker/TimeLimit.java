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
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import io.wsgi.runtime.Exchange;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Looks for calls that take too long, has each of them ended, and gives up the workers of
 * those that cannot be.
 *
 * @author wsgi-spring-boot contributors
 */
final class TimeLimit {

	private static final Log logger = LogFactory.getLog(TimeLimit.class);

	private static final long PERIOD = Duration.ofMillis(100).toNanos();

	private final long limitNanos;

	private final Iterable<Worker> workers;

	private final WorkerPoolListener listener;

	private final Consumer<Worker> hopeless;

	private final Thread thread;

	private final Map<Exchange, OverdueCall> overdue = new IdentityHashMap<>();

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
			try {
				check(System.nanoTime());
			}
			catch (Throwable ex) {
				logger.error("Calls that take too long could not be looked for", ex);
			}
		}
	}

	private void check(long now) {
		Set<Exchange> found = Collections.newSetFromMap(new IdentityHashMap<>());
		for (Worker worker : this.workers) {
			for (WorkerThread candidate : worker.threads()) {
				Exchange call = candidate.current();
				long excess = now - candidate.begunAt() - this.limitNanos;
				if (call != null && excess >= 0) {
					found.add(call);
					end(worker, candidate, call, excess);
				}
			}
		}
		this.overdue.keySet().retainAll(found);
	}

	private void end(Worker worker, WorkerThread culprit, Exchange call, long excess) {
		try {
			OverdueCall known = this.overdue.get(call);
			if (known == null) {
				OverdueCall begun = new OverdueCall(worker, culprit, call);
				this.overdue.put(call, begun);
				begun.begin(this.listener);
			}
			else if (known.proceed(excess)) {
				this.listener.hung();
				this.hopeless.accept(worker);
			}
		}
		catch (Throwable ex) {
			// The others are to be ended all the same
			logger.error(String.format("%s could not be ended", call), ex);
		}
	}

}
