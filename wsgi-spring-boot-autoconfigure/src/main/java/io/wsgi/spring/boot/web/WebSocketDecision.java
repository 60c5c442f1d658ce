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

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * What an application decides about the handshake of a WebSocket: it accepts it, or there
 * is another response. The thread of the connection waits for that.
 *
 * @author wsgi-spring-boot contributors
 */
final class WebSocketDecision {

	private final AsyncResponse denial;

	private final BooleanSupplier clientPresence;

	private final AtomicReference<State> state = new AtomicReference<>(State.NONE);

	private final CountDownLatch made = new CountDownLatch(1);

	private volatile @Nullable String acceptance;

	/**
	 * Create a new decision, which is not made yet.
	 * @param onDrained run when there is room again for more of another response
	 * @param clientPresence tells whether the client is still there, asked from time to
	 * time before the decision
	 */
	WebSocketDecision(Runnable onDrained, BooleanSupplier clientPresence) {
		this.denial = new AsyncResponse(onDrained, () -> true);
		this.clientPresence = clientPresence;
	}

	/**
	 * Wait for the decision.
	 * @return the lines of the response that accepts the WebSocket, or {@code null} if
	 * there is another response
	 * @throws AsyncResponse.ClientGoneException if the client has gone meanwhile
	 */
	@Nullable String await() throws AsyncResponse.ClientGoneException {
		boolean interrupted = false;
		try {
			while (true) {
				try {
					if (this.made.await(1, TimeUnit.SECONDS)) {
						return this.acceptance;
					}
				}
				catch (InterruptedException ex) {
					// The container does not interrupt its threads
					interrupted = true;
				}
				if (!this.clientPresence.getAsBoolean()) {
					throw new AsyncResponse.ClientGoneException();
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * Accept the WebSocket.
	 * @param head the lines of the response
	 * @return whether that was still possible
	 */
	boolean accept(String head) {
		if (!this.state.compareAndSet(State.NONE, State.ACCEPTED)) {
			return false;
		}
		this.acceptance = head;
		this.made.countDown();
		return true;
	}

	/**
	 * Put in a part of another response.
	 * @param head the status and headers, or {@code null} if they are as before
	 * @param body the part
	 * @param last whether the response is complete with it
	 * @return whether the application should go on at once
	 */
	boolean deny(@Nullable String head, byte[] body, boolean last) {
		this.state.compareAndSet(State.NONE, State.OTHERWISE);
		boolean goOn = this.denial.put(head, new ResponsePart.Bytes(body), last);
		this.made.countDown();
		return goOn;
	}

	/**
	 * There is no decision any more if there is none yet, and nothing more of another
	 * response.
	 * @param outcome why
	 */
	void end(ResponseOutcome outcome) {
		this.state.compareAndSet(State.NONE, State.OTHERWISE);
		this.denial.end(outcome);
		this.made.countDown();
	}

	/**
	 * There is nobody any more to whom it matters.
	 */
	void clientGone() {
		this.state.compareAndSet(State.NONE, State.OTHERWISE);
		this.denial.clientGone();
	}

	/**
	 * Return whether the WebSocket is accepted.
	 * @return whether it is
	 */
	boolean isAcceptance() {
		return this.state.get() == State.ACCEPTED;
	}

	/**
	 * Return the response that there is if the WebSocket is not accepted.
	 * @return the response
	 */
	AsyncResponse denial() {
		return this.denial;
	}

	/**
	 * Return the status of the response.
	 * @return the status
	 */
	int status() {
		return isAcceptance() ? HttpServletResponse.SC_SWITCHING_PROTOCOLS : this.denial.status();
	}

	/**
	 * What there is of it.
	 */
	private enum State {

		NONE, ACCEPTED, OTHERWISE

	}

}
