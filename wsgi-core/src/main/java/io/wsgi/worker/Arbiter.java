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
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Looks after the workers as gunicorn's arbiter does: starts them, as many as the load
 * wants, replaces those that have served long enough or hang, and reloads the
 * application. Whatever it does, it does one thing at a time, and the new workers serve
 * before the old ones end. So no call is lost.
 *
 * @author wsgi-spring-boot contributors
 */
final class Arbiter {

	private static final Log logger = LogFactory.getLog(Arbiter.class);

	private static final long PERIOD_MILLIS = 100;

	private final WorkerSettings settings;

	private final Supplier<Worker> factory;

	private final CallQueue queue;

	private final WorkerPoolListener listener;

	private final Roster roster = new Roster();

	private final Retirement retirement;

	private final Backoff backoff = new Backoff();

	private final Demand demand;

	private final HeapUsage heapUsage;

	private final ScheduledExecutorService executor;

	private boolean inService = true;

	private volatile int generation = 1;

	private volatile boolean broken;

	private volatile @Nullable Throwable lastFailure;

	/**
	 * Create a new arbiter.
	 * @param settings the settings
	 * @param factory makes a worker
	 * @param queue the calls that wait
	 * @param listener is told
	 */
	Arbiter(WorkerSettings settings, Supplier<Worker> factory, CallQueue queue, WorkerPoolListener listener) {
		String name = "wsgi-" + settings.name() + "-arbiter";
		this.settings = settings;
		this.factory = factory;
		this.queue = queue;
		this.listener = listener;
		this.retirement = new Retirement(name + "-retirement", settings.gracefulTimeout(), this.roster);
		this.demand = new Demand(settings.scaling(), System.nanoTime());
		this.heapUsage = new HeapUsage(settings.recycling().maxHeapUsage());
		this.executor = Executors
			.newSingleThreadScheduledExecutor(Thread.ofPlatform().name(name).daemon(true).factory());
	}

