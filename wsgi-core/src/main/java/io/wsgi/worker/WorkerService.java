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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.wsgi.asgi.LoopSettings;
import io.wsgi.runtime.ApplicationSettings;
import io.wsgi.runtime.EnvironmentChange;
import io.wsgi.runtime.Exchange;
import io.wsgi.runtime.PinnedApplicationException;
import io.wsgi.runtime.PythonInterpreter;
import io.wsgi.worker.policy.ConcurrencyPolicy;
import io.wsgi.worker.policy.RecyclingPolicy;
import io.wsgi.worker.queue.CallQueue;
import io.wsgi.worker.queue.QueueFullException;
import org.jspecify.annotations.Nullable;

/**
 * All that serves from one start of a {@link WorkerPool} to the stop after it: queue,
 * arbiter and watchdog, and the thread on which the arbiter ticks.
 *
 * @author wsgi-spring-boot contributors
 */
final class WorkerService {

	private static final long PERIOD = 100_000_000;

	private final WorkerSettings settings;

	private final Supplier<PythonInterpreter> interpreters;

	private final Consumer<String> errors;

	private final WorkerPoolListener listener;

	private final AtomicInteger started = new AtomicInteger();

	private final RecyclingPolicy recycling;

	private final CallQueue queue;

	private final Arbiter arbiter;

	private final Watchdog watchdog;

	private final Thread thread;

	private volatile boolean async;

	private volatile boolean stopped;

	WorkerService(WorkerSettings settings, Supplier<PythonInterpreter> interpreters, Consumer<String> errors,
			WorkerPoolListener listener) {
		this.settings = settings;
		this.interpreters = interpreters;
		this.errors = errors;
		this.listener = listener;
		this.recycling = settings.recycling().policy();
		this.queue = new CallQueue(settings.queueSize(), settings.queueTimeout().toNanos(), this::wakeWatchdog);
		this.arbiter = new Arbiter(settings, this::newWorker, this.queue, listener, System.nanoTime());
		this.watchdog = new Watchdog(name("watchdog"), this.queue, this.arbiter::workers, settings.requestTimeout(),
				listener);
		this.thread = Thread.ofPlatform().name(name("arbiter")).daemon(true).unstarted(this::run);
	}

	private String name(String suffix) {
		return "wsgi-" + this.settings.name() + "-" + suffix;
	}

	private Worker newWorker() {
		int age = this.started.incrementAndGet();
		String name = name(Integer.toString(age));
		String hooks = this.settings.hooks();
		// Workers share nothing, as processes do
		boolean multiprocess = this.settings.scaling().max() > 1;
		ApplicationSettings application = new ApplicationSettings(this.settings.target(), this.settings.async().kind(),
				this.settings.async().lifespan(), this.settings.threads() > 1, multiprocess,
				(hooks != null) ? new ApplicationSettings.Hooks(hooks, name, age) : null);
		WorkerInterpreter.Source source = new WorkerInterpreter.Source(this.interpreters, application, this.errors,
				new InternalExchange.Warmup(this.settings.warmup()), this.recycling.chooseMaxCalls(),
				// The rest of the grace period is for what atexit functions do
				this.settings.gracefulTimeout().dividedBy(2),
				new LoopSettings(name, this.settings.async().concurrency(), this.settings.requestTimeout(),
						this.settings.gracefulTimeout(), this.settings.bootTimeout()),
				(async) -> this.async = async);
		return new Worker(name, new ConcurrencyPolicy(this.settings.minThreads(), this.settings.threads()), this.queue,
				source, this.listener, this::wakeArbiter);
	}

	private void wakeWatchdog() {
		this.watchdog.wake();
	}

	private void wakeArbiter() {
		LockSupport.unpark(this.thread);
	}

	private void run() {
		while (!this.stopped) {
			if (isToTickAgain()) {
				LockSupport.parkNanos(this, PERIOD);
			}
			else {
				LockSupport.park(this);
			}
		}
	}

	boolean isAsync() {
		return this.async;
	}

