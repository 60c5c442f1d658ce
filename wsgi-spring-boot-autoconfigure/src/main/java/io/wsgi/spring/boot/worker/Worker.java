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
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import io.wsgi.spring.boot.python.ApplicationCaller;
import io.wsgi.spring.boot.python.PythonApplication;
import io.wsgi.spring.boot.python.PythonInterpreter;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogMessage;

/**
 * An interpreter with the application, and its threads. Takes the place of a worker
 * process of gunicorn.
 *
 * @author wsgi-spring-boot contributors
 */
final class Worker {

	private static final Log logger = LogFactory.getLog(Worker.class);

	private final String name;

	private final CallQueue queue;

	private final WorkerPoolListener listener;

	private final ApplicationLoader loader;

	private final Lifespan lifespan;

	private final WorkerThreads threads;

	private volatile boolean retired;

	private volatile @Nullable PythonInterpreter interpreter;

	private volatile @Nullable PythonApplication application;

	Worker(String name, int maxThreads, CallQueue queue, WorkerPoolListener listener, ApplicationLoader loader,
			Lifespan lifespan) {
		this.name = name;
		this.queue = queue;
		this.listener = listener;
		this.loader = loader;
		this.lifespan = lifespan;
		this.threads = new WorkerThreads(name, maxThreads, this::serve);
	}

	/**
	 * Start the first thread, on which the interpreter is made and which serves from then
	 * on.
	 * @param interpreters makes the interpreter
	 * @return completes when the application is loaded
	 */
	CompletableFuture<Void> start(Supplier<PythonInterpreter> interpreters) {
		CompletableFuture<Void> ready = new CompletableFuture<>();
		this.threads.startFirst((thread) -> {
			try (PythonInterpreter made = interpreters.get()) {
				this.interpreter = made;
				this.application = this.loader.load(made);
				ready.complete(null);
				serve(thread);
				this.threads.awaitOthers(thread);
			}
			catch (Throwable ex) {
				if (!ready.completeExceptionally(ex)) {
					logger.error(LogMessage.format("%s has ended", this.name), ex);
				}
			}
		});
		return ready;
	}

	private void serve(WorkerThread thread) {
		try {
			PythonApplication current = loaded();
			ApplicationCaller caller = current.newCaller();
			while (true) {
				Call call = this.queue.take(() -> this.retired);
				if (call == null) {
					return;
				}
				if (current != this.application) {
					current = loaded();
					caller = current.newCaller();
				}
				long begun = System.nanoTime();
				this.listener.acquired(begun - call.queuedAt());
				thread.call(caller, call.exchange());
				this.listener.used(System.nanoTime() - begun);
				this.lifespan.called();
				this.threads.restIfSurplus();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private PythonApplication loaded() {
		return Objects.requireNonNull(this.application, "The application is not loaded");
	}

	/**
	 * Import the application anew. Calls in flight finish in the old one. Not to be
	 * called on a virtual thread.
	 * @throws io.wsgi.spring.boot.python.ApplicationLoadException if that fails
	 */
	void reimport() {
		PythonInterpreter current = this.interpreter;
		if (current != null) {
			this.application = this.loader.reload(current);
		}
	}

	/**
	 * Return the native modules that tie the application to this worker.
	 * @return the modules
	 */
	List<String> nativeModules() {
		PythonInterpreter current = this.interpreter;
		return (current != null) ? current.nativeModules() : List.of();
	}

	String name() {
		return this.name;
	}

	Iterable<WorkerThread> threads() {
		return this.threads;
	}

	Lifespan lifespan() {
		return this.lifespan;
	}

	int activeCalls() {
		return this.threads.busy();
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
	 * @param wanted asked on that thread whether the exception is still wanted
	 * @param message the message of the exception
	 */
	void interrupt(Thread thread, BooleanSupplier wanted, String message) {
		PythonInterpreter current = this.interpreter;
		if (current != null) {
			current.interrupt(thread, wanted, message);
		}
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
	 * Cancel what the threads are doing.
	 */
	void cancel() {
		PythonInterpreter victim = this.interpreter;
		if (victim != null) {
			victim.cancel();
		}
	}

}
