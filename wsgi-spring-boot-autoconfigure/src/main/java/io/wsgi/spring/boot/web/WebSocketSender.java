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
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import jakarta.websocket.CloseReason;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages in a WebSocket, one after the other, and closes it. What is sent waits
 * here for its turn, so that the event loop does not.
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

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private volatile boolean over;

	private volatile boolean broken;

	// What follows is guarded by the lock
	private final WebSocketQueue waiting = new WebSocketQueue();

	private @Nullable Session session;

	private @Nullable CloseReason reason;

	private boolean sending;

	private boolean onItsWay;

	private boolean impatient;

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
		CloseReason asked;
		this.lock.lock();
		try {
			this.session = opened;
			asked = this.reason;
		}
		finally {
			this.lock.unlock();
		}
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
		boolean goOn;
		this.lock.lock();
		try {
			if (this.over || this.reason != null) {
				// The end follows, and an application that goes on would keep it away
				return false;
			}
			goOn = this.waiting.add(message);
		}
		finally {
			this.lock.unlock();
		}
		sendWaiting();
		// An end that has come meanwhile may be the client's answer to this very message
		return goOn && !this.broken;
	}

	/**
	 * Send what waits. A message may have been sent when the method that sends it
	 * returns, so this is a loop, and only one thread is in it.
	 */
	private void sendWaiting() {
		boolean first = true;
		for (WebSocketQueue.Message next = next(first); next != null; next = next(first)) {
			first = false;
			transmit(next);
		}
	}

	private WebSocketQueue.@Nullable Message next(boolean first) {
		this.lock.lock();
		try {
			if (first && this.sending) {
				return null;
			}
			boolean ready = this.session != null && !this.onItsWay && !this.over;
			WebSocketQueue.Message next = ready ? this.waiting.poll() : null;
			this.sending = next != null;
			this.onItsWay |= this.sending;
			return next;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void transmit(WebSocketQueue.Message message) {
		Session open = Objects.requireNonNull(this.session, "The WebSocket is not open");
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
		boolean drained;
		this.lock.lock();
		try {
			this.onItsWay = false;
			drained = this.waiting.remove(message);
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
		if (drained) {
			this.onDrained.run();
		}
		sendWaiting();
	}

	private void failed(Session open, Throwable cause) {
		logger.debug("A message could not be sent", cause);
		end();
		// Tomcat closes it only if it notices when it reads, too
		Thread.ofVirtual().name("wsgi-websocket-close").start(() -> close(open, ABNORMAL));
	}

	/**
	 * Return whether the WebSocket is open and no message is on its way.
	 * @return whether a ping would be sent at once
	 */
	boolean isIdle() {
		this.lock.lock();
		try {
			return this.session != null && !this.onItsWay && !this.over && this.reason == null;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Send a ping.
	 */
	void ping() {
		Session open = Objects.requireNonNull(this.session, "The WebSocket is not open");
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
		Session open;
		this.lock.lock();
		try {
			if (this.reason != null || this.over) {
				return;
			}
			this.reason = asked;
			open = this.session;
		}
		finally {
			this.lock.unlock();
		}
		if (open != null) {
			closeInBackground(open, asked);
		}
	}

	private void closeInBackground(Session open, CloseReason asked) {
		// Waits for the client
		Thread.ofVirtual().name("wsgi-websocket-close").start(() -> {
			if (awaitSent()) {
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

	private boolean awaitSent() {
		this.lock.lock();
		try {
			long left = CLOSE_PATIENCE.toNanos();
			while (left > 0 && !this.impatient && !this.over && (this.onItsWay || !this.waiting.isEmpty())) {
				left = this.changed.awaitNanos(left);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.lock.unlock();
		}
		return !end();
	}

	/**
	 * Have the end wait no longer for what was sent before.
	 */
	void closeNow() {
		this.lock.lock();
		try {
			this.impatient = true;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Send nothing any more.
	 * @return whether nothing was sent any more before
	 */
	boolean end() {
		this.lock.lock();
		try {
			boolean before = this.over;
			this.over = true;
			this.waiting.clear();
			this.changed.signalAll();
			return before;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return how much was sent.
	 * @return the size of all messages
	 */
	long sentBytes() {
		this.lock.lock();
		try {
			return this.waiting.sentBytes();
		}
		finally {
			this.lock.unlock();
		}
	}

}
