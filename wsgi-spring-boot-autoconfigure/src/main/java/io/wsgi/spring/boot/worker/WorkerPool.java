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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
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

	private final CallQueue queue;

	private final AtomicInteger started = new AtomicInteger();

	private final DelegatingListener listener = new DelegatingListener();

	private final ThreadGovernor governor;

	private final Arbiter arbiter;

	private final @Nullable TimeLimit timeLimit;

	private volatile boolean running;

	/**
	 * Create a new pool, which is started later.
	 * @param settings the settings
	 * @param interpreters makes the interpreter of a worker
	 * @param errors takes what the application writes to {@code wsgi.errors}
	 */
	public WorkerPool(WorkerSettings settings, Supplier<PythonInterpreter> interpreters, Consumer<String> errors) {
		this.settings = settings;
		this.interpreters = interpreters;
		this.errors = errors;
		this.queue = new CallQueue(settings.queueSize(), settings.queueTimeout().toNanos());
		this.arbiter = new Arbiter(settings, this::startWorker, this.listener);
		this.governor = new ThreadGovernor(threadName("governor"), this.queue, this.arbiter, this.listener);
		Duration limit = settings.requestTimeout();
		this.timeLimit = (limit != null)
				? new TimeLimit(threadName("time-limit"), limit, this.arbiter, this.listener, this.arbiter::giveUp)
				: null;
	}

	private String threadName(String role) {
		return "wsgi-" + this.settings.name() + "-" + role;
	}

	/**
	 * Load the application, and begin to serve.
	 * @throws io.wsgi.spring.boot.python.ApplicationLoadException if it cannot be loaded
	 */
	public void start() {
		try {
			this.arbiter.start();
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof RuntimeException cause) {
				throw cause;
			}
			throw ex;
		}
		this.governor.start();
		if (this.timeLimit != null) {
			this.timeLimit.start();
		}
		this.running = true;
	}

	private Worker startWorker() {
		Worker worker = new Worker(threadName(Integer.toString(this.started.incrementAndGet())),
				this.settings.threads(), this.queue, this.listener, new ApplicationLoader(this.settings, this.errors),
				new Lifespan(this.settings.recycling()));
		worker.start(this.interpreters).join();
		return worker;
	}

	/**
	 * Load the application anew. Requests are served meanwhile, and if it cannot be
	 * loaded the old generation keeps serving.
	 * @return the number of the new generation
	 * @throws io.wsgi.spring.boot.python.ApplicationLoadException if it cannot be loaded
	 */
	public int reload() {
		return this.arbiter.reload();
	}

	/**
	 * Put a call into the queue.
	 * @param exchange the request and its response
	 * @throws QueueFullException if too many calls wait, or the pool has stopped
	 */
	public void submit(Exchange exchange) {
		try {
			this.queue.add(exchange);
		}
		catch (QueueFullException ex) {
			this.listener.rejected();
			throw ex;
		}
		this.governor.callQueued();
	}

	/**
	 * Stop serving: calls in the queue and in flight are finished before, those that take
	 * longer than {@link WorkerSettings#gracefulTimeout()} are cancelled.
	 * @return whether all have finished
	 */
	public boolean stop() {
		this.running = false;
		this.queue.close();
		boolean finished = this.arbiter.stop();
		this.governor.stop();
		if (this.timeLimit != null) {
			this.timeLimit.stop();
		}
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
	 * Return the number of workers.
	 * @return the workers
	 */
	public int size() {
		return this.arbiter.size();
	}

	/**
	 * Return how often the application has been loaded so far.
	 * @return the number of the generation
	 */
	public int generation() {
		return this.arbiter.generation();
	}

	/**
	 * Return whether a worker hangs that cannot be replaced, so that only a restart of
	 * the process helps.
	 * @return whether the pool is broken
	 */
	public boolean isBroken() {
		return this.arbiter.isBroken();
	}

	/**
	 * Return the native modules that tie the application to its only worker.
	 * @return the modules; empty if workers can be replaced
	 */
	public List<String> nativeModules() {
		List<String> modules = new ArrayList<>();
		for (Worker worker : this.arbiter) {
			modules.addAll(worker.nativeModules());
		}
		return modules;
	}

	/**
	 * Return the number of calls that the application is busy with.
	 * @return the calls in flight
	 */
	public int active() {
		int calls = 0;
		for (Worker worker : this.arbiter) {
			calls += worker.activeCalls();
		}
		return calls;
	}

	/**
	 * Return the number of calls in the queue.
	 * @return the waiting calls
	 */
	public int pending() {
		return this.queue.size();
	}

	/**
	 * Set who is told of the calls.
	 * @param listener the listener
	 */
	public void setListener(WorkerPoolListener listener) {
		this.listener.delegate = listener;
	}

	/**
	 * Lets the listener be set after the workers were made.
	 */
	private static final class DelegatingListener implements WorkerPoolListener {

		private volatile WorkerPoolListener delegate = WorkerPoolListener.NONE;

		@Override
		public void acquired(long waitNanos) {
			this.delegate.acquired(waitNanos);
		}

		@Override
		public void used(long usageNanos) {
			this.delegate.used(usageNanos);
		}

		@Override
		public void rejected() {
			this.delegate.rejected();
		}

		@Override
		public void timedOut() {
			this.delegate.timedOut();
		}

		@Override
		public void interrupted() {
			this.delegate.interrupted();
		}

		@Override
		public void replaced(String reason) {
			this.delegate.replaced(reason);
		}

	}

}
