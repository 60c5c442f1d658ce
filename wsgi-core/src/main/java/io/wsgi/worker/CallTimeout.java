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

package io.wsgi.worker;

import java.time.Duration;

import io.wsgi.runtime.Exchange;
import io.wsgi.runtime.Interruption;
import io.wsgi.runtime.JavaStack;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A call that takes too long, and what is done about it, step by step.
 *
 * @author wsgi-spring-boot contributors
 */
final class CallTimeout {

	private static final Log logger = LogFactory.getLog(CallTimeout.class);

	private static final long BREAK_WAIT_AFTER = Duration.ofSeconds(1).toNanos();

	private static final long RAISE_AGAIN_AFTER = Duration.ofSeconds(3).toNanos();

	private static final long GIVE_UP_AFTER = Duration.ofSeconds(5).toNanos();

	private final Worker worker;

	private final WorkerThread culprit;

	private final Exchange call;

	private final String reason;

	private @Nullable Interruption interruption;

	private boolean raisedAgain;

	private boolean givenUp;

	private volatile String stack = "";

	/**
	 * Create a new instance.
	 * @param worker the worker
	 * @param culprit the thread that is in the call
	 * @param call the call
	 * @param reason why it is ended, such as {@code was cancelled}
	 */
	CallTimeout(Worker worker, WorkerThread culprit, Exchange call, String reason) {
		this.worker = worker;
		this.culprit = culprit;
		this.call = call;
		this.reason = reason;
	}

	/**
	 * Begin: the client is told at once, and an exception is raised in the thread of the
	 * call.
	 * @param listener is told
	 */
	void begin(WorkerPoolListener listener) {
		try {
			this.call.timedOut();
			if (!(this.call instanceof InternalExchange)) {
				listener.interrupted();
			}
			this.interruption = raise();
		}
		finally {
			this.call.interrupted();
		}
	}

	private Interruption raise() {
		Interruption raised = new Interruption("the request " + this.reason, () -> this.culprit.current() == this.call,
				this::report);
		this.worker.interpreter().interrupt(this.culprit.thread(), raised);
		return raised;
	}

	private void report(String stack) {
		this.stack = stack;
		logger.warn(String.format("Worker timeout: %s %s and is interrupted%s", this.call, this.reason, stack));
	}

	/**
	 * Go on while the call does: end the thread's wait outside Python when the exception
	 * does not reach it, and raise it anew when the call has swallowed it. The time in
	 * between is for {@code finally} blocks.
	 * @param excess for how long the call should be over, in nanoseconds
	 * @return whether there is nothing left to do but to give the worker up
	 */
	boolean proceed(long excess) {
		if (this.givenUp) {
			return false;
		}
		if (excess >= GIVE_UP_AFTER) {
			this.givenUp = true;
			logger.error(String.format("Worker timeout: %s cannot be interrupted, so its worker is given up%s%n%s",
					this.call, this.stack, new JavaStack(this.culprit.thread())));
			return true;
		}
		Interruption last = this.interruption;
		if (last != null && !last.isRaised()) {
			if (excess >= BREAK_WAIT_AFTER) {
				last.breakWait(() -> this.worker.interpreter().interruptWait(this.culprit, this.call));
			}
		}
		else if (excess >= RAISE_AGAIN_AFTER && !this.raisedAgain) {
			this.raisedAgain = true;
			this.interruption = raise();
		}
		return false;
	}

}
