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
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import io.wsgi.runtime.ApplicationLoadException;
import io.wsgi.runtime.EventLoop;
import io.wsgi.runtime.PythonApplication;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The replacement of the application of an event loop by one that was loaded anew.
 * Another thread waits for it, and the watchdog gives it up if it takes too long.
 *
 * @author wsgi-spring-boot contributors
 */
final class Replacement {

	private static final Log logger = LogFactory.getLog(Replacement.class);

	private final String target;

	private final Duration patience;

	private final LoopInbox inbox;

	private final ActiveCalls calls;

	private final AtomicReference<State> state = new AtomicReference<>(new State(Phase.NONE, null));

	/**
	 * Create a new instance.
	 * @param target what was loaded, for messages
	 * @param patience how long an application may take until it has started
	 * @param inbox leads to the thread of the loop
	 * @param calls the calls of the loop
	 */
	Replacement(String target, Duration patience, LoopInbox inbox, ActiveCalls calls) {
		this.target = target;
		this.patience = patience;
		this.inbox = inbox;
		this.calls = calls;
	}

	/**
	 * Have the loop begin to replace its application.
	 * @param loop the loop
	 * @param application the new application
	 * @param since when it began to be loaded, as of {@link System#nanoTime()}
	 * @return waits until that has been done
	 */
	Attempt begin(EventLoop loop, PythonApplication application, long since) {
		Attempt attempt = new Attempt(loop, since + this.patience.toNanos());
		State begun = new State(Phase.STARTING, attempt);
		State before = this.state.getAndUpdate((current) -> (current.phase == Phase.OVER) ? current : begun);
		if (before.phase == Phase.OVER) {
			attempt.end(failure("the worker has ended", null));
		}
		else {
			this.inbox.add(() -> start(attempt, application));
		}
		return attempt;
	}

	private void start(Attempt attempt, PythonApplication application) {
		try {
			attempt.loop.replace(application);
		}
		catch (RuntimeException ex) {
			logger.debug("An application could not be replaced", ex);
			failed("it could not be replaced: " + ex, null);
		}
	}

	/**
	 * Return whether there is one at the moment.
	 * @return whether somebody waits for it
	 */
	boolean isUnderWay() {
		return this.state.get().attempt != null;
	}

	/**
	 * Give it up if it takes too long.
	 * @param now the time, as of {@link System#nanoTime()}
	 * @return whether there is one that does
	 */
	boolean giveUp(long now) {
		State current = this.state.get();
		Attempt attempt = current.attempt;
		if (attempt == null || now - attempt.deadline < 0) {
			return false;
		}
		State givenUp = new State(Phase.GIVEN_UP, attempt);
		if (current.phase == Phase.STARTING && this.state.compareAndSet(current, givenUp)) {
			this.inbox.add(() -> cancel(givenUp, attempt));
		}
		return true;
	}

	private void cancel(State givenUp, Attempt attempt) {
		// It may have been made meanwhile, and another one begun
		if (this.state.get() == givenUp) {
			attempt.loop.cancelReplacement(
					"it had not started after %s seconds (wsgi.boot-timeout)".formatted(this.patience.toSeconds()));
		}
	}

	/**
	 * The new application has taken the place of the old one.
	 */
	void succeeded() {
		// Those there are belong to the application that was replaced
		this.calls.drain();
		end(Phase.NONE, null);
	}

	/**
	 * The new application has not taken the place of the old one.
	 * @param message why
	 * @param traceback the Python traceback, if there is one
	 */
	void failed(String message, @Nullable String traceback) {
		end(Phase.NONE, failure(message, traceback));
	}

	/**
	 * Nothing is replaced any more.
	 */
	void close() {
		end(Phase.OVER, failure("the worker has ended", null));
	}

	private void end(Phase next, @Nullable ApplicationLoadException failure) {
		State before = this.state
			.getAndUpdate((current) -> (current.phase == Phase.OVER) ? current : new State(next, null));
		if (before.attempt != null) {
			before.attempt.end(failure);
		}
	}

	private ApplicationLoadException failure(String message, @Nullable String traceback) {
		return new ApplicationLoadException(this.target, ApplicationLoadException.Reason.LIFESPAN_FAILED, message,
				Objects.requireNonNullElse(traceback, ""), List.of());
	}

	/**
	 * How far it is.
	 */
	private enum Phase {

		NONE, STARTING, GIVEN_UP, OVER

	}

	/**
	 * How far what is.
	 *
	 * @param phase how far it is
	 * @param attempt what somebody waits for, while it is starting or given up
	 */
	private record State(Phase phase, @Nullable Attempt attempt) {

	}

	/**
	 * One application in the place of another one.
	 */
	static final class Attempt {

		private final EventLoop loop;

		private final long deadline;

		private final CompletableFuture<@Nullable ApplicationLoadException> result = new CompletableFuture<>();

		private Attempt(EventLoop loop, long deadline) {
			this.loop = loop;
			this.deadline = deadline;
		}

		private void end(@Nullable ApplicationLoadException failure) {
			this.result.complete(failure);
		}

		/**
		 * Wait until it has been made.
		 * @throws ApplicationLoadException if the new application does not start
		 */
		void await() {
			ApplicationLoadException failure = this.result.join();
			if (failure != null) {
				throw failure;
			}
		}

	}

}
