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
import java.nio.channels.FileChannel;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.wsgi.spring.boot.python.Exchange;
import io.wsgi.spring.boot.python.RequestBody;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogMessage;

/**
 * Where the two threads of a request meet: the worker's thread puts in what the
 * application sends, and waits while too much of it is there; the thread of the
 * connection takes it out.
 *
 * @author wsgi-spring-boot contributors
 */
final class HttpExchange implements Exchange {

	private static final Log logger = LogFactory.getLog(HttpExchange.class);

	// For how long the application waits, in all, before its client counts as slow
	private static final long PATIENCE = 100_000_000;

	private final Supplier<String> requestLine;

	private final String environ;

	private final RequestBody body;

	private final @Nullable CallScope scope;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition arrived = this.lock.newCondition();

	private final Condition taken = this.lock.newCondition();

	private final ResponseBacklog backlog;

	private long patience = PATIENCE;

	private Outcome outcome = Outcome.PENDING;

	private boolean interrupted;

	private boolean clientGone;

	private volatile @Nullable BodyRequest bodyRequest;

	private @Nullable String head;

	private @Nullable String route;

	private long writtenBytes;

	private boolean aborted;

	/**
	 * Create a new exchange.
	 * @param requestLine names the request in the log
	 * @param environ the CGI variables
	 * @param body the body of the request
	 * @param scope surrounds the call of the application, if anything does
	 * @param backlog takes what the application sends
	 */
	HttpExchange(Supplier<String> requestLine, String environ, RequestBody body, @Nullable CallScope scope,
			ResponseBacklog backlog) {
		this.requestLine = requestLine;
		this.environ = environ;
		this.body = body;
		this.scope = scope;
		this.backlog = backlog;
	}

	@Override
	public void begun() {
		if (this.scope != null) {
			this.scope.open();
		}
	}

	@Override
	public String environ() {
		return (this.scope != null) ? this.environ + this.scope.environ() : this.environ;
	}

	@Override
	public RequestBody body() {
		return this.body;
	}

	@Override
	public RequestBody receive() throws IOException {
		BodyRequest request = this.bodyRequest;
		if (request == null) {
			request = new BodyRequest();
			this.bodyRequest = request;
			if (!put(null, request, false)) {
				request.discard();
			}
		}
		return request.await();
	}

	@Override
	public void routed(String route) {
		this.route = route;
	}

	@Override
	public void sendEarlyHints(String head) {
		put(null, new ResponsePart.EarlyHints(head), false);
	}

	@Override
	public boolean send(@Nullable String head, byte[] body, boolean last) {
		return put(head, new ResponsePart.Bytes(body), last);
	}

	@Override
	public boolean sendFile(String head, FileChannel file, long offset, long count, boolean last) {
		ResponsePart part = new ResponsePart.File(file, offset, count);
		boolean accepted = put(head, part, last);
		if (!accepted) {
			part.discard();
		}
		return accepted;
	}

