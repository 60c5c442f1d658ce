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
import java.nio.ByteBuffer;
import java.time.Duration;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Session;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Sends messages in a WebSocket, one after the other, and closes it. What is sent waits
 * for its turn in an outbox, so that the event loop does not. While there is something to
 * send, a virtual thread does so and waits for the client: Tomcat gives up what it sends
 * without a thread when the client breaks the protocol, though it may still be sending
 * it, and the Close frame loses its head.
 *
 * @author wsgi-spring-boot contributors
 */
final class WebSocketSender {

	private static final Log logger = LogFactory.getLog(WebSocketSender.class);

	// For a client that does not take what was sent before the end
	private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

	// How long Tomcat waits for the client, in milliseconds
	private static final String SEND_TIMEOUT = "org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT";

	private static final long NO_TIMEOUT = -1;

	private static final CloseReason ABNORMAL = new CloseReason(CloseReason.CloseCodes.CLOSED_ABNORMALLY, "");

	private final Runnable onDrained;

	private final WebSocketOutbox outbox = new WebSocketOutbox();

	/**
	 * Create a new sender.
	 * @param onDrained run when there is room again after there was none
	 */
	WebSocketSender(Runnable onDrained) {
		this.onDrained = onDrained;
	}

	/**
	 * Begin to send.
	 * @param opened where to
	 */
	void open(Session opened) {
		opened.getUserProperties().put(SEND_TIMEOUT, NO_TIMEOUT);
		CloseReason asked = this.outbox.open(opened);
		sendWaiting();
		if (asked != null) {
			closeInBackground(opened, asked);
		}
	}

	/**
	 * Send text.
	 * @param text the text
	 * @return whether there is room for more. If not, there will be, or the end follows
	 */
	boolean send(String text) {
		return add(new WebSocketQueue.Message(text, WebSocketConnection.size(text)));
	}

	/**
	 * Send bytes.
	 * @param bytes the bytes
	 * @return whether there is room for more. If not, there will be, or the end follows
	 */
	boolean send(byte[] bytes) {
		return add(new WebSocketQueue.Message(ByteBuffer.wrap(bytes), bytes.length));
	}

	private boolean add(WebSocketQueue.Message message) {
		boolean goOn = this.outbox.add(message);
		sendWaiting();
		return goOn;
	}

	private void sendWaiting() {
		Session open = this.outbox.begin();
		if (open != null) {
			Thread.ofVirtual().name("wsgi-websocket-send").start(() -> sendWaiting(open));
		}
	}

	private void sendWaiting(Session open) {
		try {
			WebSocketQueue.Message next = this.outbox.next();
			while (next != null) {
				transmit(open, next);
				if (this.outbox.sent(next)) {
					this.onDrained.run();
				}
				next = this.outbox.next();
			}
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("A message could not be sent", ex);
			this.outbox.end();
			// Tomcat closes it only if it notices when it reads, too
			close(open, ABNORMAL);
		}
	}

	private static void transmit(Session open, WebSocketQueue.Message message) throws IOException {
		switch (message.content()) {
			case String text -> open.getBasicRemote().sendText(text);
			case ByteBuffer bytes -> open.getBasicRemote().sendBinary(bytes);
			default -> throw new IllegalStateException("Neither text nor bytes");
		}
	}

	/**
	 * Return whether the WebSocket is open and no message is on its way.
	 * @return whether a ping would be sent at once
	 */
	boolean isIdle() {
		return this.outbox.isIdle();
	}

	/**
	 * Send a ping, if the WebSocket is open.
	 */
	void ping() {
		Session open = this.outbox.session();
		if (open == null) {
			return;
		}
		// Waits for the client
		Thread.ofVirtual().name("wsgi-websocket-ping").start(() -> {
			try {
				open.getBasicRemote().sendPing(ByteBuffer.allocate(0));
			}
			catch (IOException | RuntimeException ex) {
				logger.debug("A ping could not be sent", ex);
			}
		});
	}

	/**
	 * Close the WebSocket after what was sent before, once.
	 * @param asked why
	 */
	void close(CloseReason asked) {
		Session open = this.outbox.close(asked);
		if (open != null) {
			closeInBackground(open, asked);
		}
	}

	private void closeInBackground(Session open, CloseReason asked) {
		// Waits for the client
		Thread.ofVirtual().name("wsgi-websocket-close").start(() -> {
			if (this.outbox.awaitEnd(CLOSE_PATIENCE)) {
				close(open, asked);
			}
		});
	}

	private void close(Session open, CloseReason asked) {
		try {
			open.getUserProperties().put(SEND_TIMEOUT, CLOSE_PATIENCE.toMillis());
			open.close(asked);
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("A WebSocket could not be closed in order", ex);
		}
	}

	/**
	 * Have the end wait no longer for what was sent before.
	 */
	void closeNow() {
		this.outbox.hurry();
	}

	/**
	 * Send nothing any more.
	 */
	void end() {
		this.outbox.end();
	}

	/**
	 * Return how much was sent.
	 * @return the size of all messages
	 */
	long sentBytes() {
		return this.outbox.sentBytes();
	}

}
