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

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.wsgi.spring.boot.python.Exchange;
import io.wsgi.spring.boot.python.PythonInterpreter;
import org.jspecify.annotations.Nullable;

/**
 * Calls one WSGI application: a queue, and the workers that take from it. It bounds the
 * calls in flight, never the connections.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class WorkerPool {

	private final WorkerSettings settings;

	private final Supplier<PythonInterpreter> interpreters;

	private final Consumer<String> errors;

	private volatile WorkerPoolListener listener = WorkerPoolListener.NONE;

	private volatile @Nullable Shift shift;

	private volatile boolean running;

	/**
	 * Create a new pool, which is started later, and may be started again after it was
	 * stopped.
	 * @param settings the settings
	 * @param interpreters makes the interpreter of a worker
	 * @param errors takes what the application writes to {@code wsgi.errors}
	 */
	public WorkerPool(WorkerSettings settings, Supplier<PythonInterpreter> interpreters, Consumer<String> errors) {
		this.settings = settings;
		this.interpreters = interpreters;
		this.errors = errors;
	}

	private Shift newShift() {
		CallQueue queue = new CallQueue(this.settings.queueSize(), this.settings.queueTimeout().toNanos());
		String prefix = "wsgi-" + this.settings.name();
		List<Worker> workers = List
			.of(new Worker(prefix + "-1", this.settings.threads(), queue, new ForwardingListener()));
		ThreadGovernor governor = new ThreadGovernor(prefix + "-governor", queue, workers,
				() -> this.listener.timedOut());
		return new Shift(queue, workers, governor);
	}

	/**
	 * Load the application in all workers, and begin to serve.
	 * @throws io.wsgi.spring.boot.python.ApplicationLoadException if it cannot be loaded
	 */
	public void start() {
		Shift next = newShift();
		for (Worker worker : next.workers()) {
			CompletableFuture<Void> ready = worker.start(this.interpreters, (interpreter) -> interpreter
				.load(this.settings.target(), this.settings.threads() > 1, false, this.errors));
			try {
				ready.join();
			}
			catch (CompletionException ex) {
				if (ex.getCause() instanceof RuntimeException cause) {
					throw cause;
				}
				throw ex;
			}
		}
		next.governor().start();
		this.shift = next;
		this.running = true;
	}

	/**
	 * Put a call into the queue.
	 * @param exchange the request and its response
	 * @throws QueueFullException if too many calls wait, or the pool has stopped
	 */
	public void submit(Exchange exchange) {
		Shift current = this.shift;
		try {
			if (current == null) {
				throw new QueueFullException("The workers have stopped");
			}
			current.queue().add(exchange);
		}
		catch (QueueFullException ex) {
			this.listener.rejected();
			throw ex;
		}
		current.governor().callQueued();
	}

	/**
	 * Stop serving: calls in the queue and in flight are finished before. Those that wait
	 * even after that are refused.
	 * @param grace how long to wait for them
	 * @return whether all have finished
	 */
	public boolean stop(Duration grace) {
		Shift last = this.shift;
		if (last == null) {
			return true;
		}
		this.running = false;
		last.queue().close();
		last.governor().stop();
		last.workers().forEach(Worker::stop);
		boolean ended = awaitEnd(last, System.nanoTime() + grace.toNanos());
		this.shift = null;
		return ended;
	}

	private boolean awaitEnd(Shift last, long deadline) {
		try {
			boolean ended = true;
			for (Worker worker : last.workers()) {
				if (!worker.awaitEnd(deadline)) {
					last.queue().refuseAll();
					worker.kill();
					ended = false;
				}
			}
			return ended;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	public WorkerSettings getSettings() {
		return this.settings;
	}

	/**
	 * Return whether the application is loaded and calls are taken.
	 * @return whether the pool serves
	 */
	public boolean isRunning() {
		return this.running;
	}

	/**
	 * Return the number of workers.
	 * @return the workers
	 */
	public int size() {
		Shift current = this.shift;
		return (this.running && current != null) ? current.workers().size() : 0;
	}

	/**
	 * Return the number of calls that the application is busy with.
	 * @return the calls in flight
	 */
	public int active() {
		Shift current = this.shift;
		return (current != null) ? current.workers().stream().mapToInt(Worker::activeCalls).sum() : 0;
	}

	/**
	 * Return the number of calls in the queue.
	 * @return the waiting calls
	 */
	public int pending() {
		Shift current = this.shift;
		return (current != null) ? current.queue().size() : 0;
	}

	/**
	 * Set who is told of the calls.
	 * @param listener the listener
	 */
	public void setListener(WorkerPoolListener listener) {
		this.listener = listener;
	}

	/**
	 * What is made for each start, and ends with the stop after it.
	 *
	 * @param queue the calls that wait
	 * @param workers who takes from the queue
	 * @param governor who adapts the workers to what waits
	 */
	private record Shift(CallQueue queue, List<Worker> workers, ThreadGovernor governor) {

	}

	/**
	 * Lets the listener be set after the workers were made.
	 */
	private final class ForwardingListener implements WorkerPoolListener {

		@Override
		public void acquired(long waitNanos) {
			WorkerPool.this.listener.acquired(waitNanos);
		}

		@Override
		public void used(long usageNanos) {
			WorkerPool.this.listener.used(usageNanos);
		}

	}

}
