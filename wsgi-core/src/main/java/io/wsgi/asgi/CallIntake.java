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

import io.wsgi.runtime.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Takes calls from their source while there is room for them, until it is over. The
 * thread of the loop takes them, others tell it to look, or look themselves.
 *
 * @author wsgi-spring-boot contributors
 */
final class CallIntake {

	private final CallSource source;

	private final int concurrency;

	private final LoopWait wait;

	private volatile boolean called = true;

	private volatile boolean open;

	private volatile boolean over;

	private volatile long overSince;

	// Used by the thread of the loop only
	private boolean full;

	/**
	 * Create a new intake, which is not open.
	 * @param source where the calls come from
	 * @param concurrency how many there may be at a time
	 * @param wait the wait of the loop
	 */
	CallIntake(CallSource source, int concurrency, LoopWait wait) {
		this.source = source;
		this.concurrency = concurrency;
		this.wait = wait;
	}

	void open() {
		this.open = true;
		// A loop may wait in the system since the application has started, and hears of
		// calls only once it has looked for them
		this.wait.wake();
	}

	void close() {
		this.open = false;
	}

	/**
	 * There may be a call, or no more of them. Called on any thread, and does not block.
	 */
	void call() {
		this.called = true;
		this.wait.wake();
	}

	/**
	 * Return whether to look for calls.
	 * @return whether there may be one, or no more of them
	 */
	boolean isCalled() {
		return this.called && this.open;
	}

	/**
	 * Take note that it is looked for calls now.
	 */
	void look() {
		this.called = false;
	}

	/**
	 * Take the next call.
	 * @param active how many there are
	 * @return the call, or {@code null} if there is none, or no room for it
	 */
	@Nullable Exchange next(int active) {
		this.full = active >= this.concurrency;
		return this.full ? null : this.source.poll();
	}

	/**
	 * A call has ended. If there was no room for another one, there is now.
	 */
	void ended() {
		if (this.full) {
			this.full = false;
			// A loop that is woken up through a pipe calls back while it counts as
			// waiting
			call();
		}
	}

	/**
	 * Look whether there will be no call any more, after there was none.
	 * @return whether that is seen for the first time
	 */
	boolean end() {
		if (this.over || this.full || !this.source.isOver()) {
			return false;
		}
		this.overSince = System.nanoTime();
		this.over = true;
		return true;
	}

	/**
	 * Return whether there will be no call any more.
	 * @return whether there will not
	 */
	boolean isOver() {
		return this.over;
	}

	/**
	 * Return since when there will be no call any more.
	 * @return the time, as of {@link System#nanoTime()}
	 */
	long overSince() {
		return this.overSince;
	}

}
