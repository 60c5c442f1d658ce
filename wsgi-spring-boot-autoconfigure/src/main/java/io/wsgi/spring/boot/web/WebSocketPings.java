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

package io.wsgi.spring.boot.web;

import java.time.Duration;

/**
 * Decides when the client of a WebSocket is asked whether it is still there, and when it
 * is not. Its owner looks again and again, on one thread.
 *
 * @author wsgi-spring-boot contributors
 */
final class WebSocketPings {

	private final long interval;

	private final long timeout;

	private volatile boolean heard = true;

	private boolean asked;

	private long since;

	/**
	 * Create a new instance.
	 * @param interval after which time without a message of the client it is asked; zero
	 * for never
	 * @param timeout how long it may take to answer; zero for as long as it wants
	 */
	WebSocketPings(Duration interval, Duration timeout) {
		this.interval = interval.toNanos();
		this.timeout = timeout.toNanos();
	}

	/**
	 * Something has come from the client.
	 */
	void heard() {
		this.heard = true;
	}

	/**
	 * Tell what to do now.
	 * @param now the time, as of {@link System#nanoTime()}
	 * @param busy whether the client cannot be asked, or heard, right now: it takes a
	 * message, or waits for the application
	 * @return what to do
	 */
	Step next(long now, boolean busy) {
		if (this.heard || busy) {
			this.heard = false;
			this.asked = false;
			this.since = now;
			return Step.WAIT;
		}
		if (this.asked) {
			return (this.timeout > 0 && now - this.since >= this.timeout) ? Step.CLOSE : Step.WAIT;
		}
		if (this.interval == 0 || now - this.since < this.interval) {
			return Step.WAIT;
		}
		this.asked = true;
		this.since = now;
		return Step.PING;
	}

	/**
	 * What to do.
	 */
	enum Step {

		/**
		 * Nothing.
		 */
		WAIT,

		/**
		 * Ask the client.
		 */
		PING,

		/**
		 * Close the WebSocket, whose client has not answered.
		 */
		CLOSE

	}

}
