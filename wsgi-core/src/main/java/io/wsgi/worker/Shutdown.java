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
import java.util.concurrent.CompletableFuture;

/**
 * Ends all workers, first in order, then by force.
 *
 * @author wsgi-spring-boot contributors
 */
final class Shutdown {

	private final Duration patience;

	private final WorkerGroup workers;

	private final CallQueue queue;

	private final CompletableFuture<Boolean> result = new CompletableFuture<>();

	private boolean begun;

	private boolean forced;

	private long deadline;

	/**
	 * Create a shutdown, which has not begun.
	 * @param patience how long calls may take
	 * @param workers the workers
	 * @param queue the calls that wait
	 */
	Shutdown(Duration patience, WorkerGroup workers, CallQueue queue) {
		this.patience = patience;
		this.workers = workers;
		this.queue = queue;
	}

	/**
	 * Return what came of it.
	 * @return whether all workers have ended by themselves
	 */
	CompletableFuture<Boolean> result() {
		return this.result;
	}

	void proceed(long now) {
		if (!this.begun) {
			this.begun = true;
			this.deadline = now + this.patience.toNanos();
			this.workers.forEach((managed) -> managed.stop(now, this.deadline));
		}
		if (this.workers.isEmpty() || (this.forced && this.workers.stream().allMatch(ManagedWorker::isAbandoned))) {
			this.queue.refuseAll();
			this.result.complete(!this.forced);
		}
		else if (now - this.deadline >= 0 && !this.forced) {
			this.forced = true;
			this.queue.refuseAll();
			this.workers.forEach((managed) -> managed.cancel(now));
		}
	}

}
