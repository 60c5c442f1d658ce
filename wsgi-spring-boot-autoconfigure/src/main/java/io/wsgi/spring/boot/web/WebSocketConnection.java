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

import io.wsgi.runtime.AsyncExchange.Events;
import io.wsgi.runtime.CallEvent;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * An open WebSocket: what comes from the client goes to the application, and the other
 * way round.
 *
 * @author wsgi-spring-boot contributors
 */
final class WebSocketConnection extends Endpoint {

	private static final Log logger = LogFactory.getLog(WebSocketConnection.class);

	private final Events events;

	private final Observer onEnd;

	private final WebSocketPings pings;

	private final WebSocketReceiver receiver;

	private final WebSocketSender sender;

	/**
	 * Create a connection, which is not open yet.
	 * @param events takes what comes from the client
	 * @param maxMessageSize how large a message of the client may be
	 * @param pings decides when the client is asked whether it is still there
	 * @param onEnd told of the end
	 */
	WebSocketConnection(Events events, int maxMessageSize, WebSocketPings pings, Observer onEnd) {
		this.events = events;
		this.pings = pings;
		this.onEnd = onEnd;
		this.receiver = new WebSocketReceiver(maxMessageSize, (message) -> events.add(CallEvent.MESSAGE, message),
				() -> close(CloseReason.CloseCodes.TOO_BIG.getCode(), ""), pings::heard);
		this.sender = new WebSocketSender(() -> events.add(CallEvent.RESUME, null));
	}

	@Override
	public void onOpen(Session opened, EndpointConfig config) {
		this.receiver.listenTo(opened);
		this.sender.open(opened);
	}

	/**
	 * The application has received a message.
	 */
	void taken() {
		this.receiver.taken();
	}

	/**
	 * Send a message after those before it.
	 * @param text the message
	 * @return whether the application should go on at once
	 */
	boolean send(String text) {
		return this.sender.send(text);
	}

	/**
	 * Send a message after those before it.
	 * @param bytes the message
	 * @return whether the application should go on at once
	 */
	boolean send(byte[] bytes) {
		return this.sender.send(bytes);
	}

	/**
	 * Close the WebSocket after what was sent before.
	 * @param code the code
	 * @param reason the reason
	 */
	void close(int code, String reason) {
		this.sender.close(new CloseReason(CloseReason.CloseCodes.getCloseCode(code), reason));
	}

	/**
	 * Close the WebSocket, because the application neither receives nor sends any more.
	 * @param code the code, unless it was closed before
	 */
	void end(int code) {
		// Else the answer of the client could not be read behind its messages
		this.receiver.end();
		close(code, "");
	}

	/**
	 * Ask the client whether it is still there, if it is time for that, or end because it
	 * has not answered. Called on one thread only.
	 * @param now the time, as of {@link System#nanoTime()}
	 */
	void watch(long now) {
		switch (this.pings.next(now, this.receiver.isHeldUp() || !this.sender.isIdle())) {
			case PING -> this.sender.ping();
			case CLOSE -> {
				this.receiver.end();
				close(CloseReason.CloseCodes.UNEXPECTED_CONDITION.getCode(), "no answer to a ping");
			}
			case WAIT -> {
			}
		}
	}

	/**
	 * Have a WebSocket that is about to be closed not wait for its client any more.
	 */
	void closeNow() {
		this.sender.closeNow();
	}

	@Override
	public void onError(Session failed, Throwable ex) {
		// The end follows
		logger.debug("A WebSocket has failed", ex);
	}

	@Override
	public void onClose(Session ended, CloseReason reason) {
		long received = this.receiver.end();
		this.sender.end();
		this.events.add(CallEvent.CLOSED, reason.getCloseCode().getCode() + " "
				+ ((reason.getReasonPhrase() != null) ? reason.getReasonPhrase() : ""));
		this.onEnd.ended(received, this.sender.sentBytes());
	}

	/**
	 * Return the size of text in UTF-8.
	 * @param text the text
	 * @return the size in bytes
	 */
	static int size(String text) {
		int size = text.length();
		for (int i = 0; i < text.length(); i++) {
			char character = text.charAt(i);
			if (character >= 0x80) {
				// A surrogate is half of four bytes
				size += (character < 0x800 || Character.isSurrogate(character)) ? 1 : 2;
			}
		}
		return size;
	}

	/**
	 * Is told of the end.
	 */
	@FunctionalInterface
	interface Observer {

		/**
		 * The WebSocket is closed.
		 * @param receivedBytes the size of all messages of the client
		 * @param sentBytes the size of all messages of the application
		 */
		void ended(long receivedBytes, long sentBytes);

	}

}
