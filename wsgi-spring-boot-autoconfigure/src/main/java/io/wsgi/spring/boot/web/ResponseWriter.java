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

import io.wsgi.spring.boot.web.HttpExchange.Outcome;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * Writes what an application sends to its client, as it comes.
 *
 * @author wsgi-spring-boot contributors
 */
final class ResponseWriter {

	private static final String SERVER = "wsgi-spring-boot";

	private static final String RETRY_AFTER_SECONDS = "1";

	void write(HttpExchange exchange, IncomingBody body, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		ResponsePart part = null;
		try {
			part = exchange.take();
			while (part instanceof ResponsePart.EarlyHints || part instanceof BodyRequest) {
				answer(part, exchange, body, response);
				part = exchange.take();
			}
			write(part, exchange, body, request, response);
		}
		catch (IOException | RuntimeException | Error ex) {
			if (part != null) {
				part.discard();
			}
			exchange.aborted();
			exchange.clientGone();
			throw ex;
		}
	}

	private void answer(ResponsePart part, HttpExchange exchange, IncomingBody body, HttpServletResponse response) {
		if (part instanceof ResponsePart.EarlyHints hints) {
			EarlyHintsSender.send(new ResponseHead(hints.head()), response);
		}
		else if (part instanceof BodyRequest bodyRequest) {
			bodyRequest.answer(body, exchange::isPending);
		}
	}

	private void write(@Nullable ResponsePart part, HttpExchange exchange, IncomingBody body,
			HttpServletRequest request, HttpServletResponse response) throws IOException {
		String head = exchange.head();
		if (part == null || head == null) {
			answerInstead(exchange.outcome(), response);
			return;
		}
		boolean whole = exchange.outcome() == Outcome.COMPLETE && exchange.isDrained();
		long length = (whole && !request.getMethod().equals("HEAD")) ? part.size() : -1;
		new ResponseHead(head).applyTo(response, length, SERVER);
		OutputStream output = response.getOutputStream();
		write(part, exchange, output);
		if (!whole) {
			stream(exchange, body, output);
		}
		if (exchange.outcome() == Outcome.COMPLETE) {
			finish(request, response);
		}
		else if (response.isCommitted()) {
			exchange.aborted();
			ResponseAbort.request(request);
		}
		else {
			// A filter holds it back
			response.reset();
			answerInstead(exchange.outcome(), response);
		}
	}

	private void stream(HttpExchange exchange, IncomingBody body, OutputStream output) throws IOException {
		if (exchange.isDrained()) {
			output.flush();
		}
		for (ResponsePart part = exchange.take(); part != null; part = exchange.take()) {
			if (part instanceof BodyRequest bodyRequest) {
				// The client may wait for what it gets before it sends
				output.flush();
				bodyRequest.answer(body, exchange::isPending);
			}
			else {
				write(part, exchange, output);
				if (exchange.isDrained() && exchange.outcome() != Outcome.COMPLETE) {
					output.flush();
				}
			}
		}
	}

	private void write(ResponsePart part, HttpExchange exchange, OutputStream output) throws IOException {
		part.writeTo(output);
		exchange.written(part.size());
	}

	private void finish(HttpServletRequest request, HttpServletResponse response) throws IOException {
		if (request.getMethod().equals("OPTIONS")) {
			// FrameworkServlet adds an Allow header to what is not committed yet
			response.flushBuffer();
		}
	}

	private void answerInstead(Outcome outcome, HttpServletResponse response) throws IOException {
		switch (outcome) {
			case REFUSED -> refuse(response);
			case TIMED_OUT -> response.sendError(HttpServletResponse.SC_GATEWAY_TIMEOUT);
			default -> response.sendError(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
		}
	}

	/**
	 * Tell the client to come again.
	 * @param response the response
	 * @throws IOException if the client has gone
	 */
	void refuse(HttpServletResponse response) throws IOException {
		response.setHeader("Retry-After", RETRY_AFTER_SECONDS);
		response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
	}

}
