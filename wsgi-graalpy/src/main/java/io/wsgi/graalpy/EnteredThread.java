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

	private boolean summoned;

	private boolean answered;

	private boolean interrupted;

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
			if (isSummons()) {
				throw ex;
			}
			// Truffle would take it for one of its own, and wait again
			this.interruption = ex;
			return null;
		}
	}

	private synchronized boolean isSummons() {
		boolean summons = this.summoned && !this.interrupted;
		this.interrupted = false;
		this.answered = summons;
		return summons;
	}

	/**
	 * Called by Truffle when there is something to run on the thread. A thread has one
	 * flag for this and for interrupts that others mean, so what is found there before is
	 * kept apart.
	 */
	@Override
	public synchronized void interrupt(Thread thread) {
		if ((!this.summoned || this.answered) && thread.isInterrupted()) {
			this.interrupted = true;
		}
		this.summoned = true;
		this.answered = false;
		thread.interrupt();
	}

	/**
	 * Called by Truffle when that was seen, or is too late. Once the wait has ended for
	 * it, the flag can be set for another reason only.
	 */
	@Override
	public synchronized void resetInterrupted() {
		if (!this.answered && !this.interrupted) {
			Thread.interrupted();
		}
		this.summoned = false;
		this.answered = false;
		this.interrupted = false;
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
