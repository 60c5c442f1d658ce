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
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.wsgi.worker.policy.ConcurrencyPolicy;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

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

	private final ConcurrencyPolicy policy;

	private final Consumer<WorkerThread> task;

	private final List<WorkerThread> threads = new CopyOnWriteArrayList<>();

	// Guards what follows. Nobody blocks while holding it
	private final Object lock = new Object();

	private volatile @Nullable WorkerThread first;

	private int started;

	// Read without the lock after each call
	private volatile int serving;

	private int resting;

	private int wakeUps;

	private volatile int limit;

	private volatile boolean ending;

	/**
	 * Create a group without threads.
	 * @param name the name of the worker
	 * @param policy how many threads serve
	 * @param task what each thread but the first does
	 */
	WorkerThreads(String name, ConcurrencyPolicy policy, Consumer<WorkerThread> task) {
		this.name = name;
		this.policy = policy;
		this.limit = policy.min();
		this.task = task;
	}

	/**
	 * Start the first thread.
	 * @param firstTask what it does
	 * @throws OutOfMemoryError if the system gives no thread
	 */
	void startFirst(Consumer<WorkerThread> firstTask) {
		synchronized (this.lock) {
			start(firstTask);
		}
	}

	private void start(Consumer<WorkerThread> threadTask) {
		this.started++;
		WorkerThread[] self = new WorkerThread[1];
		WorkerThread thread = new WorkerThread(this.name + "-" + this.started, () -> work(threadTask, self[0]));
		self[0] = thread;
		this.threads.add(thread);
		if (this.first == null) {
			this.first = thread;
		}
		this.serving++;
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
		synchronized (this.lock) {
			this.threads.remove(thread);
			this.serving--;
		}
	}

	/**
	 * Adapt the number of threads that serve to what they are found doing.
	 * @param waiting tells whether a thread is in a call and waits for something outside
	 * Python
	 */
	void adapt(Predicate<WorkerThread> waiting) {
		int count = 0;
		for (WorkerThread thread : this.threads) {
			if (waiting.test(thread)) {
				count++;
			}
		}
		letIn(this.policy.next(this.limit, count));
	}

	private void letIn(int next) {
		synchronized (this.lock) {
			this.limit = next;
			for (int missing = next - this.serving; missing > 0 && !this.ending; missing--) {
				if (this.resting > this.wakeUps) {
					wakeUp();
				}
				else {
					startFurther();
				}
			}
		}
	}

	private void wakeUp() {
		this.serving++;
		this.wakeUps++;
		this.lock.notify();
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
	 * Let no more threads serve than at least have to, until the next look.
	 */
	void reset() {
		this.limit = this.policy.min();
	}

	/**
	 * Tell whether more threads serve than are needed.
	 * @return whether one of them may {@linkplain #rest() rest}
	 */
	boolean areSurplus() {
		return this.serving > this.limit;
	}

	/**
	 * Let the current thread rest for as long as it is not needed.
	 * @return nothing
	 * @throws InterruptedException if the thread is interrupted
	 */
	@Nullable Void rest() throws InterruptedException {
		synchronized (this.lock) {
			if (!areSurplus() || this.ending) {
				return null;
			}
			this.serving--;
			this.resting++;
			try {
				while (this.wakeUps == 0 && !this.ending) {
					this.lock.wait();
				}
			}
			finally {
				this.resting--;
				if (this.wakeUps > 0) {
					this.wakeUps--;
				}
				else {
					this.serving++;
				}
			}
		}
		return null;
	}

	WorkerThread first() {
		return Objects.requireNonNull(this.first, "No thread was started");
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

	boolean isEmpty() {
		return this.threads.isEmpty();
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
		synchronized (this.lock) {
			this.ending = true;
			this.lock.notifyAll();
		}
	}

	/**
	 * Wait until all threads but one have ended.
	 * @param self the one
	 * @throws InterruptedException if the thread is interrupted
	 */
	void awaitOthers(WorkerThread self) throws InterruptedException {
		for (WorkerThread thread : this.threads) {
			if (thread != self) {
				thread.join();
			}
		}
	}

	@Override
	public Iterator<WorkerThread> iterator() {
		return this.threads.iterator();
	}

}
