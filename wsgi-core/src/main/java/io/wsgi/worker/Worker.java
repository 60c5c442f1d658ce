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
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.wsgi.runtime.ApplicationCaller;
import io.wsgi.runtime.ApplicationSettings;
import io.wsgi.runtime.EnvironmentChange;
import io.wsgi.runtime.Exchange;
import io.wsgi.runtime.Interruption;
import io.wsgi.runtime.MainThread;
import io.wsgi.runtime.PythonApplication;
import io.wsgi.runtime.PythonInterpreter;
import io.wsgi.worker.policy.ConcurrencyPolicy;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * An interpreter with the application, and its threads. Takes the place of a worker
 * process of gunicorn.
 *
 * @author wsgi-spring-boot contributors
 */
class Worker {

	private static final Log logger = LogFactory.getLog(Worker.class);

	private static final Duration IN_FLIGHT_PATIENCE = Duration.ofSeconds(2);

	private final String name;

	private final CallQueue queue;

	private final Source source;

	private final WorkerPoolListener listener;

	private final Runnable onChange;

	private final WorkerThreads threads;

	private final AtomicReference<State> state = new AtomicReference<>(State.LOADING);

	private final AtomicLong calls = new AtomicLong();

	private long begunAt;

	private volatile Duration bootTime = Duration.ZERO;

	private volatile long readyAt;

	private volatile @Nullable PythonInterpreter interpreter;

	private volatile @Nullable PythonApplication application;

	private volatile @Nullable Throwable failure;

	private volatile boolean wasReady;

	private volatile boolean hung;

	private volatile boolean cancelled;

	/**
	 * Create a worker, which has not started.
	 * @param name the name
	 * @param concurrency how many threads serve
	 * @param queue where the calls come from
	 * @param source makes its interpreter and tells what that loads
	 * @param listener is told
	 * @param onChange run whenever the state has changed, on any thread
	 */
	Worker(String name, ConcurrencyPolicy concurrency, CallQueue queue, Source source, WorkerPoolListener listener,
			Runnable onChange) {
		this.name = name;
		this.queue = queue;
		this.source = source;
		this.listener = listener;
		this.onChange = onChange;
		this.threads = new WorkerThreads(name, concurrency, (thread) -> serve(thread, new MainThread.Plain()));
		this.readyAt = System.nanoTime();
	}

	/**
	 * Start the first thread, on which the interpreter is made, and which serves from
	 * then on. Returns at once: the {@linkplain #state() state} tells what comes of it.
	 */
	void start() {
		try {
			this.threads.startFirst(this::live);
		}
		catch (OutOfMemoryError ex) {
			fail(ex);
		}
	}

	private void live(WorkerThread thread) {
		try {
			PythonInterpreter made = makeInterpreter();
			try (MainThread main = made.enterMainThread()) {
				becomeReady(made, thread);
				serve(thread, main);
			}
			// Nobody has told it to end
			if (state() == State.READY && !this.queue.isClosed()) {
				fail(new IllegalStateException(this.name + " has ended without having been told to"));
			}
		}
		catch (Throwable ex) {
			fail(ex);
		}
		close(thread);
		this.listener.workerStopped(this.name);
	}

	private PythonInterpreter makeInterpreter() {
		this.begunAt = System.nanoTime();
		PythonInterpreter made = this.source.interpreters().get();
		this.interpreter = made;
		if (this.cancelled) {
			throw new IllegalStateException("The worker was stopped while it started");
		}
		return made;
	}

	private void becomeReady(PythonInterpreter made, WorkerThread thread) {
		PythonApplication loaded = made.load(this.source.application(), this.source.errors());
		this.application = loaded;
		if (change(State.LOADING, State.WARMING)) {
			this.source.warmup().run(this.name, thread, loaded.newCaller());
			this.readyAt = System.nanoTime();
			this.wasReady = state() == State.WARMING;
			this.bootTime = Duration.ofNanos(this.readyAt - this.begunAt);
			change(State.WARMING, State.READY);
		}
	}

