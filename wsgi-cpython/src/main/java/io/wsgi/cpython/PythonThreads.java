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

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Lets threads into Python and out of it: with the global interpreter lock one is inside
 * at a time.
 *
 * @author wsgi-spring-boot contributors
 */
final class PythonThreads {

	private final Map<Thread, PythonThread> attached = new ConcurrentHashMap<>();

	private final NativeFunction ensure;

	private final NativeFunction release;

	private final NativeFunction save;

	private final NativeFunction restore;

	private final NativeFunction identity;

	PythonThreads(NativeLibrary library) {
		this.ensure = library.function("PyGILState_Ensure", 0);
		this.release = library.function("PyGILState_Release", 1);
		this.save = library.function("PyEval_SaveThread", 0);
		this.restore = library.function("PyEval_RestoreThread", 1);
		this.identity = library.function("PyThread_get_thread_ident", 0);
	}

	/**
	 * Do something inside Python, on any thread.
	 * @param <T> the type of the result
	 * @param action what to do
	 * @return its result
	 */
	<T extends @Nullable Object> T inside(Supplier<T> action) {
		int before = (int) this.ensure.call();
		try {
			return action.get();
		}
		finally {
			this.release.call(before);
		}
	}

	/**
	 * Do something that may wait on a thread that is inside Python, while others are let
	 * in.
	 * @param <T> the type of the result
	 * @param action what to do
	 * @return its result
	 * @throws Exception if the action does
	 */
	<T extends @Nullable Object> T outside(Callable<T> action) throws Exception {
		long state = this.save.call();
		try {
			return action.call();
		}
		finally {
			this.restore.call(state);
		}
	}

	/**
	 * Make the current thread known to Python until it is {@link PythonThread#close()
	 * forgotten}, so that it keeps what Python code stores for it.
	 * @return the thread
	 */
	PythonThread attach() {
		PythonThread known = current();
		if (known != null) {
			return known;
		}
		int before = (int) this.ensure.call();
		PythonThread thread = new PythonThread(this, this.identity.call(), before, this.save.call());
		this.attached.put(Thread.currentThread(), thread);
		return thread;
	}

	void detach(PythonThread thread) {
		this.attached.remove(Thread.currentThread());
		enter(thread);
		this.release.call(thread.before());
	}

	/**
	 * Return what Python knows of a thread.
	 * @param thread the thread
	 * @return the thread, or {@code null} if it is not attached
	 */
	@Nullable PythonThread find(Thread thread) {
		return this.attached.get(thread);
	}

	@Nullable PythonThread current() {
		return find(Thread.currentThread());
	}

	/**
	 * Enter Python. Waits until the thread may.
	 * @param thread the current thread
	 */
	void enter(PythonThread thread) {
		this.restore.call(thread.state());
	}

	/**
	 * Leave Python, so that others may enter.
	 */
	void leave() {
		this.save.call();
	}

	/**
	 * Return how Python and the system know the current thread.
	 * @return its {@code pthread_t}
	 */
	long identity() {
		return this.identity.call();
	}

}
