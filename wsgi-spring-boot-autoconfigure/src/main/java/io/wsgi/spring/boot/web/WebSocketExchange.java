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
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogMessage;

/**
 * A WebSocket on its way through an event loop: first its handshake, and then messages.
 *
 * @author wsgi-spring-boot contributors
 */
final class WebSocketExchange implements AsyncExchange, ServedExchange {

	private static final Log logger = LogFactory.getLog(WebSocketExchange.class);

	private static final String ACCEPTED = "101";

	private static final int GOING_AWAY = 1001;

	private static final int SERVICE_RESTART = 1012;

	private static final int UNEXPECTED = 1011;

	private final Supplier<String> requestLine;

	private final String scope;

	private final @Nullable CompositeAsyncCallScope surroundings;

	private final boolean cancelOnDisconnect;

	private final WebSocketDecision decision;

	private final WebSocketConnection connection;

	private volatile @Nullable Events events;

	private volatile @Nullable String route;

	private String scopeOfSurroundings = "";

	/**
	 * Create a new exchange.
	 * @param requestLine names the request in the log
	 * @param scope what the scope is made of
	 * @param surroundings surround the call of the application, if anything does
	 * @param settings the limits of WebSockets
	 * @param cancelOnDisconnect whether the call is cancelled when the client has gone
	 * before the decision
	 * @param clientPresence tells whether the client is still there, asked from time to
	 * time before the decision
	 * @param onEnd told how many bytes were received and sent when the WebSocket is
	 * closed
	 */
	WebSocketExchange(Supplier<String> requestLine, String scope, @Nullable CompositeAsyncCallScope surroundings,
			WebSocketSettings settings, boolean cancelOnDisconnect, BooleanSupplier clientPresence, Observer onEnd) {
		this.requestLine = requestLine;
		this.scope = scope;
		this.surroundings = surroundings;
		this.cancelOnDisconnect = cancelOnDisconnect;
		this.decision = new WebSocketDecision(() -> tell(CallEvent.RESUME, null), clientPresence);
		this.connection = new WebSocketConnection(this::tell, settings.maxMessageSize(),
				new WebSocketPings(settings.pingInterval(), settings.pingTimeout()),
				(received, sent) -> onEnd.closed(this, received, sent));
	}

	private void tell(CallEvent event, @Nullable Object payload) {
		Events target = this.events;
		if (target != null) {
			target.add(event, payload);
		}
	}

	/**
	 * Wait for the decision of the application.
	 * @return the lines of the response that accepts the WebSocket, or {@code null} if
	 * there is another response
	 * @throws AsyncResponse.ClientGoneException if the client has gone meanwhile
	 */
	@Nullable String awaitDecision() throws AsyncResponse.ClientGoneException {
		try {
			return this.decision.await();
		}
		catch (AsyncResponse.ClientGoneException ex) {
			clientGone();
			throw ex;
		}
	}

	WebSocketConnection connection() {
		return this.connection;
	}

	@Override
	public void attach(Events events) {
		this.events = events;
	}

	@Override
	public boolean isLimited() {
		return !this.decision.isAcceptance();
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
		return RequestBody.EMPTY;
	}

	@Override
	public void askForBody() {
		this.connection.taken();
	}

	@Override
	public void draining() {
		this.connection.close(SERVICE_RESTART, "");
	}

	/**
	 * Look whether the client is still there.
	 * @param now the time, as of {@link System#nanoTime()}
	 */
	void watch(long now) {
		this.connection.watch(now);
	}

	/**
	 * Close the WebSocket, because the server stops.
	 */
	void goAway() {
		this.connection.close(GOING_AWAY, "");
	}

	@Override
	public void routed(String route) {
		this.route = route;
	}

	/**
	 * Accept the WebSocket.
	 */
	@Override
	public void sendEarlyHints(String head) {
		if (!head.startsWith(ACCEPTED)) {
			return;
		}
		responding();
		if (!this.decision.accept(head)) {
			// It took too long, or the client has gone: there will be no connection
			tell(CallEvent.DISCONNECT, this.cancelOnDisconnect);
		}
	}

	@Override
	public boolean send(@Nullable String head, byte[] body, boolean last) {
		if (isLimited()) {
			responding();
			return this.decision.deny(head, body, last);
		}
		if (last && head != null) {
			int space = head.indexOf(' ');
			this.connection.close(Integer.parseInt(head, 0, space, 10), head.substring(space + 1));
			return true;
		}
		return (head != null) ? this.connection.send(head) : this.connection.send(body);
	}

	@Override
	public boolean sendFile(String head, FileChannel file, long offset, long count, boolean last) {
		throw new UnsupportedOperationException("A WebSocket sends no file");
	}

	@Override
	public void refused() {
		this.decision.end(ResponseOutcome.REFUSED);
	}

	@Override
	public void timedOut() {
		if (isLimited()) {
			this.decision.end(ResponseOutcome.TIMED_OUT);
		}
	}

	@Override
	public void ended(@Nullable String report) {
		this.decision.end(ResponseOutcome.FAILED);
		if (this.decision.isAcceptance()) {
			this.connection.end(UNEXPECTED);
		}
		Runnable exit = enter();
		try {
			if (report != null) {
				logger.error(LogMessage.of(() -> this.requestLine.get() + ": " + report));
			}
		}
		finally {
			if (exit != null) {
				exit.run();
			}
			if (this.surroundings != null) {
				this.surroundings.end(this.decision.status(), report);
			}
		}
	}

	@Override
	public ResponseSource response() {
		return this.decision.denial();
	}

	@Override
	public @Nullable String route() {
		return this.route;
	}

	@Override
	public void responding() {
		if (this.surroundings != null) {
			this.surroundings.responding();
		}
	}

	@Override
	public void clientGone() {
		this.decision.clientGone();
		tell(CallEvent.DISCONNECT, this.cancelOnDisconnect);
	}

	@Override
	public String toString() {
		return this.requestLine.get();
	}

	/**
	 * Is told of the end of an open WebSocket.
	 */
	@FunctionalInterface
	interface Observer {

		/**
		 * The WebSocket is closed.
		 * @param exchange the WebSocket
		 * @param receivedBytes the size of all messages of the client
		 * @param sentBytes the size of all messages of the application
		 */
		void closed(WebSocketExchange exchange, long receivedBytes, long sentBytes);

	}

}
