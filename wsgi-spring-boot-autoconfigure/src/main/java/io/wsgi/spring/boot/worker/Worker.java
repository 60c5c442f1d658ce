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

import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import io.wsgi.spring.boot.python.ApplicationCaller;
import io.wsgi.spring.boot.python.PythonApplication;
import io.wsgi.spring.boot.python.PythonInterpreter;
import org.jspecify.annotations.Nullable;

/**
 * An interpreter with the application, and its threads. Takes the place of a worker
 * process of gunicorn.
 * <p>
 * Threads of one interpreter share its global interpreter lock, and fight for it when
 * several compute. So one thread serves as long as it gets along: only while others wait
 * for something outside Python are as many more let in, up to the limit of the settings.
 *
 * @author wsgi-spring-boot contributors
 */
final class Worker {

	private final String name;

	private final int maxThreads;

	private final CallQueue queue;

	private final WorkerPoolListener listener;

	private final List<WorkerThread> threads = new CopyOnWriteArrayList<>();

	private final AtomicInteger active = new AtomicInteger();

	private final Semaphore wakeUps = new Semaphore(0);

	private final AtomicInteger spare = new AtomicInteger();

	private volatile int limit = 1;

	private volatile boolean stopping;

	private volatile @Nullable PythonInterpreter interpreter;

	private volatile @Nullable PythonApplication application;

	Worker(String name, int maxThreads, CallQueue queue, WorkerPoolListener listener) {
		this.name = name;
		this.maxThreads = maxThreads;
		this.queue = queue;
		this.listener = listener;
	}

	/**
	 * Start the first thread, on which the interpreter is made and which serves from then
	 * on.
	 * @param interpreters makes the interpreter
	 * @param loader loads the application in it
	 * @return completes when the application is loaded
	 */
	CompletableFuture<Void> start(Supplier<PythonInterpreter> interpreters,
			Function<PythonInterpreter, PythonApplication> loader) {
		CompletableFuture<Void> ready = new CompletableFuture<>();
		this.active.incrementAndGet();
		addThread((thread) -> {
			try (PythonInterpreter made = interpreters.get()) {
				this.interpreter = made;
				PythonApplication loaded = loader.apply(made);
				ApplicationCaller caller = loaded.newCaller();
				this.application = loaded;
				ready.complete(null);
				serve(thread, caller);
				awaitOthers(thread);
			}
			catch (Throwable ex) {
				ready.completeExceptionally(ex);
			}
		});
		return ready;
	}

	int activeCalls() {
		int count = 0;
		for (WorkerThread thread : this.threads) {
			if (thread.isBusy()) {
				count++;
			}
		}
		return count;
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
		int wanted = Math.min(waiting + 1, this.maxThreads);
		this.limit = Math.max(wanted, this.limit - 1);
		while (this.active.get() < this.limit && !this.stopping) {
			letIn();
		}
	}

	private void letIn() {
		PythonApplication loaded = this.application;
		if (loaded == null) {
			return;
		}
		this.active.incrementAndGet();
		if (takeSpare()) {
			this.wakeUps.release();
			return;
		}
		addThread((thread) -> serve(thread, loaded.newCaller()));
	}

	private boolean takeSpare() {
		return this.spare.getAndUpdate((count) -> Math.max(count - 1, 0)) > 0;
	}

	private void addThread(Consumer<WorkerThread> task) {
		WorkerThread[] self = new WorkerThread[1];
		WorkerThread thread = new WorkerThread(this.name + "-" + (this.threads.size() + 1), () -> task.accept(self[0]));
		self[0] = thread;
		this.threads.add(thread);
		thread.start();
	}

	private void serve(WorkerThread thread, ApplicationCaller caller) {
		try {
			while (true) {
				Call call = this.queue.take();
				if (call == null || call.exchange() == null) {
					return;
				}
				long begun = System.nanoTime();
				this.listener.acquired(begun - call.queuedAt());
				thread.call(caller, call.exchange());
				this.listener.used(System.nanoTime() - begun);
				if (isSurplus()) {
					this.spare.incrementAndGet();
					this.wakeUps.acquire();
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private boolean isSurplus() {
		while (true) {
			int count = this.active.get();
			if (count <= this.limit || this.stopping) {
				return false;
			}
			if (this.active.compareAndSet(count, count - 1)) {
				return true;
			}
		}
	}

	/**
	 * Let all threads end after their current calls. The queue has to be closed before.
	 */
	void stop() {
		this.stopping = true;
		this.wakeUps.release(this.threads.size());
	}

	private void awaitOthers(WorkerThread self) {
		// The pool bounds this wait
		for (WorkerThread thread : this.threads) {
			if (thread != self) {
				try {
					thread.join(0);
				}
				catch (InterruptedException ex) {
					return;
				}
			}
		}
	}

	/**
	 * Cancel what the threads are doing.
	 */
	void kill() {
		PythonInterpreter victim = this.interpreter;
		if (victim != null) {
			victim.cancel();
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

}
