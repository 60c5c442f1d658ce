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

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.core.log.LogMessage;

/**
 * Looks after the workers as gunicorn's arbiter does: starts them, replaces those that
 * have served long enough or hang, and reloads the application. Whatever it does, it does
 * one thing at a time, the new workers serve before the old ones end, and those end after
 * the calls they are in. So no call is lost.
 *
 * @author wsgi-spring-boot contributors
 */
final class Arbiter implements Iterable<Worker> {

	private static final Log logger = LogFactory.getLog(Arbiter.class);

	private static final long PERIOD_MILLIS = 100;

	private final WorkerSettings settings;

	private final Supplier<Worker> starter;

	private final WorkerPoolListener listener;

	private final List<Worker> workers = new CopyOnWriteArrayList<>();

	private final List<Worker> ending = new CopyOnWriteArrayList<>();

	private final ScheduledExecutorService executor;

	private volatile int generation = 1;

	private volatile boolean broken;

	/**
	 * Create a new arbiter.
	 * @param settings the settings
	 * @param starter starts a worker and waits until it is ready; throws
	 * {@link CompletionException} when it does not become so
	 * @param listener is told
	 */
	Arbiter(WorkerSettings settings, Supplier<Worker> starter, WorkerPoolListener listener) {
		this.settings = settings;
		this.starter = starter;
		this.listener = listener;
		this.executor = Executors.newSingleThreadScheduledExecutor(
				Thread.ofPlatform().name("wsgi-" + settings.name() + "-arbiter").daemon(true).factory());
	}

	/**
	 * Start the first worker, and have the others started while it serves.
	 * @throws CompletionException if it does not become ready
	 * @throws PinnedApplicationException if it must remain the only one and the settings
	 * want more
	 */
	void start() {
		Worker first = this.starter.get();
		this.workers.add(first);
		if (this.settings.needsReplaceableWorkers() && !first.nativeModules().isEmpty()) {
			end(List.of(first));
			throw new PinnedApplicationException(this.settings.target(), first.nativeModules());
		}
		this.executor.execute(this::startMissing);
		this.executor.scheduleWithFixedDelay(this::recycle, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
	}

	private void startMissing() {
		try {
			while (this.workers.size() < this.settings.workers()) {
				this.workers.add(this.starter.get());
			}
		}
		catch (CompletionException ex) {
			logger.error("A further worker could not be started", ex.getCause());
		}
	}

	private void recycle() {
		try {
			for (Worker worker : this.workers) {
				String reason = worker.lifespan().endedBy();
				if (reason != null && !this.broken) {
					replace(worker, reason);
				}
			}
		}
		catch (RuntimeException ex) {
			// Which would end the recycling forever
			logger.error("A worker could not be replaced", ex);
		}
	}

	/**
	 * Replace a worker that cannot be got out of a call.
	 * @param worker the worker
	 */
	void giveUp(Worker worker) {
		this.executor.execute(() -> replace(worker, "hung"));
	}

	private void replace(Worker old, String reason) {
		if (!this.workers.contains(old)) {
			return;
		}
		if (!old.nativeModules().isEmpty()) {
			if (this.broken) {
				return;
			}
			this.broken = true;
			logger.error(LogMessage.format("%s has to be replaced (%s) but has loaded native modules: "
					+ "only a restart of the process helps", old.name(), reason));
			return;
		}
		try {
			logger.info(
					LogMessage.format("Replacing %s after %d calls (%s)", old.name(), old.lifespan().calls(), reason));
			this.workers.add(this.starter.get());
			this.workers.remove(old);
			this.listener.replaced(reason);
			end(List.of(old));
		}
		catch (CompletionException ex) {
			logger.error(LogMessage.format("%s stays, because no new worker could be started", old.name()),
					ex.getCause());
		}
	}

	/**
	 * Load the application anew. If that fails, the old generation keeps serving.
	 * @return the number of the new generation
	 * @throws io.wsgi.spring.boot.python.ApplicationLoadException if it cannot be loaded
	 */
	int reload() {
		return call(() -> {
			Worker only = this.workers.get(0);
			if (only.nativeModules().isEmpty()) {
				swap();
			}
			else {
				only.reimport();
			}
			return ++this.generation;
		});
	}

	private void swap() {
		List<Worker> old = new ArrayList<>(this.workers);
		List<Worker> fresh = new ArrayList<>();
		try {
			for (int i = 0; i < this.settings.workers(); i++) {
				fresh.add(this.starter.get());
			}
		}
		catch (CompletionException ex) {
			end(fresh);
			throw ex;
		}
		this.workers.addAll(fresh);
		this.workers.removeAll(old);
		old.forEach((worker) -> this.listener.replaced("reload"));
		end(old);
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

	private void end(List<Worker> old) {
		this.ending.addAll(old);
		old.forEach(Worker::retire);
		boolean ended = awaitEnd(old);
		if (this.executor.isShutdown()) {
			// They are left to stop(), which waits for them as for the others
			return;
		}
		if (!ended) {
			cancel(old);
		}
		this.ending.removeAll(old);
	}

	private boolean awaitEnd(List<Worker> ending) {
		long deadline = System.nanoTime() + this.settings.gracefulTimeout().toNanos();
		try {
			boolean ended = true;
			for (Worker worker : ending) {
				ended &= worker.awaitEnd(deadline);
			}
			return ended;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private void cancel(List<Worker> hung) {
		for (Worker worker : hung) {
			if (worker.activeCalls() > 0) {
				logger.warn(LogMessage.format("Calls of %s are cancelled", worker.name()));
			}
			worker.cancel();
		}
	}

	/**
	 * End all workers after the calls in the queue, which has to be closed before.
	 * @return whether they have ended; otherwise some calls take too long
	 */
	boolean stop() {
		this.executor.shutdownNow().forEach(this::cancel);
		List<Worker> all = all();
		all.forEach(Worker::finish);
		return awaitEnd(all);
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
		cancel(all());
	}

	private List<Worker> all() {
		List<Worker> all = new ArrayList<>(this.workers);
		all.addAll(this.ending);
		return all;
	}

	/**
	 * Return the workers, those that are about to end included.
	 * @return the workers
	 */
	@Override
	public Iterator<Worker> iterator() {
		return all().iterator();
	}

	int size() {
		return this.workers.size();
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

}
