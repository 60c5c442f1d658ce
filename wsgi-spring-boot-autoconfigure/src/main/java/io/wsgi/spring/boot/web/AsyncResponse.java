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

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * Where the event loop and the thread of a request meet: the loop puts in what the
 * application sends, and never waits; the application waits, on the loop, while there is
 * too much.
 *
 * @author wsgi-spring-boot contributors
 */
final class AsyncResponse implements ResponseSource {

	private static final int HIGH_MARK = 128 * 1024;

	private static final int LOW_MARK = 32 * 1024;

	private static final long FIRST_LOOK = TimeUnit.MILLISECONDS.toNanos(250);

	private static final long LONGEST_LOOK = TimeUnit.SECONDS.toNanos(1);

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition arrived = this.lock.newCondition();

	private final Queue<ResponsePart> parts = new ArrayDeque<>(2);

	private final Runnable onDrained;

	private final BooleanSupplier clientPresence;

	private long queuedBytes;

	private boolean full;

	private boolean clientGone;

	private ResponseOutcome outcome = ResponseOutcome.PENDING;

	private volatile @Nullable String head;

	/**
	 * Create a new response.
	 * @param onDrained run when there is room again after there was none
	 * @param clientPresence tells whether the client is still there, asked from time to
	 * time while there is nothing to send
	 */
	AsyncResponse(Runnable onDrained, BooleanSupplier clientPresence) {
		this.onDrained = onDrained;
		this.clientPresence = clientPresence;
	}

	/**
	 * Put in a part of the response.
	 * @param head the status and headers, or {@code null} if they are as before
	 * @param part the part
	 * @param last whether the response is complete with it
	 * @return whether the application should go on at once
	 */
	boolean put(@Nullable String head, ResponsePart part, boolean last) {
		this.lock.lock();
		try {
			if (this.outcome != ResponseOutcome.PENDING || this.clientGone) {
				part.discard();
				return false;
			}
			if (head != null) {
				this.head = head;
			}
			if (head != null || last || part.size() > 0 || part instanceof ResponsePart.EarlyHints) {
				this.parts.add(part);
				this.queuedBytes += part.size();
				if (last) {
					this.outcome = ResponseOutcome.COMPLETE;
				}
				this.arrived.signal();
			}
			this.full = this.queuedBytes > ((this.full) ? LOW_MARK : HIGH_MARK);
			return !this.full;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Let no more come in, if the response is not complete.
	 * @param outcome why
	 */
	void end(ResponseOutcome outcome) {
		this.lock.lock();
		try {
			if (this.outcome == ResponseOutcome.PENDING) {
				this.outcome = outcome;
				this.arrived.signal();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public @Nullable ResponsePart take() throws IOException {
		boolean drained = false;
		ResponsePart part;
		long patience = FIRST_LOOK;
		this.lock.lock();
		try {
			while (this.parts.isEmpty() && this.outcome == ResponseOutcome.PENDING) {
				if (await(patience) <= 0) {
					patience = Math.min(2 * patience, LONGEST_LOOK);
					if (!isClientThere()) {
						throw new ClientGoneException();
					}
				}
			}
			part = this.parts.poll();
			if (part != null) {
				this.queuedBytes -= part.size();
				drained = this.full && this.queuedBytes <= LOW_MARK;
				this.full &= !drained;
			}
		}
		finally {
			this.lock.unlock();
		}
		if (drained) {
			this.onDrained.run();
		}
		return part;
	}

	private boolean isClientThere() {
		// It is no business of who puts something in
		this.lock.unlock();
		try {
			return this.clientPresence.getAsBoolean();
		}
		finally {
			this.lock.lock();
		}
	}

	private long await(long nanos) {
		try {
			return this.arrived.awaitNanos(nanos);
		}
		catch (InterruptedException ex) {
			// The container does not interrupt its threads
			return nanos;
		}
	}

	/**
	 * Let nothing come in any more, because the client has gone.
	 */
	void clientGone() {
		this.lock.lock();
		try {
			this.clientGone = true;
			this.parts.forEach(ResponsePart::discard);
			this.parts.clear();
			this.queuedBytes = 0;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public boolean isDrained() {
		this.lock.lock();
		try {
			return this.parts.isEmpty();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public ResponseOutcome outcome() {
		this.lock.lock();
		try {
			return this.outcome;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public @Nullable String head() {
		return this.head;
	}

	/**
	 * Return the status of the response, or the one in its place if there is none.
	 * @return the status
	 */
	int status() {
		String sent = this.head;
		if (sent != null) {
			return new ResponseHead(sent).status();
		}
		return (outcome() == ResponseOutcome.TIMED_OUT) ? HttpServletResponse.SC_GATEWAY_TIMEOUT
				: HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
	}

	/**
	 * The client has gone while the application had nothing to send.
	 */
	static final class ClientGoneException extends IOException {

		ClientGoneException() {
			super("The client has closed the connection: broken pipe");
		}

	}

}
