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

package io.wsgi.asgi;

import java.time.Duration;

/**
 * The turns of an event loop, and for how long Python code holds up the next one. The
 * thread of the loop writes, others may look.
 *
 * @author wsgi-spring-boot contributors
 */
final class LoopTurns {

	private static final long NOT_RUNNING = Long.MIN_VALUE;

	private static final long BLOCKED = Duration.ofMillis(50).toNanos();

	private final LoopListener listener;

	private volatile long count;

	private volatile long resumedAt = NOT_RUNNING;

	LoopTurns(LoopListener listener) {
		this.listener = listener;
	}

	/**
	 * The loop looks for what there is to do.
	 */
	void begin() {
		this.count = this.count + 1;
		long since = this.resumedAt;
		if (since != NOT_RUNNING) {
			long nanos = System.nanoTime() - since;
			this.resumedAt = NOT_RUNNING;
			if (nanos >= BLOCKED) {
				this.listener.blocked(nanos);
			}
		}
	}

	/**
	 * The loop has found what there is to do.
	 * @param waits whether it waits in the system next
	 */
	void end(boolean waits) {
		this.resumedAt = waits ? NOT_RUNNING : System.nanoTime();
	}

	boolean isBlocked() {
		long since = this.resumedAt;
		return since != NOT_RUNNING && System.nanoTime() - since >= BLOCKED;
	}

	long count() {
		return this.count;
	}

}
