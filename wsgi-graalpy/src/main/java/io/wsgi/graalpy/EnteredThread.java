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

package io.wsgi.graalpy;

import com.oracle.truffle.api.TruffleSafepoint;
import io.wsgi.runtime.MainThread;
import org.graalvm.polyglot.Context;
import org.jspecify.annotations.Nullable;

/**
 * The stay of Python's main thread in its context. GraalPy runs finalizers, callbacks of
 * weak references and handlers of signals on that thread only, and forgets those that are
 * due while it is outside.
 *
 * @author wsgi-spring-boot contributors
 */
final class EnteredThread implements MainThread, TruffleSafepoint.Interrupter {

	private final Context context;

	private volatile boolean summoned;

	private @Nullable InterruptedException interruption;

	EnteredThread(Context context) {
		this.context = context;
		context.enter();
	}

	@Override
	public <T> @Nullable T await(Wait<T> wait) throws InterruptedException {
		T result = TruffleSafepoint.getCurrent().setBlockedFunction(null, this, this::run, wait, null, null);
		InterruptedException interrupted = this.interruption;
		if (interrupted != null) {
			this.interruption = null;
			throw interrupted;
		}
		return result;
	}

	private <T> @Nullable T run(Wait<T> wait) throws InterruptedException {
		try {
			return wait.run();
		}
		catch (InterruptedException ex) {
			if (this.summoned) {
				throw ex;
			}
			// Truffle would take it for one of its own, and wait again
			this.interruption = ex;
			return null;
		}
	}

	/**
	 * Called by Truffle when there is something to run on the thread.
	 */
	@Override
	public void interrupt(Thread thread) {
		this.summoned = true;
		thread.interrupt();
	}

	/**
	 * Called by Truffle when that was seen.
	 */
	@Override
	public void resetInterrupted() {
		this.summoned = false;
		Thread.interrupted();
	}

	@Override
	public void close() {
		try {
			this.context.leave();
		}
		catch (IllegalStateException ex) {
			// Cancelled
		}
	}

}