	private boolean isToTickAgain() {
		try {
			long now = System.nanoTime();
			this.arbiter.tick(now);
			return this.arbiter.isExpectant(now);
		}
		catch (Throwable ex) {
			// A log that fails, perhaps, and must not end the looking for ever
			return true;
		}
	}

	Arbiter arbiter() {
		return this.arbiter;
	}

	CallQueue queue() {
		return this.queue;
	}

	/**
	 * Start the first worker, and wait until it is ready. The others are started while it
	 * serves.
	 * @throws io.wsgi.runtime.ApplicationLoadException if it does not become ready
	 * @throws PinnedApplicationException if it must remain the only one and the settings
	 * want more
	 */
	void start() {
		this.thread.start();
		this.watchdog.start();
		Worker first = await(this.arbiter.first());
		List<String> nativeModules = first.interpreter().nativeModules();
		if (this.settings.needsReplaceableWorkers() && !nativeModules.isEmpty()) {
			throw new PinnedApplicationException(this.settings.target(), first.interpreter().isOnePerProcess(),
					nativeModules);
		}
	}

	void submit(Exchange exchange, Duration timeLimit, CompletionStage<?> over) {
		this.watchdog.limit(exchange, timeLimit);
		over.whenComplete((result, failure) -> this.watchdog.forget(exchange));
		try {
			submit(exchange);
		}
		catch (QueueFullException ex) {
			this.watchdog.forget(exchange);
			throw ex;
		}
	}

	void cancel(Exchange exchange, CompletionStage<?> over) {
		this.watchdog.cancel(exchange);
		over.whenComplete((result, failure) -> this.watchdog.forget(exchange));
	}

	/**
	 * Return the thread that this is, if it is in a call.
	 * @return the thread, or {@code null} if it is none of the workers'
	 */
	@Nullable WorkerThread callingThread() {
		Thread thread = Thread.currentThread();
		if (thread.isVirtual()) {
			return null;
		}
		return this.arbiter.workers()
			.stream()
			.flatMap((worker) -> StreamSupport.stream(worker.threads().spliterator(), false))
			.filter((each) -> each.thread() == thread && each.isBusy())
			.findFirst()
			.orElse(null);
	}

	void submit(Exchange exchange) {
		this.watchdog.callQueued(this.queue.add(exchange));
	}

	int reload() {
		CompletableFuture<Integer> generation = this.arbiter.reload();
		wakeArbiter();
		if (this.stopped) {
			throw new IllegalStateException("The workers have stopped");
		}
		return await(generation);
	}

	/**
	 * Have the interpreters let go of what is outside of the process.
	 */
	void prepareCheckpoint() {
		this.arbiter.suspend();
		serving().forEach((worker) -> worker.interpreter().prepareCheckpoint());
	}

	/**
	 * Begin another life of the process, with workers of no age.
	 * @param change the difference between the environments
	 * @param reimport decides, from the variables of the difference that the application
	 * has read, whether to import it anew
	 */
	void restoreCheckpoint(EnvironmentChange change, Predicate<Set<String>> reimport) {
		try {
			for (Worker worker : serving().toList()) {
				worker.lifecycle().restored();
				if (reimport.test(worker.interpreter().restoreCheckpoint(change))) {
					worker.reimport();
				}
				worker.interpreter().resumeAfterCheckpoint();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted after a restore", ex);
		}
		this.arbiter.resume();
	}

	/**
	 * End after the calls in the queue and in flight. Those that wait even when the time
	 * for that is over are refused.
	 * @return whether all calls have finished
	 */
	boolean stop() {
		this.queue.close();
		CompletableFuture<Boolean> finished = this.arbiter.stop();
		wakeArbiter();
		try {
			return await(finished);
		}
		finally {
			this.stopped = true;
			wakeArbiter();
			this.watchdog.stop();
		}
	}

	private <T> T await(CompletableFuture<T> result) {
		try {
			return result.join();
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof RuntimeException cause) {
				throw cause;
			}
			throw ex;
		}
	}

	Stream<Worker> serving() {
		return this.arbiter.workers().stream().filter((worker) -> worker.state() == WorkerLifecycle.State.READY);
	}

	int activeCalls() {
		return this.arbiter.workers().stream().mapToInt(Worker::activeCalls).sum();
	}

}