	private boolean put(@Nullable String head, ResponsePart part, boolean last) {
		this.lock.lock();
		try {
			if (this.outcome != Outcome.PENDING || this.clientGone) {
				awaitInterruption();
				return false;
			}
			if (head != null) {
				this.head = head;
			}
			this.backlog.add(part);
			if (last) {
				this.outcome = Outcome.COMPLETE;
			}
			this.arrived.signal();
			while (this.outcome == Outcome.PENDING && this.backlog.isFull() && !this.clientGone) {
				awaitClient();
			}
			awaitInterruption();
			return (last || this.outcome == Outcome.PENDING) && !this.clientGone;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void awaitClient() {
		if (!this.backlog.canSpill()) {
			this.taken.awaitUninterruptibly();
		}
		else if (this.patience > 0) {
			try {
				this.patience = this.taken.awaitNanos(this.patience);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				this.patience = 0;
			}
		}
		else {
			this.backlog.spill();
		}
	}

	/**
	 * Wait, after the time is over, until the exception that says so is on its way. Else
	 * it would come later, in the midst of the application's cleaning up.
	 */
	private void awaitInterruption() {
		while (this.outcome == Outcome.TIMED_OUT && !this.interrupted) {
			this.taken.awaitUninterruptibly();
		}
	}

	@Override
	public void refused() {
		end(Outcome.REFUSED);
	}

	@Override
	public void timedOut() {
		end(Outcome.TIMED_OUT);
	}

	@Override
	public void interrupted() {
		this.lock.lock();
		try {
			this.interrupted = true;
			this.taken.signalAll();
		}
		finally {
			this.lock.unlock();
		}
		discardBodyRequest();
	}

	private void discardBodyRequest() {
		BodyRequest request = this.bodyRequest;
		if (request != null) {
			request.discard();
		}
	}

	@Override
	public void ended(@Nullable String report) {
		end(Outcome.FAILED);
		if (report != null) {
			logger.error(LogMessage.of(() -> this.requestLine.get() + ": " + report));
		}
		if (this.scope != null) {
			this.scope.close(status(), report);
		}
	}

	private int status() {
		String sent = this.head;
		if (sent != null) {
			return new ResponseHead(sent).status();
		}
		return (outcome() == Outcome.TIMED_OUT) ? HttpServletResponse.SC_GATEWAY_TIMEOUT
				: HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
	}

	private void end(Outcome outcome) {
		this.lock.lock();
		try {
			if (this.outcome == Outcome.PENDING) {
				this.outcome = outcome;
				this.arrived.signal();
				this.taken.signalAll();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public String toString() {
		return this.requestLine.get();
	}

	/**
	 * Wait for something to send.
	 * @return the next part, or {@code null} when there will be none any more
	 */
	@Nullable ResponsePart take() {
		this.lock.lock();
		try {
			while (this.backlog.isEmpty() && this.outcome == Outcome.PENDING) {
				this.arrived.awaitUninterruptibly();
			}
			ResponsePart part = this.backlog.poll();
			if (this.outcome != Outcome.PENDING && this.backlog.isEmpty()) {
				this.backlog.discard();
			}
			this.taken.signalAll();
			return part;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return whether all that was sent so far has been taken.
	 * @return whether nothing is queued
	 */
	boolean isDrained() {
		this.lock.lock();
		try {
			return this.backlog.isEmpty();
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean isPending() {
		return outcome() == Outcome.PENDING;
	}

	Outcome outcome() {
		this.lock.lock();
		try {
			return this.outcome;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Nullable String head() {
		return this.head;
	}

	/**
	 * Return the template of the route that the application chose.
	 * @return the template, or {@code null} if it does not tell
	 */
	@Nullable String route() {
		return this.route;
	}

	/**
	 * Note what has been written of the response.
	 * @param bytes the size
	 */
	void written(long bytes) {
		this.writtenBytes += bytes;
	}

	/**
	 * Note that the response was begun and cannot be completed.
	 */
	void aborted() {
		this.aborted = true;
	}

	long writtenBytes() {
		return this.writtenBytes;
	}

	boolean isAborted() {
		return this.aborted;
	}

	/**
	 * Tell the application, when it sends the next part, that nobody receives it.
	 */
	void clientGone() {
		this.lock.lock();
		try {
			this.clientGone = true;
			this.backlog.discard();
			this.taken.signalAll();
		}
		finally {
			this.lock.unlock();
		}
		discardBodyRequest();
	}

	/**
	 * How far the response has come.
	 */
	enum Outcome {

		/**
		 * The application may send more.
		 */
		PENDING,

		/**
		 * The application has sent all of its response.
		 */
		COMPLETE,

		/**
		 * The call is over and the response is not complete.
		 */
		FAILED,

		/**
		 * The call took too long, and the response is not complete.
		 */
		TIMED_OUT,

		/**
		 * The application was not called.
		 */
		REFUSED

	}

}
