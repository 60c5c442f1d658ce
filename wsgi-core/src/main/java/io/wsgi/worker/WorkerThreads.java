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
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The threads of a worker.
 * <p>
 * They share the global interpreter lock, and fight for it when several compute. So one
 * thread serves as long as it gets along: only while others wait for something outside
 * Python are as many more let in, up to the limit of the settings. Those that are not
 * needed any more rest until they are.
 *
 * @author wsgi-spring-boot contributors
 */
final class WorkerThreads implements Iterable<WorkerThread> {

	private static final Log logger = LogFactory.getLog(WorkerThreads.class);

	private static final long LOOK_MILLIS = 10;

	private final String name;

	private final Bounds bounds;

	private final Consumer<WorkerThread> task;

	private final List<WorkerThread> threads = new CopyOnWriteArrayList<>();

	private final AtomicInteger started = new AtomicInteger();

	private final AtomicInteger serving = new AtomicInteger();

	private final AtomicInteger resting = new AtomicInteger();

	private final Semaphore wakeUps = new Semaphore(0);

	private volatile int limit;

	private volatile boolean ending;

	/**
	 * Create a group without threads.
	 * @param name the name of the worker
	 * @param bounds how many threads there are
	 * @param task what each thread but the first does
	 */
	WorkerThreads(String name, Bounds bounds, Consumer<WorkerThread> task) {
		this.name = name;
		this.bounds = bounds;
		this.limit = bounds.min();
		this.task = task;
	}

	/**
	 * Start the first thread.
	 * @param firstTask what it does
	 * @throws OutOfMemoryError if the system gives no thread
	 */
	void startFirst(Consumer<WorkerThread> firstTask) {
		this.serving.incrementAndGet();
		start(firstTask);
	}

	private void start(Consumer<WorkerThread> threadTask) {
		WorkerThread[] self = new WorkerThread[1];
		WorkerThread thread = new WorkerThread(this.name + "-" + this.started.incrementAndGet(),
				() -> work(threadTask, self[0]));
		self[0] = thread;
		this.threads.add(thread);
		try {
			thread.start();
		}
		catch (OutOfMemoryError ex) {
			left(thread);
			throw ex;
		}
	}

	private void work(Consumer<WorkerThread> threadTask, WorkerThread self) {
		try {
			threadTask.accept(self);
		}
		catch (Throwable ex) {
			logger.error("A thread has died, another one takes its place", ex);
		}
		finally {
			left(self);
		}
	}

	private void left(WorkerThread thread) {
		this.threads.remove(thread);
		this.serving.decrementAndGet();
	}

	/**
	 * Adapt the number of threads that serve to what they are found doing.
	 * @param cpuTimes the source of processor times
	 * @param sinceLastLook the time since the last look in nanoseconds
	 */
	void adapt(ThreadMXBean cpuTimes, long sinceLastLook) {
		int waiting = 0;
		for (WorkerThread thread : this.threads) {
			if (thread.isWaiting(cpuTimes, sinceLastLook)) {
				waiting++;
			}
		}
		int wanted = Math.min(Math.max(waiting + 1, this.bounds.min()), this.bounds.max());
		this.limit = Math.max(wanted, this.limit - 1);
		for (int missing = this.limit - this.serving.get(); missing > 0 && !this.ending; missing--) {
			letIn();
		}
	}

	private void letIn() {
		this.serving.incrementAndGet();
		boolean rested = this.resting.getAndUpdate((count) -> Math.max(count - 1, 0)) > 0;
		if (rested) {
			this.wakeUps.release();
		}
		else {
			startFurther();
		}
	}

	private void startFurther() {
		try {
			start(this.task);
		}
		catch (OutOfMemoryError ex) {
			// The system gives no more threads: make do with those there are
			logger.error("No further thread could be started", ex);
		}
	}

	/**
	 * Let the current thread rest if more serve than are needed.
	 * @throws InterruptedException if the thread is interrupted
	 */
	void restIfSurplus() throws InterruptedException {
		if (isSurplus()) {
			this.resting.incrementAndGet();
			this.wakeUps.acquire();
		}
	}

	private boolean isSurplus() {
		while (true) {
			int count = this.serving.get();
			if (count <= this.limit || this.ending) {
				return false;
			}
			if (this.serving.compareAndSet(count, count - 1)) {
				return true;
			}
		}
	}

	int busy() {
		int count = 0;
		for (WorkerThread thread : this.threads) {
			if (thread.isBusy()) {
				count++;
			}
		}
		return count;
	}

	/**
	 * Wait until no thread is in a call.
	 * @param patience for how long
	 * @throws InterruptedException if the thread is interrupted
	 */
	void awaitIdle(Duration patience) throws InterruptedException {
		long deadline = System.nanoTime() + patience.toNanos();
		int idleLooks = 0;
		// One that has just taken a call is not busy yet
		while (idleLooks < 2 && System.nanoTime() < deadline) {
			Thread.sleep(LOOK_MILLIS);
			idleLooks = (busy() == 0) ? idleLooks + 1 : 0;
		}
	}

	/**
	 * Let no thread rest any more, so that all find out that there is nothing left to do.
	 */
	void finish() {
		this.ending = true;
		this.wakeUps.release(this.started.get());
	}

	/**
	 * Wait until all threads but one have ended.
	 * @param self the one
	 * @throws InterruptedException if the thread is interrupted
	 */
	void awaitOthers(WorkerThread self) throws InterruptedException {
		for (WorkerThread thread : this.threads) {
			if (thread != self) {
				thread.join(0);
			}
		}
	}

	/**
	 * Wait until all threads have ended.
	 * @param deadline until when, as of {@link System#nanoTime()}
	 * @return whether they have
	 * @throws InterruptedException if the thread is interrupted
	 */
	boolean awaitEnd(long deadline) throws InterruptedException {
		for (WorkerThread thread : this.threads) {
			long left = (deadline - System.nanoTime()) / 1_000_000;
			if (left > 0) {
				thread.join(left);
			}
			if (thread.isAlive()) {
				return false;
			}
		}
		return true;
	}

	@Override
	public Iterator<WorkerThread> iterator() {
		return this.threads.iterator();
	}

	/**
	 * How many threads there are.
	 *
	 * @param min how many take calls at any time
	 * @param max how many take calls while others wait
	 */
	record Bounds(int min, int max) {

	}

}
