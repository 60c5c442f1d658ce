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

import io.wsgi.asgi.LoopService;
import io.wsgi.runtime.MainThread;
import io.wsgi.worker.WorkerLifecycle.State;
import io.wsgi.worker.policy.ConcurrencyPolicy;
import io.wsgi.worker.queue.CallQueue;

/**
 * An interpreter with the application, and its threads. Takes the place of a worker
 * process of gunicorn.
 *
 * @author wsgi-spring-boot contributors
 */
class Worker {

	private static final Duration IN_FLIGHT_PATIENCE = Duration.ofSeconds(2);

	private final String name;

	private final CallQueue queue;

	private final WorkerInterpreter.Source source;

	private final WorkerPoolListener listener;

	private final WorkerLifecycle lifecycle;

	private final WorkerInterpreter interpreter;

	private final WorkerThreads threads;

	private final CallLoop calls;

	/**
	 * Create a worker, which has not started.
	 * @param name the name
	 * @param concurrency how many threads serve
	 * @param queue where the calls come from
	 * @param source makes its interpreter and tells what that loads
	 * @param listener is told
	 * @param onChange run whenever the state has changed, on any thread
	 */
	Worker(String name, ConcurrencyPolicy concurrency, CallQueue queue, WorkerInterpreter.Source source,
			WorkerPoolListener listener, Runnable onChange) {
		this.name = name;
		this.queue = queue;
		this.source = source;
		this.listener = listener;
		this.lifecycle = new WorkerLifecycle(name, onChange);
		this.interpreter = new WorkerInterpreter(source);
		this.threads = new WorkerThreads(name, concurrency, (thread) -> serve(thread, new MainThread.Plain()));
		this.calls = new CallLoop(queue, this.interpreter, this.threads, listener, source.maxCalls(), onChange);
	}

	/**
	 * Start the first thread, on which the interpreter is made, and which serves from
	 * then on. Returns at once: the {@linkplain #state() state} tells what comes of it.
	 */
	void start() {
		try {
			this.threads.startFirst(new WorkerMain(this, this.threads, this.queue, this.source, this.listener)::run);
		}
		catch (OutOfMemoryError ex) {
			fail(ex);
		}
	}

	/**
	 * Serve, on the current thread, until there is nothing to serve any more.
	 * @param thread the current thread
	 * @param stay how it waits
	 */
	void serve(WorkerThread thread, MainThread stay) {
		this.calls.run(thread, stay, this::isRetired);
	}

	/**
	 * Return whether the worker takes no calls.
	 * @return whether it is not ready
	 */
	boolean isRetired() {
		return state() != State.READY;
	}

	/**
	 * A call was served, other than by {@link #serve}.
	 */
	void countCall() {
		this.calls.count();
	}

	/**
	 * Fail: the worker takes no more calls, and those in flight finish.
	 * @param cause the cause
	 */
	void fail(Throwable cause) {
		if (this.lifecycle.fail(cause)) {
			endThreads();
		}
	}

	/**
	 * Fail, unless the worker has become ready meanwhile.
	 * @param cause the cause
	 * @return whether it has failed
	 */
	boolean failStart(Throwable cause) {
		boolean failed = this.lifecycle.failStart(cause);
		if (failed) {
			endThreads();
		}
		return failed;
	}

	/**
	 * Take no more calls. The threads end after those they are in, and the interpreter
	 * with the last of them.
	 */
	void drain() {
		this.lifecycle.drain();
		endThreads();
	}

	private void endThreads() {
		this.queue.wakeTakers();
		finish();
	}

	/**
	 * End when the queue is closed and empty.
	 */
	void finish() {
		this.threads.finish();
		LoopService loop = this.interpreter.loop();
		if (loop != null) {
			loop.callsWaiting();
		}
	}

	/**
	 * Stop what the threads are doing, on a thread of its own, and return at once.
	 */
	void cancelInBackground() {
		this.interpreter.forbid();
		runInBackground("cancel", this.interpreter::cancel);
	}

	/**
	 * Do what blocks on a thread of its own.
	 * @param purpose what for, which becomes the end of the thread's name
	 * @param task what to do
	 * @return the thread
	 */
	Thread runInBackground(String purpose, Runnable task) {
		return Thread.ofPlatform()
			.name(this.name + "-" + purpose)
			.daemon(true)
			.stackSize(WorkerThread.STACK_SIZE)
			.start(task);
	}

	/**
	 * Import the application anew, while further calls wait. Those in flight are waited
	 * for, but not for long, and then finish in the old one. Blocks; not to be called on
	 * a virtual thread.
	 * @throws io.wsgi.runtime.ApplicationLoadException if that fails
	 * @throws InterruptedException if the thread is interrupted
	 */
	void reimport() throws InterruptedException {
		long begun = System.nanoTime();
		// What they import while they run would be of the new code, and not complete
		this.queue.hold();
		try {
			this.threads.awaitIdle(IN_FLIGHT_PATIENCE);
			this.interpreter.reload(begun);
		}
		finally {
			this.queue.release();
		}
	}

	/**
	 * Let in as many threads as are needed by what those that serve are found doing.
	 * @param cpuTimes the source of processor times
	 * @param sinceLastLook the time since the last look in nanoseconds
	 */
	void adaptThreads(ThreadMXBean cpuTimes, long sinceLastLook) {
		if (state() == State.READY && this.interpreter.loop() == null) {
			this.threads
				.adapt((thread) -> thread.isWaiting(cpuTimes, sinceLastLook, this.interpreter::isWaitingForLock));
		}
	}

	/**
	 * Let no more threads in than the settings want at any time.
	 */
	void resetThreads() {
		this.threads.reset();
	}

	String name() {
		return this.name;
	}

	State state() {
		return this.lifecycle.state();
	}

	WorkerLifecycle lifecycle() {
		return this.lifecycle;
	}

	WorkerInterpreter interpreter() {
		return this.interpreter;
	}

	Iterable<WorkerThread> threads() {
		return this.threads;
	}

	/**
	 * Return the thread on which the interpreter is made.
	 * @return the thread
	 */
	Thread firstThread() {
		return this.threads.first().thread();
	}

	/**
	 * Return whether no thread is left.
	 * @return whether all have ended
	 */
	boolean isGone() {
		return this.threads.isEmpty();
	}

	/**
	 * Return how many calls it has served.
	 * @return the calls
	 */
	long calls() {
		return this.calls.calls();
	}

	/**
	 * Return after how many calls it is to be replaced.
	 * @return the calls
	 */
	long maxCalls() {
		return this.source.maxCalls();
	}

	int activeCalls() {
		LoopService loop = this.interpreter.loop();
		return (loop != null) ? loop.active() : this.threads.busy();
	}

}