	private void close(WorkerThread first) {
		drain();
		PythonInterpreter made = this.interpreter;
		try {
			this.threads.awaitOthers(first);
			if (made != null && !this.cancelled) {
				made.exit(this.source.exitPatience());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (Throwable ex) {
			logger.error(String.format("%s could not end in order", this.name), ex);
		}
		finally {
			if (made != null) {
				made.close();
			}
			change(State.DRAINING, State.CLOSED);
		}
	}

	private void serve(WorkerThread thread, MainThread stay) {
		PythonApplication current = current();
		ApplicationCaller caller = current.newCaller();
		CallQueue.Taker taker = this.queue.newTaker(() -> state() != State.READY, this.threads::busy);
		try {
			for (CallQueue.Call call = stay.await(taker::take); call != null; call = stay.await(taker::take)) {
				try {
					if (current != this.application) {
						current = current();
						caller = current.newCaller(caller);
					}
				}
				catch (Throwable ex) {
					call.exchange().refused();
					throw ex;
				}
				serve(thread, caller, call);
				if (this.threads.areSurplus()) {
					stay.await(this.threads::rest);
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			caller.close();
		}
	}

	private void serve(WorkerThread thread, ApplicationCaller caller, CallQueue.Call call) {
		long begun = System.nanoTime();
		boolean acquired = false;
		try {
			this.listener.acquired(begun - call.queuedAt());
			acquired = true;
		}
		finally {
			if (!acquired) {
				call.exchange().refused();
			}
		}
		String exception = thread.call(caller, call.exchange());
		if (exception != null) {
			this.listener.failed(exception);
		}
		this.listener.used(System.nanoTime() - begun);
		long count = this.calls.incrementAndGet();
		if (count == this.source.maxCalls()) {
			this.onChange.run();
		}
	}

	private boolean change(State from, State to) {
		boolean changed = this.state.compareAndSet(from, to);
		if (changed) {
			this.onChange.run();
		}
		return changed;
	}

	/**
	 * Return the state.
	 * @return the state
	 */
	State state() {
		return Objects.requireNonNull(this.state.get());
	}

	/**
	 * Fail: the worker takes no more calls, and those in flight finish.
	 * @param cause the cause
	 */
	void fail(Throwable cause) {
		State before = state();
		if (before.isOver() || before == State.DRAINING) {
			logger.debug(String.format("%s has failed, which is over", this.name), cause);
			return;
		}
		this.failure = cause;
		if (!change(before, State.FAILED)) {
			fail(cause);
			return;
		}
		if (before == State.READY) {
			logger.error(String.format("%s has died", this.name), cause);
		}
		endThreads();
	}

	/**
	 * Take no more calls. The threads end after those they are in, and the interpreter
	 * with the last of them.
	 */
	void drain() {
		for (State from : List.of(State.READY, State.WARMING, State.LOADING)) {
			change(from, State.DRAINING);
		}
		endThreads();
	}

	private void endThreads() {
		this.queue.wakeTakers();
		this.threads.finish();
	}

	/**
	 * End when the queue is closed and empty.
	 */
	void finish() {
		this.threads.finish();
	}

	/**
	 * Stop what the threads are doing. Returns when they have left the interpreter, so
	 * not to be called where nothing must block.
	 */
	void cancel() {
		this.cancelled = true;
		PythonInterpreter victim = this.interpreter;
		if (victim != null) {
			victim.cancel();
		}
	}

	/**
	 * Cancel on a thread of its own, and return at once.
	 */
	void cancelInBackground() {
		this.cancelled = true;
		runInBackground("cancel", this::cancel);
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
		// What they import while they run would be of the new code, and not complete
		this.queue.hold();
		try {
			this.threads.awaitIdle(IN_FLIGHT_PATIENCE);
			PythonInterpreter used = this.interpreter;
			if (used != null) {
				this.application = used.reload(this.source.application(), this.source.errors());
			}
		}
		finally {
			this.queue.release();
		}
	}

	private PythonApplication current() {
		return Objects.requireNonNull(this.application, "The application is not loaded");
	}

	/**
	 * Let go of what is outside of the process, before a checkpoint. No call is in
	 * flight.
	 */
	void prepareCheckpoint() {
		used().prepareCheckpoint();
	}

	/**
	 * Begin another life after a restore, with an age of zero.
	 * @param change the difference between the environments
	 * @param reimport decides, from the variables of the difference that the application
	 * has read, whether to import it anew
	 * @throws io.wsgi.runtime.ApplicationLoadException if that fails
	 * @throws InterruptedException if the thread is interrupted
	 */
	void restoreCheckpoint(EnvironmentChange change, Predicate<Set<String>> reimport) throws InterruptedException {
		this.readyAt = System.nanoTime();
		PythonInterpreter current = used();
		if (reimport.test(current.restoreCheckpoint(change))) {
			reimport();
		}
		current.resumeAfterCheckpoint();
	}

	private PythonInterpreter used() {
		return Objects.requireNonNull(this.interpreter, "There is no interpreter");
	}

	/**
	 * Return the native modules that tie the application to this worker.
	 * @return the modules
	 */
	List<String> nativeModules() {
		PythonInterpreter current = this.interpreter;
		return (current != null) ? current.nativeModules() : List.of();
	}

	/**
	 * Raise an exception in a thread that is in a call.
	 * @param thread the thread
	 * @param interruption the exception
	 */
	void interrupt(Thread thread, Interruption interruption) {
		PythonInterpreter current = this.interpreter;
		if (current != null) {
			current.interrupt(thread, interruption);
		}
	}

	/**
	 * Interrupt a thread's wait outside Python, unless it is in another call by now or
	 * waits for its turn to run Python.
	 * @param thread the thread
	 * @param call the call that is meant
	 */
	void interruptWait(WorkerThread thread, Exchange call) {
		PythonInterpreter current = this.interpreter;
		if (current != null) {
			thread.interruptCall(call, current::isWaitingForLock);
		}
	}

	/**
	 * Tell where in the Python code a thread is.
	 * @param thread the thread
	 * @return the lines of a traceback, as soon as the thread answers
	 */
	CompletableFuture<String> stackOf(Thread thread) {
		PythonInterpreter current = this.interpreter;
		return (current != null) ? current.stackOf(thread)
				: CompletableFuture.failedFuture(new IllegalStateException("There is no interpreter"));
	}

	/**
	 * Return the thread on which the interpreter is made.
	 * @return the thread
	 */
	Thread firstThread() {
		return this.threads.first().thread();
	}

	/**
	 * Let in as many threads as are needed by what those that serve are found doing.
	 * @param cpuTimes the source of processor times
	 * @param sinceLastLook the time since the last look in nanoseconds
	 */
	void adaptThreads(ThreadMXBean cpuTimes, long sinceLastLook) {
		PythonInterpreter current = this.interpreter;
		if (state() == State.READY && current != null) {
			this.threads.adapt((thread) -> thread.isWaiting(cpuTimes, sinceLastLook, current::isWaitingForLock));
		}
	}

	/**
	 * Let no more threads in than the settings want at any time.
	 */
	void resetThreads() {
		this.threads.reset();
	}

	/**
	 * Have the worker replaced, because it cannot be got out of a call.
	 */
	void giveUp() {
		this.hung = true;
		this.onChange.run();
	}

	/**
	 * Return whether it has been ready, whatever it is now.
	 * @return whether it has
	 */
	boolean wasReady() {
		return this.wasReady;
	}

	boolean isHung() {
		return this.hung;
	}

	/**
	 * Return why it has failed.
	 * @return the cause, or {@code null}
	 */
	@Nullable Throwable failure() {
		return this.failure;
	}

	String name() {
		return this.name;
	}

	Iterable<WorkerThread> threads() {
		return this.threads;
	}

	/**
	 * Return whether no thread is left.
	 * @return whether all have ended
	 */
	boolean isGone() {
		return this.threads.isEmpty();
	}

	/**
	 * Return how long it took from its start until it was ready.
	 * @return the time
	 */
	Duration bootTime() {
		return this.bootTime;
	}

	/**
	 * Return how many calls it has served.
	 * @return the calls
	 */
	long calls() {
		return this.calls.get();
	}

	/**
	 * Return after how many calls it is to be replaced.
	 * @return the calls
	 */
	long maxCalls() {
		return this.source.maxCalls();
	}

	Duration age() {
		return Duration.ofNanos(System.nanoTime() - this.readyAt);
	}

	int activeCalls() {
		return this.threads.busy();
	}

	/**
	 * What a worker is about to do. It begins with {@link #LOADING}.
	 */
	enum State {

		/**
		 * It makes the interpreter and imports the application.
		 */
		LOADING,

		/**
		 * It makes its warm-up requests.
		 */
		WARMING,

		/**
		 * It takes calls.
		 */
		READY,

		/**
		 * It takes no more calls and finishes those it is in.
		 */
		DRAINING,

		/**
		 * It has ended as it was told to.
		 */
		CLOSED,

		/**
		 * It could not start, or has ended by itself.
		 */
		FAILED;

		boolean isStarting() {
			return this == LOADING || this == WARMING;
		}

		boolean isOver() {
			return this == CLOSED || this == FAILED;
		}

	}

	/**
	 * Where the worker gets its Python from, and what it does with it.
	 *
	 * @param interpreters makes the interpreter
	 * @param application what is loaded
	 * @param errors takes what the application writes to {@code wsgi.errors}
	 * @param warmup what to do before it is ready
	 * @param maxCalls after how many calls it is to be replaced
	 * @param exitPatience how long to wait for threads that the application has started
	 */
	record Source(Supplier<PythonInterpreter> interpreters, ApplicationSettings application, Consumer<String> errors,
			InternalExchange.Warmup warmup, long maxCalls, Duration exitPatience) {

	}

}
