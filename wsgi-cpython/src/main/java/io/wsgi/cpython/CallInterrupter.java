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

package io.wsgi.cpython;

import io.wsgi.runtime.Interruption;

/**
 * Raises an exception in one thread, wherever it is: in a wait in the system, or in a
 * computation in C that asks for signals, by a signal; in Python code at its next step.
 * What neither asks for signals nor comes back to Python code goes on.
 *
 * @author wsgi-spring-boot contributors
 */
final class CallInterrupter {

	private static final long PAUSE = 10;

	private static final int ATTEMPTS = 100;

	private final PythonThreads threads;

	private final PythonObjects objects;

	private final PythonModule module;

	private final long timeout;

	private final MainThread mainThread;

	private final NativeFunction setException;

	private final NativeFunction kill;

	private final int signal;

	/**
	 * Create a new instance. To be called inside Python.
	 * @param library the library
	 * @param objects the objects
	 * @param threads the threads
	 * @param module {@code wsgi_cpython.interruption}
	 * @param hostFunctions makes the function that the handler of the signal asks
	 */
	CallInterrupter(NativeLibrary library, PythonObjects objects, PythonThreads threads, PythonModule module,
			HostFunctions hostFunctions) {
		this.threads = threads;
		this.objects = objects;
		this.module = module;
		this.timeout = module.attribute("RequestTimeout");
		this.mainThread = new MainThread(module.number("main_thread"));
		this.setException = library.function("PyThreadState_SetAsyncExc", 2);
		this.kill = library.systemFunction("pthread_kill", 2);
		this.signal = (int) module.number("wake_up_signal");
		long handler = hostFunctions.callable(hostFunctions.register((arguments) -> raiseDue()));
		module.run("add_handler", new PythonObjects.Reference(handler));
		objects.release(handler);
	}

	/**
	 * Raise an exception in a thread. Does not wait for that.
	 * @param thread the thread
	 * @param exception the exception
	 */
	void interrupt(PythonThread thread, Interruption exception) {
		Object call = thread.interrupt(exception);
		if (call != null) {
			start(() -> pursue(thread, call));
		}
	}

	/**
	 * Raise the exception that is due in the current thread, if there is one. To be
	 * called inside Python.
	 * @return what a function in C returns: 0 if there was one
	 */
	long raiseDue() {
		PythonThread thread = this.threads.current();
		Interruption exception = (thread != null) ? thread.take() : null;
		if (thread == null || exception == null) {
			return this.objects.none();
		}
		exception.observe(stackOf(thread));
		this.objects.errors().raise(this.timeout, exception.message());
		return 0;
	}

	/**
	 * Tell where a thread is. To be called inside Python.
	 * @param thread the thread
	 * @return the lines of a traceback, or an empty string
	 */
	String stackOf(PythonThread thread) {
		return this.module.text("stack", thread.identity());
	}

	/**
	 * Take back what is on its way to a thread. To be called on it, inside Python.
	 * @param thread the thread
	 */
	void settle(PythonThread thread) {
		this.setException.call(thread.identity(), 0);
		this.module.run("settle", thread.identity());
	}

	private void pursue(PythonThread thread, Object call) {
		try {
			if (this.mainThread.isKnown() && (!signal(thread, call) || !thread.isDue(call))) {
				return;
			}
			// May wait for as long as the thread does not let others in
			Thread sender = start(() -> this.threads.inside(() -> send(thread)));
			for (int i = 0; i < ATTEMPTS && signal(thread, call); i++) {
				if (!sender.isAlive() && !isPending(thread)) {
					return;
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static Thread start(Runnable task) {
		return Thread.ofPlatform().daemon().name("python-interrupter").start(task);
	}

	private boolean isPending(PythonThread thread) {
		return this.threads.inside(() -> this.module.test("is_pending", thread.identity()));
	}

	private boolean send(PythonThread thread) {
		String stack = stackOf(thread);
		Interruption exception = thread.take();
		if (exception == null) {
			return false;
		}
		long type = this.module.call("exception_for", thread.identity(), exception.message());
		try {
			thread.sent();
			this.setException.call(thread.identity(), type);
		}
		finally {
			this.objects.release(type);
		}
		exception.observe(stack);
		return true;
	}

	private boolean signal(PythonThread thread, Object call) throws InterruptedException {
		if (!this.mainThread.isKnown()) {
			Thread.sleep(PAUSE);
			return thread.during(call, () -> {
			});
		}
		synchronized (this.mainThread) {
			// Also lets nobody else be the main thread meanwhile
			long before = this.mainThread.set(thread.identity());
			try {
				// In the call the thread is certainly alive
				boolean alive = thread.during(call, () -> this.kill.call(thread.identity(), this.signal));
				Thread.sleep(PAUSE);
				return alive;
			}
			finally {
				this.mainThread.set(before);
			}
		}
	}

}
