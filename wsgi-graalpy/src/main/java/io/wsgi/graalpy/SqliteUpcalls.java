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

import java.util.function.IntSupplier;

import com.oracle.truffle.api.TruffleSafepoint;
import org.jspecify.annotations.Nullable;

/**
 * What SQLite's calls of Python on behalf of a connection may do, and what they leave
 * behind. The lock of the connection must be held.
 *
 * @author wsgi-spring-boot contributors
 */
final class SqliteUpcalls {

	private final SqlitePatience patience;

	private boolean sealed;

	private long impureCalls;

	private @Nullable Throwable failure;

	/**
	 * Create a new instance.
	 * @param patience how to wait for locks
	 */
	SqliteUpcalls(SqlitePatience patience) {
		this.patience = patience;
	}

	/**
	 * Return how many functions were called that may have effects.
	 * @return their number
	 */
	long impureCalls() {
		return this.impureCalls;
	}

	void countImpureCall() {
		this.impureCalls++;
	}

	/**
	 * Return whether Python must not be called for this connection.
	 * @return whether it is being closed or cleaned up
	 */
	boolean isSealed() {
		return this.sealed;
	}

	/**
	 * Let Python be called no more.
	 */
	void seal() {
		this.sealed = true;
	}

	/**
	 * Call Python where it must not use the connection.
	 * @param call the call
	 * @return its result
	 */
	int sealed(IntSupplier call) {
		boolean before = this.sealed;
		this.sealed = true;
		try {
			return call.getAsInt();
		}
		finally {
			this.sealed = before;
		}
	}

	/**
	 * Keep what was thrown where it cannot be thrown on: in a function that C calls.
	 * @param thrown what was thrown
	 */
	void fail(Throwable thrown) {
		if (this.failure == null) {
			this.failure = thrown;
		}
	}

	/**
	 * Throw what was kept.
	 */
	void rethrow() {
		Throwable failure = this.failure;
		if (failure != null) {
			this.failure = null;
			SqliteUpcalls.<RuntimeException>throwOn(failure);
		}
	}

	@SuppressWarnings("unchecked")
	private static <T extends Throwable> void throwOn(Throwable failure) throws T {
		throw (T) failure;
	}

	/**
	 * Let be done what the interpreter wants to be done on this thread, which may be to
	 * end what it does.
	 * @return 0 to go on
	 */
	int poll() {
		return this.sealed ? 0 : sealed(() -> {
			TruffleSafepoint.pollHere(null);
			return 0;
		});
	}

	/**
	 * Wait for a lock that another connection has.
	 * @param count how often this was called for that lock
	 * @return 1 to try again, 0 to give up
	 */
	int await(int count) {
		return (this.sealed || this.failure != null) ? 0 : sealed(() -> this.patience.await(count));
	}

}
