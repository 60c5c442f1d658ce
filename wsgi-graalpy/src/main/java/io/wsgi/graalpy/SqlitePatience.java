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

import java.util.concurrent.TimeUnit;

import com.oracle.truffle.api.TruffleSafepoint;

/**
 * How a connection waits for a lock that another one has. Other threads run meanwhile,
 * and the wait can be ended.
 *
 * @author wsgi-spring-boot contributors
 */
final class SqlitePatience {

	// Milliseconds, as SQLite's own
	private static final int[] DELAYS = { 1, 2, 5, 10, 15, 20, 25, 25, 25, 50, 50, 100 };

	// After so long, a lock may be that of an object that is gone
	private static final long SUSPICION = TimeUnit.MILLISECONDS.toNanos(200);

	private final SqliteCleaner cleaner;

	private final long timeout;

	private long since;

	private long suspicion;

	SqlitePatience(SqliteCleaner cleaner, long timeoutMillis) {
		this.cleaner = cleaner;
		this.timeout = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
	}

	/**
	 * Wait a little.
	 * @param count how often this was called for the same lock
	 * @return 1 to try again, 0 to give up
	 */
	int await(int count) {
		long now = System.nanoTime();
		if (count == 0) {
			this.since = now;
			this.suspicion = SUSPICION;
		}
		long left = this.timeout - (now - this.since);
		if (this.cleaner.clean()) {
			return 1;
		}
		if ((left <= 0 || now - this.since > this.suspicion) && this.cleaner.isRested()) {
			// Not again and again while the lock is really held
			this.suspicion = 3 * (now - this.since);
			if (this.cleaner.collect()) {
				return 1;
			}
		}
		if (left <= 0) {
			return 0;
		}
		long delay = TimeUnit.MILLISECONDS.toNanos(DELAYS[Math.min(count, DELAYS.length - 1)]);
		TruffleSafepoint.setBlockedThreadInterruptible(null, TimeUnit.NANOSECONDS::sleep, Math.min(delay, left));
		return 1;
	}

}
