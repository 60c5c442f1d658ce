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
import java.util.Objects;

import jakarta.websocket.CloseReason;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Sends messages in a WebSocket, one after the other, and closes it. What is sent waits
 * for its turn in an outbox, so that the event loop does not.
 *
 * @author wsgi-spring-boot contributors
 */
final class WebSocketSender {

	private static final Log logger = LogFactory.getLog(WebSocketSender.class);

	// For a client that does not take what was sent before the end
	private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

	// How long Tomcat waits to send the end, behind a message on its way
	private static final String CLOSE_TIMEOUT = "org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT";

	private static final CloseReason ABNORMAL = new CloseReason(CloseReason.CloseCodes.CLOSED_ABNORMALLY, "");

	private final Runnable onDrained;

	private final WebSocketOutbox outbox = new WebSocketOutbox();

	private volatile boolean broken;

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
		opened.getUserProperties().put(CLOSE_TIMEOUT, CLOSE_PATIENCE.toMillis());
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
		// An end that has come meanwhile may be the client's answer to this very message
		return goOn && !this.broken;
	}

	/**
	 * Send what waits. A message may have been sent when the method that sends it
	 * returns, so this is a loop, and only one thread is in it.
	 */
	private void sendWaiting() {
		WebSocketOutbox.Outgoing next = this.outbox.next(true);
		while (next != null) {
			transmit(next.session(), next.message());
			next = this.outbox.next(false);
		}
	}

	private void transmit(Session open, WebSocketQueue.Message message) {
		SendHandler onSent = (result) -> sent(open, result, message);
		try {
			switch (message.content()) {
				case String text -> open.getAsyncRemote().sendText(text, onSent);
				case ByteBuffer bytes -> open.getAsyncRemote().sendBinary(bytes, onSent);
				default -> throw new IllegalStateException("Neither text nor bytes");
			}
		}
		catch (RuntimeException ex) {
			// It was closed meanwhile
			this.broken = true;
			failed(open, ex);
		}
	}

	private void sent(Session open, SendResult result, WebSocketQueue.Message message) {
		if (!result.isOK()) {
			failed(open, result.getException());
			return;
		}
		if (this.outbox.sent(message)) {
			this.onDrained.run();
		}
		sendWaiting();
	}

	private void failed(Session open, Throwable cause) {
		logger.debug("A message could not be sent", cause);
		this.outbox.end();
		// Tomcat closes it only if it notices when it reads, too
		Thread.ofVirtual().name("wsgi-websocket-close").start(() -> close(open, ABNORMAL));
	}

	/**
	 * Return whether the WebSocket is open and no message is on its way.
	 * @return whether a ping would be sent at once
	 */
	boolean isIdle() {
		return this.outbox.isIdle();
	}

	/**
	 * Send a ping.
	 */
	void ping() {
		Session open = Objects.requireNonNull(this.outbox.session(), "The WebSocket is not open");
		// Waits for the client
		Thread.ofVirtual().name("wsgi-websocket-ping").start(() -> {
			try {
				open.getAsyncRemote().sendPing(ByteBuffer.allocate(0));
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
