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
final class EnteredThread implements MainThread {

	private final Context context;

	EnteredThread(Context context) {
		this.context = context;
		context.enter();
	}

	/**
	 * Wait. Truffle interrupts the thread when there is something to run on it, and has
	 * it wait again then: any other interrupt does the same.
	 */
	@Override
	public <T> @Nullable T await(Wait<T> wait) {
		return TruffleSafepoint.setBlockedThreadInterruptibleFunction(null, Wait::run, wait);
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
