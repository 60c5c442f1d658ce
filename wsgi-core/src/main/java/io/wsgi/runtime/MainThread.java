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

package io.wsgi.runtime;

import org.jspecify.annotations.Nullable;

/**
 * The stay of the thread that made an interpreter inside of it. That thread is Python's
 * main thread: finalizers, callbacks of weak references and handlers of signals may run
 * on it alone, also while it waits.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 * @see PythonInterpreter#enterMainThread()
 */
public interface MainThread extends AutoCloseable {

	/**
	 * Wait for something outside of Python. The wait may be interrupted and begun again
	 * any number of times.
	 * @param <T> the type of what is waited for
	 * @param wait what waits
	 * @return what was waited for
	 * @throws InterruptedException if the thread is to wait no longer
	 */
	<T> @Nullable T await(Wait<T> wait) throws InterruptedException;

	/**
	 * Leave the interpreter.
	 */
	@Override
	void close();

	/**
	 * A wait.
	 *
	 * @param <T> the type of what is waited for
	 */
	@FunctionalInterface
	interface Wait<T> {

		/**
		 * Wait.
		 * @return what was waited for
		 * @throws InterruptedException if the thread is interrupted; nothing has been
		 * taken then
		 */
		@Nullable T run() throws InterruptedException;

	}

	/**
	 * The stay of a thread that nothing depends on.
	 */
	final class Plain implements MainThread {

		@Override
		public <T> @Nullable T await(Wait<T> wait) throws InterruptedException {
			return wait.run();
		}

		@Override
		public void close() {
		}

	}

}
