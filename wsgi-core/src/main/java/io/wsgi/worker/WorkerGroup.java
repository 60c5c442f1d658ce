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

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.wsgi.worker.WorkerLifecycle.State;
import io.wsgi.worker.queue.CallQueue;
import org.jspecify.annotations.Nullable;

/**
 * The workers of an application that are not over.
 *
 * @author wsgi-spring-boot contributors
 */
final class WorkerGroup implements Iterable<ManagedWorker> {

	private final WorkerSettings settings;

	private final Supplier<Worker> factory;

	private final WorkerPoolListener listener;

	private final List<ManagedWorker> workers = new CopyOnWriteArrayList<>();

	/**
	 * Create a new group, without workers.
	 * @param settings the settings
	 * @param factory makes a worker
	 * @param listener is told of those that start
	 */
	WorkerGroup(WorkerSettings settings, Supplier<Worker> factory, WorkerPoolListener listener) {
		this.settings = settings;
		this.factory = factory;
		this.listener = listener;
	}

	/**
	 * Start a worker.
	 * @param purpose what for
	 * @param replacement whose place it takes, or {@code null}
	 * @param now the time, as of {@link System#nanoTime()}
	 * @return the worker
	 */
	ManagedWorker start(ManagedWorker.Purpose purpose, ManagedWorker.@Nullable Replacement replacement, long now) {
		ManagedWorker managed = new ManagedWorker(this.factory.get(), purpose, replacement, this.settings, now);
		this.workers.add(managed);
		this.listener.workerStarted(managed.worker().name());
		managed.worker().start();
		return managed;
	}

	void remove(ManagedWorker managed) {
		this.workers.remove(managed);
	}

	boolean isEmpty() {
		return this.workers.isEmpty();
	}

	Stream<ManagedWorker> stream() {
		return this.workers.stream();
	}

	@Override
	public Iterator<ManagedWorker> iterator() {
		return this.workers.iterator();
	}

	/**
	 * Return the workers that take calls.
	 * @return the workers, those that have served longest first
	 */
	List<ManagedWorker> serving() {
		return stream().filter(ManagedWorker::isServing).toList();
	}

	/**
	 * Tell whether a worker starts or ends. At most one more than serve needs memory.
	 * @return whether one does
	 */
	boolean isChanging() {
		return !stream().allMatch(ManagedWorker::isServing);
	}

	/**
	 * Return all workers.
	 * @return the workers, those that serve first
	 */
	List<Worker> workers() {
		return stream().map(ManagedWorker::worker)
			.sorted(Comparator.comparing((worker) -> worker.state() != State.READY))
			.toList();
	}

	/**
	 * Prepare to end all workers.
	 * @param queue the calls that wait
	 * @return the shutdown, which has not begun
	 */
	Shutdown shutdown(CallQueue queue) {
		return new Shutdown(queue);
	}

	/**
	 * Ends all workers, first in order, then by force.
	 */
	final class Shutdown {

		private final CallQueue queue;

		private final CompletableFuture<Boolean> result = new CompletableFuture<>();

		private boolean begun;

		private boolean forced;

		private long deadline;

		private Shutdown(CallQueue queue) {
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
				this.deadline = now + WorkerGroup.this.settings.gracefulTimeout().toNanos();
				forEach((managed) -> managed.stop(now, this.deadline));
			}
			if (isEmpty() || (this.forced && stream().allMatch(ManagedWorker::isAbandoned))) {
				this.queue.refuseAll();
				this.result.complete(!this.forced);
			}
			else if (now - this.deadline >= 0 && !this.forced) {
				this.forced = true;
				this.queue.refuseAll();
				forEach((managed) -> managed.cancel(now));
			}
		}

	}

}
