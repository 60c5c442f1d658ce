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

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.wsgi.worker.Worker.State;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
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

	private static final Log logger = LogFactory.getLog(Arbiter.class);

	private final WorkerSettings settings;

	private final Supplier<Worker> factory;

	private final CallQueue queue;

	private final WorkerPoolListener listener;

	private final List<ManagedWorker> workers = new CopyOnWriteArrayList<>();

	private final Queue<CompletableFuture<Integer>> reloadRequests = new ConcurrentLinkedQueue<>();

	private final CompletableFuture<Worker> first = new CompletableFuture<>();

	private final Backoff backoff = new Backoff();

	private final ScalingPolicy scaling;

	private final RecyclingPolicy recycling;

	private final HeapUsage heapUsage;

	private final AtomicReference<@Nullable Shutdown> shutdown = new AtomicReference<>();

	private @Nullable Reload reload;

	private ManagedWorker.@Nullable Replacement died;

	private boolean inService = true;

	private volatile int generation = 1;

	private volatile boolean broken;

	private volatile boolean suspended;

	private volatile boolean resumed;

	private volatile @Nullable Throwable lastFailure;

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
		this.factory = factory;
		this.queue = queue;
		this.listener = listener;
		this.scaling = new ScalingPolicy(settings.scaling(), now);
		this.recycling = new RecyclingPolicy(settings.recycling());
		this.heapUsage = new HeapUsage(settings.recycling().maxHeapUsage());
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
		CompletableFuture<Integer> request = new CompletableFuture<>();
		this.reloadRequests.add(request);
		return request;
	}

	/**
	 * Ask for all workers to be ended, after the calls in the queue, which has to be
	 * closed before. Calls that take longer than the grace period are cancelled.
	 * @return whether all have ended by themselves
	 */
	CompletableFuture<Boolean> stop() {
		Shutdown fresh = new Shutdown();
		Shutdown before = this.shutdown.compareAndExchange(null, fresh);
		return ((before != null) ? before : fresh).result;
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
			this.workers.forEach((worker) -> worker.look(now));
			this.workers.forEach((worker) -> react(worker, now));
			Shutdown requested = this.shutdown.get();
			if (requested != null) {
				shutDown(requested, now);
				return;
			}
			if (!this.broken && this.workers.isEmpty() && !this.first.isDone()) {
				start(ManagedWorker.Purpose.FIRST, null, now);
			}
			reload(now);
			if (this.reload == null && !this.broken && this.first.isDone() && !this.backoff.isWaiting(now)) {
				replace(now);
				scale(now);
			}
			tellWhetherInService();
		}
		catch (Throwable ex) {
			// Which would end the looking for ever
			failed("The workers could not be looked after", ex, now);
		}
	}

	/**
	 * Tell whether there is something to wait for, so that the next tick must come soon.
	 * Otherwise it is due when a worker has changed or something is asked for.
	 * @return whether to look again soon
	 */
	boolean isExpectant() {
		return this.shutdown.get() != null || this.reload != null || !this.reloadRequests.isEmpty() || this.died != null
				|| this.scaling.isUsed() || this.recycling.isTimed()
				|| serving().count() != this.settings.scaling().min()
				|| this.workers.stream().anyMatch((worker) -> worker.state() != State.READY || worker.isHung());
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
		this.backoff.succeeded();
		this.lastFailure = null;
		this.scaling.restart(now);
		this.listener.workerReady(managed.worker().name(), managed.worker().bootTime());
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
		Throwable cause = managed.worker().failure();
		if (managed.wasReady()) {
			this.lastFailure = cause;
			replaceDead(managed.worker());
			return;
		}
		if (managed.isStartAbandoned()) {
			return;
		}
		switch (managed.purpose()) {
			case FIRST -> this.first.completeExceptionally((cause != null) ? cause : new IllegalStateException());
			case RELOAD -> {
				this.lastFailure = cause;
			}
			case REPLACEMENT -> {
				ManagedWorker.Replacement replacement = managed.replacement();
				String old = (replacement != null) ? replacement.name() : "";
				failed(old + " stays, because no new worker could be started", cause, now);
				if (replacement != null && replacement.old() == null) {
					this.died = replacement;
				}
			}
			case SCALING -> failed("A further worker could not be started", cause, now);
		}
	}

	private void replaceDead(Worker dead) {
		ManagedWorker.Replacement replacement = new ManagedWorker.Replacement(dead.name(), null, "died");
		if (dead.nativeModules().isEmpty()) {
			this.died = replacement;
		}
		else {
			breakDown(replacement);
		}
	}

	private void breakDown(ManagedWorker.Replacement replacement) {
		this.broken = true;
		logger.error(String.format(
				"%s has to be replaced (%s) but has loaded native modules: " + "only a restart of the process helps",
				replacement.name(), replacement.reason()));
		this.listener.broken();
	}

	private void failed(String message, @Nullable Throwable cause, long now) {
		this.lastFailure = cause;
		this.backoff.failed(now);
		logger.error(
				String.format("%s. The next attempt follows in %s seconds", message, this.backoff.delay().toSeconds()),
				cause);
		this.listener.loadFailed((cause != null) ? cause : new IllegalStateException(message));
	}

	private ManagedWorker start(ManagedWorker.Purpose purpose, ManagedWorker.@Nullable Replacement replacement,
			long now) {
		ManagedWorker managed = new ManagedWorker(this.factory.get(), purpose, replacement, this.settings, now);
		this.workers.add(managed);
		this.listener.workerStarted(managed.worker().name());
		managed.worker().start();
		return managed;
	}

	private Stream<ManagedWorker> serving() {
		return this.workers.stream().filter((worker) -> worker.state() == State.READY);
	}

	private boolean isChanging() {
		// At most one generation beside the one that serves needs memory
		return this.workers.stream().anyMatch((worker) -> worker.state() != State.READY);
	}

	private void replace(long now) {
		if (isChanging()) {
			this.heapUsage.ignoreLastCollection();
			return;
		}
		ManagedWorker.Replacement dead = this.died;
		if (dead != null) {
			this.died = null;
			if (serving().count() < this.settings.scaling().max()) {
				replace(dead, now);
				return;
			}
		}
		for (ManagedWorker managed : serving().toList()) {
			String reason = managed.isHung() ? "hung" : this.recycling.reason(managed.worker());
			if (reason != null && replace(managed, reason, now)) {
				return;
			}
		}
		if (this.heapUsage.isExcessive()) {
			serving().max(Comparator.comparing((managed) -> managed.worker().age()))
				.ifPresent((oldest) -> replace(oldest, "max-heap-usage", now));
			this.heapUsage.ignoreLastCollection();
		}
	}

	private boolean replace(ManagedWorker managed, String reason, long now) {
		List<String> nativeModules = managed.worker().nativeModules();
		if (!nativeModules.isEmpty() && !managed.isHung()) {
			// Only for hygiene: it serves on
			if (managed.warnOnce()) {
				logger.warn(String.format("%s should be replaced (%s) but has loaded native modules, so it stays: %s",
						managed.worker().name(), reason, nativeModules));
			}
			return false;
		}
		ManagedWorker.Replacement replacement = new ManagedWorker.Replacement(managed.worker().name(), managed, reason);
		if (nativeModules.isEmpty()) {
			replace(replacement, now);
		}
		else {
			breakDown(replacement);
		}
		return true;
	}

	private void replace(ManagedWorker.Replacement replacement, long now) {
		logger.info(String.format("Replacing %s (%s)", replacement.name(), replacement.reason()));
		start(ManagedWorker.Purpose.REPLACEMENT, replacement, now);
	}

	private void scale(long now) {
		if (isChanging()) {
			return;
		}
		List<ManagedWorker> serving = serving().toList();
		int idle = (int) serving.stream().filter((managed) -> managed.worker().activeCalls() == 0).count();
		int wanted = this.scaling.wanted(serving.size(), idle, this.queue.size(), now);
		if (wanted > serving.size()) {
			start(ManagedWorker.Purpose.SCALING, null, now);
		}
		else if (wanted < serving.size()) {
			// It has compiled the least
			serving.getLast().drain();
			this.scaling.restart(now);
		}
	}

	private void reload(long now) {
		if (this.reload == null && this.first.isDone() && !this.reloadRequests.isEmpty()) {
			// They may have read some files before they were changed
			this.workers.stream()
				.filter((worker) -> worker.state().isStarting())
				.forEach((worker) -> worker.abandonStart(now));
			if (!isChanging()) {
				this.reload = new Reload(this.reloadRequests.remove(), serving().toList());
			}
		}
		Reload current = this.reload;
		if (current == null) {
			return;
		}
		try {
			if (current.isDone(now)) {
				this.reload = null;
				this.backoff.succeeded();
				this.lastFailure = null;
				this.scaling.restart(now);
				int next = this.generation + 1;
				this.generation = next;
				this.listener.generationSwapped(next);
				current.result.complete(next);
			}
		}
		catch (RuntimeException ex) {
			this.reload = null;
			this.lastFailure = ex;
			current.fail(ex);
			this.listener.loadFailed(ex);
		}
	}

	private void shutDown(Shutdown requested, long now) {
		IllegalStateException stopped = new IllegalStateException("The workers have stopped");
		this.first.completeExceptionally(stopped);
		Reload current = this.reload;
		if (current != null) {
			this.reload = null;
			current.result.completeExceptionally(stopped);
		}
		for (CompletableFuture<Integer> request = this.reloadRequests
			.poll(); request != null; request = this.reloadRequests.poll()) {
			request.completeExceptionally(stopped);
		}
		requested.proceed(now);
	}

	private void tellWhetherInService() {
		boolean before = this.inService;
		this.inService = !this.first.isDone() || serving().findAny().isPresent();
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
		return this.workers.stream()
			.map(ManagedWorker::worker)
			.sorted(Comparator.comparing((worker) -> worker.state() != State.READY))
			.toList();
	}

	int generation() {
		return this.generation;
	}

	/**
	 * Return whether only a restart of the process can help.
	 * @return whether the workers are broken
	 */
	boolean isBroken() {
		return this.broken;
	}

	/**
	 * Return why the last attempt to start a worker, or to load the application anew,
	 * failed.
	 * @return the failure, or {@code null} if it succeeded
	 */
	@Nullable Throwable lastFailure() {
		return this.lastFailure;
	}

	/**
	 * Loads the application anew: in as many new workers as serve, or in the only one
	 * when it has loaded native modules.
	 */
	private final class Reload {

		private final CompletableFuture<Integer> result;

		private final List<ManagedWorker> old;

		private final List<ManagedWorker> fresh = new ArrayList<>();

		private @Nullable Reimport reimport;

		Reload(CompletableFuture<Integer> result, List<ManagedWorker> old) {
			this.result = result;
			this.old = old;
		}

		boolean isDone(long now) {
			if (this.old.isEmpty() && Arbiter.this.broken) {
				throw new IllegalStateException("Only a restart of the process helps");
			}
			if (!this.old.isEmpty() && !this.old.getFirst().worker().nativeModules().isEmpty()) {
				if (this.reimport == null) {
					this.reimport = new Reimport(this.old.getFirst().worker(), Arbiter.this.settings, now);
				}
				return this.reimport.isDone(now);
			}
			for (ManagedWorker managed : this.fresh) {
				if (managed.state() == State.FAILED) {
					throw asRuntimeException(managed.worker().failure());
				}
			}
			if (isChanging()) {
				return false;
			}
			if (this.fresh.size() < Math.max(this.old.size(), 1)) {
				this.fresh.add(start(ManagedWorker.Purpose.RELOAD, null, now));
				return false;
			}
			for (ManagedWorker managed : this.old) {
				managed.drain();
				Arbiter.this.listener.replaced(managed.worker().name(), "reload");
			}
			return true;
		}

		private RuntimeException asRuntimeException(@Nullable Throwable cause) {
			return (cause instanceof RuntimeException failure) ? failure : new IllegalStateException(cause);
		}

		void fail(RuntimeException cause) {
			this.fresh.forEach(ManagedWorker::drain);
			this.result.completeExceptionally(cause);
		}

	}

	/**
	 * Ends all workers, first in order, then by force.
	 */
	private final class Shutdown {

		private final CompletableFuture<Boolean> result = new CompletableFuture<>();

		private boolean begun;

		private boolean forced;

		private long deadline;

		void proceed(long now) {
			List<ManagedWorker> left = Arbiter.this.workers;
			if (!this.begun) {
				this.begun = true;
				this.deadline = now + Arbiter.this.settings.gracefulTimeout().toNanos();
				left.forEach((worker) -> worker.stop(now, this.deadline));
			}
			if (left.isEmpty() || (this.forced && left.stream().allMatch(ManagedWorker::isAbandoned))) {
				Arbiter.this.queue.refuseAll();
				this.result.complete(!this.forced);
			}
			else if (now - this.deadline >= 0 && !this.forced) {
				this.forced = true;
				Arbiter.this.queue.refuseAll();
				left.forEach((worker) -> worker.cancel(now));
			}
		}

	}

}
