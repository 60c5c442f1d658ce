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

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Ends workers: they finish the calls they are in, and are cancelled if these take longer
 * than the grace period. What cannot be cancelled either is left behind rather than
 * waited for.
 *
 * @author wsgi-spring-boot contributors
 */
final class Retirement {

	private static final Log logger = LogFactory.getLog(Retirement.class);

	// A thread in native code does not notice that its interpreter is closed
	private static final Duration CANCEL_TIMEOUT = Duration.ofSeconds(5);

	private final String name;

	private final Duration grace;

	private final Roster roster;

	private volatile @Nullable Thread last;

	Retirement(String name, Duration grace, Roster roster) {
		this.name = name;
		this.grace = grace;
		this.roster = roster;
	}

	/**
	 * Let workers take no more calls, and end after those they are in, while the caller
	 * goes on.
	 * @param workers the workers
	 */
	void begin(List<Worker> workers) {
		this.roster.ends(workers);
		workers.forEach(Worker::retire);
		this.last = Thread.ofPlatform().name(this.name).daemon(true).start(() -> finish(workers));
	}

	private void finish(List<Worker> workers) {
		try {
			if (!awaitEnd(workers)) {
				cancel(workers);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.roster.ended(workers);
		}
	}

	/**
	 * Wait for the workers that retired last. So at most one generation beside the one
	 * that serves needs memory.
	 * @throws InterruptedException if the thread is interrupted
	 */
	void awaitLast() throws InterruptedException {
		Thread thread = this.last;
		if (thread != null) {
			thread.join();
		}
	}

	/**
	 * Wait until workers have ended, at most for the grace period.
	 * @param workers the workers
	 * @return whether they have
	 * @throws InterruptedException if the thread is interrupted
	 */
	boolean awaitEnd(Iterable<Worker> workers) throws InterruptedException {
		long deadline = System.nanoTime() + this.grace.toNanos();
		boolean ended = true;
		for (Worker worker : workers) {
			ended &= worker.awaitEnd(deadline);
		}
		return ended;
	}

	/**
	 * Cancel the calls of workers, and wait a little for the workers to end.
	 * @param workers the workers
	 * @throws InterruptedException if the thread is interrupted
	 */
	void cancel(Iterable<Worker> workers) throws InterruptedException {
		for (Worker worker : workers) {
			if (worker.activeCalls() > 0) {
				logger.warn(String.format("Calls of %s are cancelled", worker.name()));
			}
			// Closing an interpreter waits for all of its threads
			Thread.ofPlatform().name(this.name + "-cancel").daemon(true).start(worker::cancel);
		}
		long deadline = System.nanoTime() + CANCEL_TIMEOUT.toNanos();
		for (Worker worker : workers) {
			if (!worker.awaitEnd(deadline)) {
				logger.error(String.format(
						"%s cannot be ended: what it is busy with goes on for up to the life " + "of the process",
						worker.name()));
			}
		}
	}

}
