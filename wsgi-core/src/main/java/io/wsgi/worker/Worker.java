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

import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.wsgi.runtime.ApplicationCaller;
import io.wsgi.runtime.Interruption;
import io.wsgi.runtime.PythonApplication;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * An interpreter with the application, and its threads. Takes the place of a worker
 * process of gunicorn.
 *
 * @author wsgi-spring-boot contributors
 */
final class Worker {

	private static final Log logger = LogFactory.getLog(Worker.class);

	private static final Duration IN_FLIGHT_PATIENCE = Duration.ofSeconds(2);

	private final String name;

	private final CallQueue queue;

	private final HostedApplication application;

	private final Warmup warmup;

	private final Lifespan lifespan;

	private final WorkerPoolListener listener;

	private final WorkerThreads threads;

	private volatile boolean retired;

	/**
	 * Create a new worker.
	 * @param name the name
	 * @param bounds how many threads it has
	 * @param queue where the calls come from
	 * @param application the application
	 * @param warmup what to do before the worker is ready
	 * @param lifespan how long it serves
	 * @param listener is told
	 */
	Worker(String name, WorkerThreads.Bounds bounds, CallQueue queue, HostedApplication application, Warmup warmup,
			Lifespan lifespan, WorkerPoolListener listener) {
		this.name = name;
		this.queue = queue;
		this.application = application;
		this.warmup = warmup;
		this.lifespan = lifespan;
		this.listener = listener;
		this.threads = new WorkerThreads(name, bounds, this::serve);
	}

	/**
	 * Start the first thread, on which the interpreter is made and which serves from then
	 * on.
	 * @return completes when the application is loaded and warm
	 */
	CompletableFuture<Void> start() {
		CompletableFuture<Void> ready = new CompletableFuture<>();
		try {
			this.threads.startFirst((thread) -> live(thread, ready));
		}
		catch (OutOfMemoryError ex) {
			this.lifespan.die();
			ready.completeExceptionally(ex);
		}
		return ready;
	}

	private void live(WorkerThread thread, CompletableFuture<Void> ready) {
		try (HostedApplication open = this.application) {
			this.listener.workerStarted(this.name);
			long begun = System.nanoTime();
			open.open();
			this.warmup.run(this.name, thread, open.current().newCaller());
			this.lifespan.begin();
			this.listener.workerReady(this.name, Duration.ofNanos(System.nanoTime() - begun));
			ready.complete(null);
			serve(thread);
			if (!this.retired && !this.queue.isClosed()) {
				this.lifespan.die();
			}
			retire();
			this.threads.awaitOthers(thread);
		}
		catch (Throwable ex) {
			this.lifespan.die();
			if (!ready.completeExceptionally(ex)) {
				logger.error(String.format("%s has died", this.name), ex);
			}
		}
		this.listener.workerStopped(this.name);
	}

	private void serve(WorkerThread thread) {
		try {
			PythonApplication current = this.application.current();
			ApplicationCaller caller = current.newCaller();
			CallQueue.Taker taker = this.queue.newTaker(() -> this.retired, this.threads::busy);
			while (true) {
				Call call = taker.take();
				if (call == null) {
					return;
				}
				if (current != this.application.current()) {
					current = this.application.current();
					caller = current.newCaller(caller);
				}
				long begun = System.nanoTime();
				this.listener.acquired(begun - call.queuedAt());
				String failure = thread.call(caller, call.exchange());
				if (failure != null) {
					this.listener.failed(failure);
				}
				this.listener.used(System.nanoTime() - begun);
				this.lifespan.called();
				this.threads.restIfSurplus();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Import the application anew, while further calls wait. Those in flight are waited
	 * for, but not for long, and then finish in the old one. Not to be called on a
	 * virtual thread.
	 * @throws io.wsgi.runtime.ApplicationLoadException if that fails
	 * @throws InterruptedException if the thread is interrupted
	 */
	void reimport() throws InterruptedException {
		// What they import while they run would be of the new code, and not complete
		this.queue.hold();
		try {
			this.threads.awaitIdle(IN_FLIGHT_PATIENCE);
			this.application.reimport();
		}
		finally {
			this.queue.release();
		}
	}

	/**
	 * Return the native modules that tie the application to this worker.
	 * @return the modules
	 */
	List<String> nativeModules() {
		return this.application.nativeModules();
	}

	String name() {
		return this.name;
	}

	Iterable<WorkerThread> threads() {
		return this.threads;
	}

	/**
	 * Return how many calls it has served.
	 * @return the calls
	 */
	long calls() {
		return this.lifespan.calls();
	}

	Duration age() {
		return this.lifespan.age();
	}

	/**
	 * Tell why the worker is to be replaced.
	 * @return the reason, or {@code null} if it is not
	 */
	@Nullable String endedBy() {
		return this.lifespan.endedBy();
	}

	/**
	 * Return whether it has ended without having been told to.
	 * @return whether it is dead
	 */
	boolean isDead() {
		return this.lifespan.isDead();
	}

	/**
	 * Have the worker replaced, because it cannot be got out of a call.
	 */
	void giveUp() {
		this.lifespan.end("hung");
	}

	int activeCalls() {
		return this.threads.busy();
	}

	/**
	 * Tell what the threads are doing.
	 * @return the calls they are in
	 */
	List<WorkerDescription.CallDescription> describeCalls() {
		return new CallReport(this.threads, this.application).answers();
	}

	/**
	 * Adapt the number of threads that serve to what they are found doing.
	 * @param cpuTimes the source of processor times
	 * @param sinceLastLook the time since the last look in nanoseconds
	 */
	void adapt(ThreadMXBean cpuTimes, long sinceLastLook) {
		this.threads.adapt(cpuTimes, sinceLastLook);
	}

	/**
	 * Raise an exception in a thread that is in a call.
	 * @param thread the thread
	 * @param interruption the exception
	 */
	void interrupt(Thread thread, Interruption interruption) {
		this.application.interrupt(thread, interruption);
	}

	/**
	 * Take no more calls. The threads end after those they are in, and the interpreter
	 * with the last of them.
	 */
	void retire() {
		this.retired = true;
		this.queue.wakeTakers();
		finish();
	}

	/**
	 * End when the queue is closed and empty.
	 */
	void finish() {
		this.threads.finish();
	}

	boolean awaitEnd(long deadline) throws InterruptedException {
		return this.threads.awaitEnd(deadline);
	}

	/**
	 * Cancel what the threads are doing. Returns when they have left the interpreter.
	 */
	void cancel() {
		this.application.cancel();
	}

}
