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

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

import io.wsgi.runtime.ApplicationCaller;
import io.wsgi.runtime.MainThread;
import io.wsgi.runtime.PythonApplication;
import io.wsgi.worker.queue.CallQueue;
import io.wsgi.worker.queue.CallTaker;
import io.wsgi.worker.queue.QueuedCall;

/**
 * What all threads of a worker do: take a call, have the application serve it, and so on.
 * Each call that was taken ends, whatever goes wrong.
 *
 * @author wsgi-spring-boot contributors
 */
final class CallLoop {

	private final CallQueue queue;

	private final WorkerInterpreter interpreter;

	private final WorkerThreads threads;

	private final WorkerPoolListener listener;

	private final long maxCalls;

	private final Runnable onMaxCalls;

	private final AtomicLong calls = new AtomicLong();

	/**
	 * Create a loop for a worker.
	 * @param queue where the calls come from
	 * @param interpreter the application
	 * @param threads the threads of the worker
	 * @param listener is told
	 * @param maxCalls after how many calls the worker is to be replaced
	 * @param onMaxCalls run after that many
	 */
	CallLoop(CallQueue queue, WorkerInterpreter interpreter, WorkerThreads threads, WorkerPoolListener listener,
			long maxCalls, Runnable onMaxCalls) {
		this.queue = queue;
		this.interpreter = interpreter;
		this.threads = threads;
		this.listener = listener;
		this.maxCalls = maxCalls;
		this.onMaxCalls = onMaxCalls;
	}

	/**
	 * Serve until the queue is closed and empty, or the worker takes no more calls.
	 * @param thread the current thread
	 * @param stay how it waits
	 * @param retired whether the worker takes no more calls
	 */
	void run(WorkerThread thread, MainThread stay, BooleanSupplier retired) {
		PythonApplication current = this.interpreter.application();
		ApplicationCaller caller = current.newCaller();
		CallTaker taker = new CallTaker(this.queue, retired, this.threads::busy);
		try {
			for (QueuedCall call = stay.await(taker::take); call != null; call = stay.await(taker::take)) {
				try {
					PythonApplication latest = this.interpreter.application();
					if (current != latest) {
						current = latest;
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

	private void serve(WorkerThread thread, ApplicationCaller caller, QueuedCall call) {
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
		count();
	}

	/**
	 * A call was served.
	 */
	void count() {
		if (this.calls.incrementAndGet() == this.maxCalls) {
			this.onMaxCalls.run();
		}
	}

	/**
	 * Return how many calls were served.
	 * @return the calls
	 */
	long calls() {
		return this.calls.get();
	}

}
