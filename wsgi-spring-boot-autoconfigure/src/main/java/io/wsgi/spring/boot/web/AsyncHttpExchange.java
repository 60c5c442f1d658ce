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

import java.nio.channels.FileChannel;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import io.wsgi.runtime.AsyncExchange;
import io.wsgi.runtime.CallEvent;
import io.wsgi.runtime.RequestBody;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogMessage;

/**
 * A request on its way through an event loop.
 *
 * @author wsgi-spring-boot contributors
 */
final class AsyncHttpExchange implements AsyncExchange, ServedExchange {

	private static final Log logger = LogFactory.getLog(AsyncHttpExchange.class);

	private final Supplier<String> requestLine;

	private final String scope;

	private final @Nullable CompositeAsyncCallScope surroundings;

	private final RequestBody body;

	private final @Nullable StreamedBody stream;

	private final boolean cancelOnDisconnect;

	private final AsyncResponse response;

	private volatile @Nullable Events events;

	private volatile @Nullable String route;

	private String scopeOfSurroundings = "";

	/**
	 * Create a new exchange.
	 * @param requestLine names the request in the log
	 * @param scope what the scope is made of
	 * @param surroundings surround the call of the application, if anything does
	 * @param body the body of the request
	 * @param stream where a body comes from that is deferred
	 * @param cancelOnDisconnect whether the call is cancelled when the client has gone
	 * @param clientPresence tells whether the client is still there
	 */
	AsyncHttpExchange(Supplier<String> requestLine, String scope, @Nullable CompositeAsyncCallScope surroundings,
			RequestBody body, @Nullable StreamedBody stream, boolean cancelOnDisconnect,
			BooleanSupplier clientPresence) {
		this.requestLine = requestLine;
		this.scope = scope;
		this.surroundings = surroundings;
		this.body = body;
		this.stream = stream;
		this.cancelOnDisconnect = cancelOnDisconnect;
		this.response = new AsyncResponse(() -> tell(CallEvent.RESUME, null), clientPresence);
	}

	private void tell(CallEvent event, @Nullable Object payload) {
		Events target = this.events;
		if (target != null) {
			target.add(event, payload);
		}
	}

	@Override
	public void attach(Events events) {
		this.events = events;
	}

	@Override
	public void begun() {
		if (this.surroundings != null) {
			this.scopeOfSurroundings = this.surroundings.begin();
		}
	}

	@Override
	public @Nullable Runnable enter() {
		return (this.surroundings != null) ? this.surroundings.enter() : null;
	}

	@Override
	public String environ() {
		return this.scope + this.scopeOfSurroundings;
	}

	@Override
	public RequestBody body() {
		return this.body;
	}

	@Override
	public void askForBody() {
		if (this.stream != null) {
			this.stream.ask(this);
		}
	}

	/**
	 * Hand a part of the body to the application.
	 * @param part the part
	 * @param last whether it is the last one
	 */
	void received(byte[] part, boolean last) {
		tell(last ? CallEvent.LAST_BODY : CallEvent.BODY, part);
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
		return this.response.put(head, new ResponsePart.File(file, offset, count), last);
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
	public void ended(@Nullable String report) {
		this.response.end(ResponseOutcome.FAILED);
		if (this.surroundings == null) {
			log(report);
			return;
		}
		Runnable exit = this.surroundings.enter();
		try {
			log(report);
		}
		finally {
			exit.run();
			this.surroundings.end(this.response.status(), report);
		}
	}

	private void log(@Nullable String report) {
		if (report != null) {
			logger.error(LogMessage.of(() -> this.requestLine.get() + ": " + report));
		}
	}

	@Override
	public AsyncResponse response() {
		return this.response;
	}

	@Override
	public @Nullable String route() {
		return this.route;
	}

	@Override
	public int failureStatus() {
		int ofBody = (this.stream != null) ? this.stream.failure() : 0;
		return (ofBody != 0) ? ofBody : HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
	}

	@Override
	public void responding() {
		if (this.surroundings != null) {
			this.surroundings.responding();
		}
	}

	@Override
	public void clientGone() {
		this.response.clientGone();
		tell(CallEvent.DISCONNECT, this.cancelOnDisconnect);
	}

	@Override
	public String toString() {
		return this.requestLine.get();
	}

}