	/**
	 * Start the first worker. The others are started while it serves.
	 * @throws CompletionException if it does not become ready
	 * @throws PinnedApplicationException if it must remain the only one and the settings
	 * want more
	 */
	void start() {
		Worker first = hire();
		if (this.settings.needsReplaceableWorkers() && !first.nativeModules().isEmpty()) {
			throw new PinnedApplicationException(this.settings.target(), first.nativeModules());
		}
		this.executor.scheduleWithFixedDelay(this::look, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
	}

	private Worker hire() {
		Worker worker = this.factory.get();
		this.roster.starts(worker);
		try {
			worker.start().join();
			this.roster.serves(worker);
			return worker;
		}
		finally {
			this.roster.failedToStart(worker);
		}
	}

	private void look() {
		try {
			tellWhetherInService();
			if (!this.broken && !this.backoff.isWaiting(System.nanoTime())) {
				replaceWhoMustGo();
				scale();
				tellWhetherInService();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (Throwable ex) {
			// Which would end the looking forever
			failed("The workers could not be looked after", ex);
		}
	}

	private void tellWhetherInService() {
		boolean before = this.inService;
		this.inService = this.roster.size() > 0;
		if (before && !this.inService) {
			this.listener.outOfService();
		}
		else if (!before && this.inService) {
			this.listener.backInService();
		}
	}

	private void replaceWhoMustGo() throws InterruptedException {
		for (Worker worker : this.roster.serving()) {
			String reason = worker.endedBy();
			if (reason != null) {
				replace(worker, reason);
			}
		}
		if (!this.roster.ending().isEmpty()) {
			this.heapUsage.ignoreLastCollection();
		}
		else if (this.heapUsage.isExcessive()) {
			Worker oldest = Collections.max(this.roster.serving(), Comparator.comparing(Worker::age));
			replace(oldest, "max-heap-usage");
			this.heapUsage.ignoreLastCollection();
		}
	}

	private void replace(Worker old, String reason) throws InterruptedException {
		if (!old.nativeModules().isEmpty()) {
			this.broken = true;
			logger.error(String.format("%s has to be replaced (%s) but has loaded native modules: "
					+ "only a restart of the process helps", old.name(), reason));
			this.listener.broken();
			return;
		}
		logger.info(String.format("Replacing %s after %d calls (%s)", old.name(), old.calls(), reason));
		try {
			this.retirement.awaitLast();
			hire();
			hired();
			this.retirement.begin(List.of(old));
			this.listener.replaced(old.name(), reason);
		}
		catch (CompletionException ex) {
			failed(old.name() + " stays, because no new worker could be started", ex.getCause());
		}
	}

	private void scale() throws InterruptedException {
		List<Worker> serving = this.roster.serving();
		long now = System.nanoTime();
		int idle = (int) serving.stream().filter((worker) -> worker.activeCalls() == 0).count();
		int wanted = this.demand.wanted(serving.size(), idle, this.queue.size(), now);
		if (wanted > serving.size() && !this.backoff.isWaiting(now)) {
			try {
				hire();
				hired();
			}
			catch (CompletionException ex) {
				failed("A further worker could not be started", ex.getCause());
			}
		}
		else if (wanted < serving.size()) {
			// It has compiled the least
			this.retirement.begin(List.of(serving.getLast()));
			this.demand.restart(now);
		}
	}

	private void hired() {
		this.backoff.succeeded();
		this.lastFailure = null;
		this.demand.restart(System.nanoTime());
	}

	private void failed(String message, @Nullable Throwable cause) {
		this.lastFailure = cause;
		this.backoff.failed(System.nanoTime());
		logger.error(
				String.format("%s. The next attempt follows in %s seconds", message, this.backoff.delay().toSeconds()),
				cause);
	}

	/**
	 * Load the application anew. If that fails, the old generation keeps serving.
	 * @return the number of the new generation
	 * @throws io.wsgi.runtime.ApplicationLoadException if it cannot be loaded
	 */
	int reload() {
		return call(() -> {
			try {
				loadAnew();
			}
			catch (RuntimeException ex) {
				this.lastFailure = (ex instanceof CompletionException) ? ex.getCause() : ex;
				throw ex;
			}
			hired();
			int next = this.generation + 1;
			this.generation = next;
			this.listener.generationSwapped(next);
			return next;
		});
	}

	private void loadAnew() throws InterruptedException {
		List<Worker> serving = this.roster.serving();
		if (serving.isEmpty() || serving.getFirst().nativeModules().isEmpty()) {
			swap(serving);
		}
		else {
			serving.getFirst().reimport();
		}
	}

	private void swap(List<Worker> old) throws InterruptedException {
		this.retirement.awaitLast();
		List<Worker> fresh = new ArrayList<>();
		try {
			for (int i = 0; i < Math.max(old.size(), 1); i++) {
				fresh.add(hire());
			}
		}
		catch (CompletionException ex) {
			this.retirement.begin(fresh);
			throw ex;
		}
		this.retirement.begin(old);
		old.forEach((worker) -> this.listener.replaced(worker.name(), "reload"));
	}

	private <T> T call(Callable<T> task) {
		try {
			return this.executor.submit(task).get();
		}
		catch (ExecutionException ex) {
			Throwable cause = (ex.getCause() instanceof CompletionException completion) ? completion.getCause()
					: ex.getCause();
			if (cause instanceof RuntimeException failure) {
				throw failure;
			}
			throw new IllegalStateException(cause);
		}
		catch (RejectedExecutionException | CancellationException ex) {
			throw new IllegalStateException("The workers have stopped", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while reloading", ex);
		}
	}

	/**
	 * End all workers after the calls in the queue, which has to be closed before. Calls
	 * that take longer than the grace period are cancelled.
	 * @return whether all have finished by themselves
	 */
	boolean stop() {
		this.executor.shutdownNow().forEach(this::cancel);
		try {
			this.retirement.cancel(this.roster.starting());
			this.roster.serving().forEach(Worker::finish);
			return this.retirement.awaitEnd(this.roster);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private void cancel(Runnable task) {
		if (task instanceof Future<?> future) {
			// Else who waits for it waits forever
			future.cancel(false);
		}
	}

	/**
	 * Cancel the calls that did not end with {@link #stop()}.
	 */
	void cancel() {
		try {
			this.retirement.cancel(this.roster);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	Roster roster() {
		return this.roster;
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

}
