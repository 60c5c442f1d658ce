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

import io.wsgi.runtime.AsyncExchange;
import io.wsgi.runtime.CallEvent;
import io.wsgi.runtime.Exchange;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A call on an event loop.
 *
 * @author wsgi-spring-boot contributors
 */
final class LoopCall implements AsyncExchange.Events {

	private static final Log logger = LogFactory.getLog(LoopCall.class);

	private static final String REASON = "the request took longer than wsgi.request-timeout";

	private static final long CANCEL_AGAIN_AFTER = Duration.ofSeconds(3).toNanos();

	private static final long GIVE_UP_AFTER = Duration.ofSeconds(5).toNanos();

	private final LoopDriver driver;

	private final long number;

	private final Exchange exchange;

	private final long begunAt = System.nanoTime();

	// Used by the watchdog's thread only
	private Overdue overdue = Overdue.NO;

	LoopCall(LoopDriver driver, long number, Exchange exchange) {
		this.driver = driver;
		this.number = number;
		this.exchange = exchange;
	}

	@Override
	public void add(CallEvent event, @Nullable Object payload) {
		this.driver.notify(this.number, event, payload);
	}

	long number() {
		return this.number;
	}

	/**
	 * Tell the exchange that the call has ended.
	 * @param report what went wrong, for the log, or {@code null}
	 */
	void end(@Nullable String report) {
		try {
			this.exchange.ended(report);
		}
		catch (RuntimeException | Error ex) {
			// Others are served nevertheless
			logger.error(String.format("The end of %s failed", this.exchange), ex);
		}
	}

	Exchange exchange() {
		return this.exchange;
	}

	long begunAt() {
		return this.begunAt;
	}

	boolean isLimited() {
		return !(this.exchange instanceof AsyncExchange async) || async.isLimited();
	}

	boolean isOverdue() {
		return this.overdue != Overdue.NO;
	}

	/**
	 * Do what is due about a call that takes too long: its client is told at once, and
	 * its task is cancelled; once more if it goes on.
	 * @param excess for how long the call should be over, in nanoseconds
	 * @return whether this is the first time
	 */
	boolean proceed(long excess) {
		Overdue before = this.overdue;
		if (before == Overdue.NO) {
			this.overdue = Overdue.CANCELLED;
			try {
				this.exchange.timedOut();
				logger.warn(String.format("Worker timeout: %s took longer than wsgi.request-timeout and is cancelled",
						this.exchange));
			}
			finally {
				this.exchange.interrupted();
				add(CallEvent.CANCEL, REASON);
			}
			return true;
		}
		if (before == Overdue.CANCELLED && excess >= CANCEL_AGAIN_AFTER) {
			this.overdue = Overdue.CANCELLED_AGAIN;
			add(CallEvent.CANCEL, REASON);
		}
		else if (before == Overdue.CANCELLED_AGAIN && excess >= GIVE_UP_AFTER) {
			this.overdue = Overdue.GIVEN_UP;
			logger.error(String.format("Worker timeout: the task of %s does not end although it was cancelled twice",
					this.exchange));
		}
		return false;
	}

	/**
	 * What was done about a call that takes too long.
	 */
	private enum Overdue {

		NO, CANCELLED, CANCELLED_AGAIN, GIVEN_UP

	}

}
