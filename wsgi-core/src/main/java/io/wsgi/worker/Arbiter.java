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

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.wsgi.worker.policy.Failures;
import io.wsgi.worker.policy.ScalingPolicy;
import io.wsgi.worker.queue.CallQueue;
import org.jspecify.annotations.Nullable;

/**
 * Looks after the workers as gunicorn's arbiter does: starts them, as many as the load
 * wants, replaces those that have served long enough or hang, and gives up those that do
 * not start or end in time. A new worker serves before the old one ends, so no call is
 * lost.
 * <p>
 * All of it is done by {@link #tick}, one thing after the other, which never blocks: what
 * takes time is begun, and looked at again at the next tick. What others ask for is noted
 * and done there, too.
 *
 * @author wsgi-spring-boot contributors
 */
final class Arbiter {

	private final WorkerSettings settings;

	private final CallQueue queue;

	private final WorkerPoolListener listener;

	private final WorkerGroup workers;

	private final Failures failures;

	private final Reloads reloads;

	private final Replacements replacements;

	private final ScalingPolicy scaling;

	private final CompletableFuture<Worker> first = new CompletableFuture<>();

	private final AtomicReference<WorkerGroup.@Nullable Shutdown> shutdown = new AtomicReference<>();

	private boolean inService = true;

	private volatile boolean suspended;

	private volatile boolean resumed;

	/**
	 * Create a new arbiter.
	 * @param settings the settings
	 * @param factory makes a worker
	 * @param queue the calls that wait
	 * @param listener is told, and must not block
	 * @param now the time, as of {@link System#nanoTime()}
	 */
	Arbiter(WorkerSettings settings, Supplier<Worker> factory, CallQueue queue, WorkerPoolListener listener, long now) {
		this.settings = settings;
		this.queue = queue;
		this.listener = listener;
		this.workers = new WorkerGroup(settings, factory, listener);
		this.failures = new Failures(listener::loadFailed);
		this.reloads = new Reloads(settings, this.workers, this.failures, listener);
		this.replacements = new Replacements(settings, this.workers, this.failures, listener);
		this.scaling = settings.scaling().policy(now);
	}

	/**
	 * Return the first worker, once it is ready.
	 * @return completes exceptionally if it cannot be started, or the workers are stopped
	 * before
	 */
	CompletableFuture<Worker> first() {
		return this.first;
	}

	/**
	 * Ask for the application to be loaded anew.
	 * @return the number of the new generation; completes exceptionally if the
	 * application cannot be loaded, and the old generation keeps serving
	 */
	CompletableFuture<Integer> reload() {
		return this.reloads.request();
	}

	/**
	 * Ask for all workers to be ended, after the calls in the queue, which has to be
	 * closed before. Calls that take longer than the grace period are cancelled.
	 * @return whether all have ended by themselves
	 */
	CompletableFuture<Boolean> stop() {
		WorkerGroup.Shutdown fresh = this.workers.shutdown(this.queue);
		WorkerGroup.Shutdown before = this.shutdown.compareAndExchange(null, fresh);
		return ((before != null) ? before : fresh).result();
	}

	/**
	 * Leave the workers as they are, until {@link #resume()}: a checkpoint is made of the
	 * process.
	 */
	void suspend() {
		this.suspended = true;
	}

	/**
	 * Look after the workers again.
	 */
	void resume() {
		this.resumed = true;
		this.suspended = false;
	}

	/**
	 * Look after the workers.
	 * @param now the time, as of {@link System#nanoTime()}
	 */
	void tick(long now) {
		if (this.suspended && this.shutdown.get() == null) {
			return;
		}
		try {
			if (this.resumed) {
				// The time that went by is not that of this life
				this.resumed = false;
				this.scaling.restart(now);
			}
			this.workers.forEach((managed) -> managed.look(now));
			this.workers.forEach((managed) -> react(managed, now));
			WorkerGroup.Shutdown requested = this.shutdown.get();
			if (requested != null) {
				IllegalStateException stopped = new IllegalStateException("The workers have stopped");
				this.first.completeExceptionally(stopped);
				this.reloads.cancel(stopped);
				requested.proceed(now);
				return;
			}
			start(now);
			if (this.first.isDone()) {
				look(now);
			}
			tellWhetherInService();
		}
		catch (Throwable ex) {
			// Which would end the looking for ever
			this.failures.tell("The workers could not be looked after", ex, now);
		}
	}

