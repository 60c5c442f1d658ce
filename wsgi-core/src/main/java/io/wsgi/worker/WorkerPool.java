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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.wsgi.runtime.EnvironmentChange;
import io.wsgi.runtime.Exchange;
import io.wsgi.runtime.PinnedApplicationException;
import io.wsgi.runtime.PythonInterpreter;
import io.wsgi.worker.queue.QueueFullException;
import org.jspecify.annotations.Nullable;

/**
 * Calls one WSGI application: a queue, and the workers that take from it. It bounds the
 * calls in flight, never the connections.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class WorkerPool extends WorkerPoolStatus {

	private final WorkerSettings settings;

	private final Supplier<PythonInterpreter> interpreters;

	private final Consumer<String> errors;

	private final CompositeWorkerPoolListener listeners;

	private volatile @Nullable WorkerService service;

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
		this.listeners = new CompositeWorkerPoolListener("wsgi-" + settings.name() + "-events");
	}

	/**
	 * Load the application, and begin to serve. Workers beyond the first are started
	 * while that one serves.
	 * @throws io.wsgi.runtime.ApplicationLoadException if it cannot be loaded
	 * @throws PinnedApplicationException if it cannot have as many workers as the
	 * settings want, or none that are replaced
	 */
	public void start() {
		WorkerService next = new WorkerService(this.settings, this.interpreters, this.errors, this.listeners);
		this.service = next;
		try {
			next.start();
		}
		catch (RuntimeException ex) {
			next.stop();
			this.service = null;
			throw ex;
		}
		this.running = true;
		this.listeners.flush();
	}

	/**
	 * Put a call into the queue.
	 * @param exchange the request and its response
	 * @throws QueueFullException if too many calls wait, or the pool is not running
	 */
	public void submit(Exchange exchange) {
		submit(exchange, WorkerService::submit);
	}

	/**
	 * Put a call into the queue that has a time limit of its own, instead of
	 * {@link WorkerSettings#requestTimeout()}.
	 * @param exchange the request and its response
	 * @param timeLimit how long it may take from now on, in the queue and in the
	 * application
	 * @param over completes when the call is over
	 * @throws QueueFullException if too many calls wait, or the pool is not running
	 */
	public void submit(Exchange exchange, Duration timeLimit, CompletionStage<?> over) {
		submit(exchange, (current, call) -> current.submit(call, timeLimit, over));
	}

	/**
	 * End a call that nobody waits for any more: it leaves the queue, or is interrupted
	 * in the application as if it took too long.
	 * @param exchange the request and its response
	 * @param over completes when the call is over
	 */
	public void cancel(Exchange exchange, CompletionStage<?> over) {
		WorkerService current = this.service;
		if (current != null) {
			current.cancel(exchange, over);
		}
	}

	/**
	 * Return whether the current thread is in a call of the application, which has come
	 * to Java.
	 * @return whether it is
	 */
	public boolean isCalling() {
		WorkerService current = this.service;
		return current != null && current.callingThread() != null;
	}

	/**
	 * Make a call on the current thread, from within the one that it is in, and under the
	 * limit of that one.
	 * @param exchange the call
	 * @throws IllegalStateException if the thread is not {@linkplain #isCalling() in a
	 * call}
	 */
	public void callWithin(Exchange exchange) {
		callingThread().callWithin(exchange);
	}

	private WorkerThread callingThread() {
		WorkerThread thread = used().callingThread();
		if (thread == null) {
			throw new IllegalStateException("The thread is in no call");
		}
		return thread;
	}

	/**
	 * Have something done on the current thread when the call that it is in is over.
	 * @param task what to do
	 * @throws IllegalStateException if the thread is not {@linkplain #isCalling() in a
	 * call}
	 */
	public void afterCall(Runnable task) {
		callingThread().afterCall(task);
	}

	private void submit(Exchange exchange, BiConsumer<WorkerService, Exchange> submission) {
		WorkerService current = this.service;
		try {
			if (current == null) {
				throw new QueueFullException("The workers are not running");
			}
			submission.accept(current, exchange);
		}
		catch (QueueFullException ex) {
			this.listeners.rejected();
			throw ex;
		}
	}

	/**
	 * Tell the listeners that the exchange with a client is over.
	 * @param receivedBytes the size of the request's body
	 * @param sentBytes the size of what was sent of the response's body
	 * @param aborted whether the response was begun and not completed
	 */
	public void exchanged(long receivedBytes, long sentBytes, boolean aborted) {
		this.listeners.exchanged(receivedBytes, sentBytes, aborted);
	}

	/**
	 * Load the application anew. Requests are served meanwhile, and if it cannot be
	 * loaded the old generation keeps serving.
	 * @return the number of the new generation
	 * @throws io.wsgi.runtime.ApplicationLoadException if it cannot be loaded
	 * @throws IllegalStateException if the pool is not running
	 */
	public int reload() {
		int generation = used().reload();
		this.listeners.flush();
		return generation;
	}

	/**
	 * Prepare for a checkpoint of the process: have the interpreters let go of what is
	 * outside of it. No call may be in the queue or in flight. The workers stay as they
	 * are until {@link #restoreCheckpoint(EnvironmentChange, Predicate) the restore}.
	 * @throws IllegalStateException if the pool is not running
	 */
	public void prepareCheckpoint() {
		used().prepareCheckpoint();
	}

	/**
	 * Begin another life of the process: in another environment, with other random
	 * numbers, and with workers of no age.
	 * @param change the difference between the environments
	 * @param reimport decides, from the variables of the difference that the application
	 * has read, whether to import it anew
	 * @throws io.wsgi.runtime.ApplicationLoadException if that fails
	 * @throws IllegalStateException if the pool is not running
	 */
	public void restoreCheckpoint(EnvironmentChange change, Predicate<Set<String>> reimport) {
		used().restoreCheckpoint(change, reimport);
	}

	@Override
	@Nullable WorkerService service() {
		return this.service;
	}

	private WorkerService used() {
		WorkerService current = this.service;
		if (current == null) {
			throw new IllegalStateException("The workers have stopped");
		}
		return current;
	}

	/**
	 * Stop serving: calls in the queue and in flight are finished before. Those that take
	 * longer than {@link WorkerSettings#gracefulTimeout()} are cancelled.
	 * @return whether all have finished
	 */
	public boolean stop() {
		WorkerService last = this.service;
		if (last == null) {
			return true;
		}
		this.running = false;
		boolean finished = last.stop();
		this.service = null;
		this.listeners.flush();
		return finished;
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
	 * Make a request from within, outside of any HTTP.
	 * @param environ the CGI variables, in the form of {@link Exchange#environ()}
	 * @return the status line of the response; completes exceptionally if there is none
	 */
	public CompletableFuture<String> probe(String environ) {
		InternalExchange exchange = new InternalExchange(environ);
		try {
			submit(exchange);
		}
		catch (QueueFullException ex) {
			return CompletableFuture.failedFuture(ex);
		}
		return exchange.answer();
	}

	/**
	 * Add a listener that is told of the calls and the workers.
	 * @param listener the listener
	 */
	public void addListener(WorkerPoolListener listener) {
		this.listeners.add(listener);
	}

}
