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
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Predicate;

import io.wsgi.runtime.ApplicationCaller;
import io.wsgi.runtime.Exchange;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A long-lived platform thread that calls the application. Long-lived, because GraalPy
 * and Python libraries keep state for each thread; a platform thread, because GraalPy
 * does not support virtual ones.
 *
 * @author wsgi-spring-boot contributors
 */
final class WorkerThread {

	// Deep recursion is to end in Python's RecursionError before the stack is full
	static final long STACK_SIZE = 16L * 1024 * 1024;

	private static final Log logger = LogFactory.getLog(WorkerThread.class);

	private static final String FILE_CHANNEL = "sun.nio.ch.FileChannelImpl";

	// A thread without a processor time may only be waiting for its turn on a busy
	// machine
	private static final int PATIENCE = 3;

	private final Thread thread;

	private volatile @Nullable Exchange current;

	private @Nullable ApplicationCaller caller;

	private @Nullable Runnable afterCall;

	private volatile long begunAt;

	private long sampledCpuTime;

	private int idleLooks;

	WorkerThread(String name, Runnable task) {
		this.thread = Thread.ofPlatform().name(name).daemon(true).stackSize(STACK_SIZE).unstarted(task);
	}

	void start() {
		this.thread.start();
	}

	void join() throws InterruptedException {
		this.thread.join();
	}

	Thread thread() {
		return this.thread;
	}

	/**
	 * Return the exchange of the call that the thread is in.
	 * @return the exchange, or {@code null}
	 */
	@Nullable Exchange current() {
		return this.current;
	}

	boolean isBusy() {
		return this.current != null;
	}

	/**
	 * Return when the call began.
	 * @return the time, as of {@link System#nanoTime()}
	 */
	long begunAt() {
		return this.begunAt;
	}

	/**
	 * Call the application.
	 * @param caller the caller of this thread
	 * @param exchange the request and its response
	 * @return the class of the exception that ended the call, or {@code null}
	 */
	@Nullable String call(ApplicationCaller caller, Exchange exchange) {
		this.begunAt = System.nanoTime();
		this.current = exchange;
		this.caller = caller;
		try {
			return caller.call(exchange);
		}
		catch (Throwable ex) {
			// Whatever it is, nobody must wait for ever
			exchange.ended("The call failed");
			logger.error(String.format("A call of %s failed outside of Python", this.thread.getName()), ex);
			return ex.getClass().getName();
		}
		finally {
			if (this.afterCall != null) {
				runAfterCall(this.afterCall);
			}
			endCall();
		}
	}

	/**
	 * Have something done when the call that the thread is in is over. To be called on
	 * the thread.
	 * @param task what to do
	 */
	void afterCall(Runnable task) {
		this.afterCall = task;
	}

	private void runAfterCall(Runnable task) {
		this.afterCall = null;
		try {
			task.run();
		}
		catch (Throwable ex) {
			logger.error(String.format("What %s had to do after a call failed", this.thread.getName()), ex);
		}
	}

	/**
	 * Make a call from within the one that the thread is in, under the limit of that one.
	 * To be called on the thread.
	 * @param inner the inner call
	 */
	void callWithin(Exchange inner) {
		Objects.requireNonNull(this.caller, "There is no call").call(inner);
	}

	private synchronized void endCall() {
		this.current = null;
		// Whatever it was meant for is over
		Thread.interrupted();
	}

	/**
	 * Interrupt the thread, which ends its wait for a socket, unless it has come to
	 * another call meanwhile, or waits for its turn to run Python. Nor while it reads or
	 * writes a file, which others may use too: that ends by itself, and an interrupt
	 * would close the file for all.
	 * @param call the exchange of the call that is meant
	 * @param waitsForLock tells whether a thread waits for its turn
	 */
	synchronized void interruptCall(Exchange call, Predicate<Thread> waitsForLock) {
		if (this.current == call && !waitsForLock.test(this.thread) && !usesFile()) {
			this.thread.interrupt();
		}
	}

	private boolean usesFile() {
		return Arrays.stream(this.thread.getStackTrace())
			.anyMatch((frame) -> frame.getClassName().equals(FILE_CHANNEL));
	}

	/**
	 * Tell whether the thread is in a call and neither computes nor wants to: it sleeps,
	 * or waits for a socket, a file or another thread. A socket read counts as running
	 * for the JVM, so the processor time since the last look decides.
	 * @param threads the source of processor times
	 * @param sinceLastLook the time since the last look in nanoseconds
	 * @param waitsForLock tells whether a thread waits for its turn to run Python
	 * @return whether it waits
	 */
	boolean isWaiting(ThreadMXBean threads, long sinceLastLook, Predicate<Thread> waitsForLock) {
		if (this.current == null) {
			return false;
		}
		if (this.thread.getState() != Thread.State.RUNNABLE) {
			return !waitsForLock.test(this.thread);
		}
		long cpuTime = threads.getThreadCpuTime(this.thread.threadId());
		boolean computed = cpuTime - this.sampledCpuTime > sinceLastLook / 8;
		this.sampledCpuTime = cpuTime;
		this.idleLooks = computed ? 0 : this.idleLooks + 1;
		return this.idleLooks > PATIENCE;
	}

}
