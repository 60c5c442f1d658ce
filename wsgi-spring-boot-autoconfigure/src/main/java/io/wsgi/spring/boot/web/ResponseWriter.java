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
import java.io.OutputStream;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogMessage;
import org.springframework.web.util.DisconnectedClientHelper;

/**
 * Writes what an application sends in answer to a request to its client, as it comes.
 *
 * @author wsgi-spring-boot contributors
 */
final class ResponseWriter {

	private static final Log logger = LogFactory.getLog(ResponseWriter.class);

	private static final String SERVER = "wsgi-spring-boot";

	private static final String RETRY_AFTER_SECONDS = "1";

	private final ServedExchange exchange;

	private final ResponseSource pipe;

	private final IncomingBody body;

	private final FileThreads threads;

	private final HttpServletRequest request;

	private final HttpServletResponse response;

	private long writtenBytes;

	private boolean aborted;

	/**
	 * Create a new writer.
	 * @param exchange has the response of the application
	 * @param body the body of the request, for when the application asks for it
	 * @param threads the threads that read files
	 * @param request the request
	 * @param response the response to the client
	 */
	ResponseWriter(ServedExchange exchange, IncomingBody body, FileThreads threads, HttpServletRequest request,
			HttpServletResponse response) {
		this.exchange = exchange;
		this.pipe = exchange.response();
		this.body = body;
		this.threads = threads;
		this.request = request;
		this.response = response;
	}

	/**
	 * Write the response, or another one if the application has none.
	 * @throws IOException if the client has gone
	 */
	void write() throws IOException {
		ResponsePart part = null;
		try {
			part = this.pipe.take();
			while (part instanceof ResponsePart.EarlyHints || part instanceof DeferredBodyReceipt) {
				answer(part);
				part = this.pipe.take();
			}
			this.exchange.responding();
			write(part);
		}
		catch (IOException | RuntimeException | Error ex) {
			if (part != null) {
				this.threads.run(part::discard);
			}
			this.aborted = true;
			this.exchange.responding();
			this.exchange.clientGone();
			if (!cut(ex)) {
				throw ex;
			}
		}
	}

	/**
	 * Cut a response that cannot be completed, unless its client has gone. An exception
	 * would not do: Tomcat adds its error page to what has been sent, where it could pass
	 * for the rest.
	 * @param reason why it cannot be completed
	 * @return whether it was cut. If it was not begun, there can be another one
	 */
	private boolean cut(Throwable reason) {
		if (!this.response.isCommitted()) {
			if (!(reason instanceof IOException)) {
				// Of the headers of the application
				this.response.reset();
			}
			return false;
		}
		if (isClientGone(reason)) {
			return false;
		}
		logger.error(LogMessage.format("The response to %s could not be completed", this.exchange), reason);
		ResponseAbort.request(this.request);
		return true;
	}

	private boolean isClientGone(Throwable reason) {
		return reason instanceof IOException && (DisconnectedClientHelper.isClientDisconnectedException(reason)
				|| reason.getClass().getSimpleName().equals("CloseNowException"));
	}

	private void answer(ResponsePart part) {
		if (part instanceof ResponsePart.EarlyHints hints) {
			EarlyHintsSender.send(new ResponseHead(hints.head()), this.response);
		}
		else if (part instanceof DeferredBodyReceipt bodyReceipt) {
			bodyReceipt.answer(this.body, this.pipe::isPending);
		}
	}

	private void write(@Nullable ResponsePart part) throws IOException {
		String head = this.pipe.head();
		if (part == null || head == null) {
			answerInstead();
			return;
		}
		boolean whole = this.pipe.outcome() == ResponseOutcome.COMPLETE && this.pipe.isDrained();
		long length = (whole && !this.request.getMethod().equals("HEAD")) ? part.size() : -1;
		new ResponseHead(head).applyTo(this.response, length, SERVER);
		OutputStream output = this.response.getOutputStream();
		write(part, output);
		if (!whole) {
			stream(output);
		}
		if (this.pipe.outcome() == ResponseOutcome.COMPLETE) {
			finish();
		}
		else if (this.response.isCommitted()) {
			this.aborted = true;
			ResponseAbort.request(this.request);
		}
		else {
			// A filter holds it back
			this.response.reset();
			answerInstead();
		}
	}

	private void stream(OutputStream output) throws IOException {
		if (this.pipe.isDrained()) {
			output.flush();
		}
		for (ResponsePart part = this.pipe.take(); part != null; part = this.pipe.take()) {
			if (part instanceof DeferredBodyReceipt bodyReceipt) {
				// The client may wait for what it gets before it sends
				output.flush();
				bodyReceipt.answer(this.body, this.pipe::isPending);
			}
			else {
				write(part, output);
				if (this.pipe.isDrained() && this.pipe.outcome() != ResponseOutcome.COMPLETE) {
					output.flush();
				}
			}
		}
	}

	private void write(ResponsePart part, OutputStream output) throws IOException {
		part.writeTo(output, this.threads);
		this.writtenBytes += part.size();
	}

	private void finish() throws IOException {
		if (this.request.getMethod().equals("OPTIONS")) {
			// FrameworkServlet adds an Allow header to what is not committed yet
			this.response.flushBuffer();
		}
	}

	private void answerInstead() throws IOException {
		switch (this.pipe.outcome()) {
			case REFUSED -> refuse(this.response);
			case TIMED_OUT -> this.response.sendError(HttpServletResponse.SC_GATEWAY_TIMEOUT);
			default -> this.response.sendError(this.exchange.failureStatus());
		}
	}

	/**
	 * Return how much of the body was written.
	 * @return the size in bytes
	 */
	long writtenBytes() {
		return this.writtenBytes;
	}

	/**
	 * Return whether the response was begun and could not be completed.
	 * @return whether it was cut
	 */
	boolean isAborted() {
		return this.aborted;
	}

	/**
	 * Tell the client to come again.
	 * @param response the response
	 * @throws IOException if the client has gone
	 */
	static void refuse(HttpServletResponse response) throws IOException {
		response.setHeader("Retry-After", RETRY_AFTER_SECONDS);
		response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
	}

}
