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
import java.util.function.Supplier;

import io.wsgi.runtime.Exchange;
import io.wsgi.runtime.RequestBody;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogMessage;

/**
 * A request on its way through a worker: what the application is given, and what it
 * sends.
 *
 * @author wsgi-spring-boot contributors
 */
final class HttpExchange implements Exchange, ServedExchange {

	private static final Log logger = LogFactory.getLog(HttpExchange.class);

	private final Supplier<String> requestLine;

	private final String environ;

	private final RequestBody body;

	private final @Nullable CallScope scope;

	private final ResponsePipe response;

	private volatile @Nullable DeferredBodyReceipt bodyReceipt;

	private @Nullable String route;

	/**
	 * Create a new exchange.
	 * @param requestLine names the request in the log
	 * @param environ the CGI variables
	 * @param body the body of the request
	 * @param scope surrounds the call of the application, if anything does
	 * @param settings how much of the response may wait for a slow client
	 * @param threads the threads that handle files
	 */
	HttpExchange(Supplier<String> requestLine, String environ, RequestBody body, @Nullable CallScope scope,
			ResponseBufferSettings settings, FileThreads threads) {
		this.requestLine = requestLine;
		this.environ = environ;
		this.body = body;
		this.scope = scope;
		this.response = new ResponsePipe(settings, threads);
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
		DeferredBodyReceipt receipt = this.bodyReceipt;
		if (receipt == null) {
			receipt = new DeferredBodyReceipt();
			this.bodyReceipt = receipt;
			if (!this.response.put(null, receipt, false)) {
				receipt.discard();
			}
		}
		return receipt.await();
	}

	@Override
	public void routed(String route) {
		this.route = route;
	}

	@Override
	public void sendEarlyHints(String head) {
		this.response.put(null, new ResponsePart.EarlyHints(head), false);
	}

	@Override
	public boolean send(@Nullable String head, byte[] body, boolean last) {
		if (head != null) {
			responding();
		}
		return this.response.put(head, new ResponsePart.Bytes(body), last);
	}

	@Override
	public boolean sendFile(String head, FileChannel file, long offset, long count, boolean last) {
		responding();
		ResponsePart part = new ResponsePart.File(file, offset, count);
		boolean accepted = this.response.put(head, part, last);
		if (!accepted) {
			part.discard();
		}
		return accepted;
	}

	@Override
	public void refused() {
		this.response.end(ResponseOutcome.REFUSED);
	}

	@Override
	public void timedOut() {
		this.response.end(ResponseOutcome.TIMED_OUT);
	}

	@Override
	public void interrupted() {
		this.response.interrupted();
		discardBodyReceipt();
		if (this.scope != null) {
			this.scope.interrupted();
		}
	}

	private void discardBodyReceipt() {
		DeferredBodyReceipt receipt = this.bodyReceipt;
		if (receipt != null) {
			receipt.discard();
		}
	}

	@Override
	public void ended(@Nullable String report) {
		this.response.end(ResponseOutcome.FAILED);
		if (report != null) {
			logger.error(LogMessage.of(() -> this.requestLine.get() + ": " + report));
		}
		if (this.scope != null) {
			this.scope.close(status(), report);
		}
	}

	private int status() {
		String sent = this.response.head();
		if (sent != null) {
			return new ResponseHead(sent).status();
		}
		return (this.response.outcome() == ResponseOutcome.TIMED_OUT) ? HttpServletResponse.SC_GATEWAY_TIMEOUT
				: HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
	}

	@Override
	public String toString() {
		return this.requestLine.get();
	}

	@Override
	public ResponsePipe response() {
		return this.response;
	}

	@Override
	public @Nullable String route() {
		return this.route;
	}

	@Override
	public void responding() {
		if (this.scope != null) {
			this.scope.responding();
		}
	}

	@Override
	public void clientGone() {
		this.response.clientGone();
		discardBodyReceipt();
	}

}