	private void start(long now) {
		if (!this.failures.isBroken() && this.workers.isEmpty() && !this.first.isDone()) {
			this.workers.start(ManagedWorker.Purpose.FIRST, null, now);
		}
	}

	private void look(long now) {
		if (this.reloads.proceed(now)) {
			this.replacements.generationSwapped();
			this.scaling.restart(now);
		}
		if (!this.reloads.isUnderWay() && !this.failures.isBroken() && !this.failures.isWaiting(now)) {
			this.replacements.proceed(now);
			scale(now);
		}
	}

	/**
	 * Tell whether there is something to wait for, so that the next tick must come soon.
	 * Otherwise it is due when a worker has changed or something is asked for.
	 * @param now the time, as of {@link System#nanoTime()}
	 * @return whether to look again soon
	 */
	boolean isExpectant(long now) {
		return this.shutdown.get() != null || this.failures.isWaiting(now) || this.reloads.isUnderWay()
				|| this.reloads.isRequested() || this.replacements.isExpectant() || this.scaling.isUsed()
				|| this.workers.serving().size() != this.settings.scaling().min() || this.workers.isChanging()
				|| this.workers.stream().anyMatch(ManagedWorker::isHung);
	}

	private void react(ManagedWorker managed, long now) {
		if (managed.hasBecomeReady()) {
			becameReady(managed, now);
		}
		if (managed.hasFailed()) {
			becameFailed(managed, now);
		}
		if (managed.isOver()) {
			this.workers.remove(managed);
		}
	}

	private void becameReady(ManagedWorker managed, long now) {
		this.failures.succeeded();
		this.scaling.restart(now);
		this.listener.workerReady(managed.worker().name(), managed.worker().lifecycle().bootTime());
		this.first.complete(managed.worker());
		ManagedWorker.Replacement replacement = managed.replacement();
		if (replacement != null) {
			if (replacement.old() != null) {
				replacement.old().drain();
			}
			this.listener.replaced(replacement.name(), replacement.reason());
		}
	}

	private void becameFailed(ManagedWorker managed, long now) {
		Throwable cause = managed.worker().lifecycle().failure();
		if (managed.wasReady()) {
			this.failures.note(cause);
			this.replacements.request(managed);
			return;
		}
		ManagedWorker.Replacement replacement = managed.replacement();
		if (replacement != null) {
			this.replacements.failed(replacement, cause, now);
			return;
		}
		switch (managed.purpose()) {
			case FIRST -> this.first.completeExceptionally((cause != null) ? cause : new IllegalStateException());
			case SCALING -> this.failures.tell("A further worker could not be started", cause, now);
			default -> this.failures.note(cause);
		}
	}

	private void scale(long now) {
		if (this.workers.isChanging()) {
			return;
		}
		List<ManagedWorker> serving = this.workers.serving();
		int idle = (int) serving.stream().filter((managed) -> managed.worker().activeCalls() == 0).count();
		int wanted = this.scaling.wanted(serving.size(), idle, this.queue.size(), now);
		if (wanted > serving.size()) {
			this.workers.start(ManagedWorker.Purpose.SCALING, null, now);
		}
		else if (wanted < serving.size()) {
			// It has compiled the least
			serving.getLast().drain();
			this.scaling.restart(now);
		}
	}

	private void tellWhetherInService() {
		boolean before = this.inService;
		this.inService = !this.first.isDone() || !this.workers.serving().isEmpty();
		if (before && !this.inService) {
			this.listener.outOfService();
		}
		else if (!before && this.inService) {
			this.listener.backInService();
		}
	}

	/**
	 * Return all workers that are not over.
	 * @return the workers, those that serve first
	 */
	List<Worker> workers() {
		return this.workers.workers();
	}

	int generation() {
		return this.reloads.generation();
	}

	Failures failures() {
		return this.failures;
	}

}
