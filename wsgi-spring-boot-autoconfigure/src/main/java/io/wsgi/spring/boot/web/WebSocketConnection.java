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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;

import io.wsgi.runtime.AsyncExchange.Events;
import io.wsgi.runtime.CallEvent;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * An open WebSocket. What the application sends waits here for its turn, so that the
 * event loop does not; what it has not received makes the client wait.
 *
 * @author wsgi-spring-boot contributors
 */
final class WebSocketConnection extends Endpoint {

	private static final Log logger = LogFactory.getLog(WebSocketConnection.class);

	// Messages that the application has not received yet
	private static final int MAX_WAITING = 16;

	private static final int HIGH_MARK = 128 * 1024;

	private static final int LOW_MARK = 32 * 1024;

	private final Events events;

	private final int maxMessageSize;

	private final Observer onEnd;

	private final Semaphore room = new Semaphore(MAX_WAITING);

	private final ReentrantLock lock = new ReentrantLock();

	private final Queue<Object> outgoing = new ArrayDeque<>();

	private @Nullable Session session;

	private boolean sending;

	private boolean full;

	private boolean over;

	private @Nullable CloseReason closing;

	private long queuedBytes;

	private long sentBytes;

	private volatile long receivedBytes;

	private volatile boolean closed;

	/**
	 * Create a connection, which is not open yet.
	 * @param events takes what comes from the client
	 * @param maxMessageSize how large a message of the client may be
	 * @param onEnd told of the end
	 */
	WebSocketConnection(Events events, int maxMessageSize, Observer onEnd) {
		this.events = events;
		this.maxMessageSize = maxMessageSize;
		this.onEnd = onEnd;
	}

	@Override
	public void onOpen(Session opened, EndpointConfig config) {
		opened.addMessageHandler(String.class, new TextReceiver());
		opened.addMessageHandler(ByteBuffer.class, new BinaryReceiver());
		this.lock.lock();
		try {
			this.session = opened;
		}
		finally {
			this.lock.unlock();
		}
		sendNext();
	}

	private void received(Object message, int size) {
		this.receivedBytes += size;
		// On a virtual thread
		this.room.acquireUninterruptibly();
		if (!this.closed) {
			this.events.add(CallEvent.MESSAGE, message);
		}
	}

	private boolean refuses(long size) {
		if (size <= this.maxMessageSize) {
			return false;
		}
		close(CloseReason.CloseCodes.TOO_BIG.getCode(), "");
		return true;
	}

	/**
	 * The application has received a message.
	 */
	void taken() {
		this.room.release();
	}

	boolean send(String text) {
		return add(text, text.length());
	}

	boolean send(byte[] bytes) {
		return add(ByteBuffer.wrap(bytes), bytes.length);
	}

	private boolean add(Object message, int size) {
		boolean goOn;
		this.lock.lock();
		try {
			if (this.over || this.closing != null) {
				return true;
			}
			this.outgoing.add(message);
			this.queuedBytes += size;
			this.sentBytes += size;
			this.full |= this.queuedBytes > HIGH_MARK;
			goOn = !this.full;
		}
		finally {
			this.lock.unlock();
		}
		sendNext();
		return goOn;
	}

	/**
	 * Close the WebSocket after what was sent before.
	 * @param code the code
	 * @param reason the reason
	 */
	void close(int code, String reason) {
		this.lock.lock();
		try {
			if (this.closing != null || this.over) {
				return;
			}
			this.closing = new CloseReason(CloseReason.CloseCodes.getCloseCode(code), reason);
		}
		finally {
			this.lock.unlock();
		}
		sendNext();
	}

	private void sendNext() {
		Session open;
		Object next;
		this.lock.lock();
		try {
			open = this.session;
			if (open == null || this.sending || this.over) {
				return;
			}
			next = this.outgoing.poll();
			if (next == null) {
				next = this.closing;
			}
			if (next == null) {
				return;
			}
			this.sending = true;
			this.over = next == this.closing;
		}
		finally {
			this.lock.unlock();
		}
		transmit(open, next);
	}

	private void transmit(Session open, Object next) {
		switch (next) {
			case String text -> open.getAsyncRemote().sendText(text, (result) -> sent(result, text.length()));
			case ByteBuffer bytes -> {
				int size = bytes.remaining();
				open.getAsyncRemote().sendBinary(bytes, (result) -> sent(result, size));
			}
			// Waits for the client
			default -> Thread.ofVirtual().name("wsgi-websocket-close").start(() -> close(open, (CloseReason) next));
		}
	}

	private void sent(SendResult result, int size) {
		boolean drained;
		this.lock.lock();
		try {
			this.sending = false;
			this.queuedBytes -= size;
			drained = this.full && this.queuedBytes <= LOW_MARK;
			this.full &= !drained;
		}
		finally {
			this.lock.unlock();
		}
		if (!result.isOK()) {
			logger.debug("A message could not be sent", result.getException());
			return;
		}
		if (drained) {
			this.events.add(CallEvent.RESUME, null);
		}
		sendNext();
	}

	private void close(Session open, CloseReason reason) {
		try {
			open.close(reason);
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("A WebSocket could not be closed in order", ex);
		}
	}

	@Override
	public void onError(Session failed, Throwable ex) {
		// The end follows
		logger.debug("A WebSocket has failed", ex);
	}

	@Override
	public void onClose(Session ended, CloseReason reason) {
		long sent;
		this.lock.lock();
		try {
			this.over = true;
			this.outgoing.clear();
			sent = this.sentBytes;
		}
		finally {
			this.lock.unlock();
		}
		this.closed = true;
		this.room.release(MAX_WAITING);
		this.events.add(CallEvent.CLOSED, reason.getCloseCode().getCode() + " "
				+ ((reason.getReasonPhrase() != null) ? reason.getReasonPhrase() : ""));
		this.onEnd.ended(this.receivedBytes, sent);
	}

	/**
	 * Joins the parts of messages in text, which Tomcat does in buffers of the largest
	 * size.
	 */
	private final class TextReceiver implements MessageHandler.Partial<String> {

		private StringBuilder message = new StringBuilder(0);

		@Override
		public void onMessage(String part, boolean last) {
			if (this.message.isEmpty() && last && part.length() <= WebSocketConnection.this.maxMessageSize) {
				received(part, part.length());
				return;
			}
			if (!refuses((long) this.message.length() + part.length())) {
				this.message.append(part);
				if (last) {
					String whole = this.message.toString();
					this.message = new StringBuilder(0);
					received(whole, whole.length());
				}
			}
		}

	}

	/**
	 * Joins the parts of messages in bytes.
	 */
	private final class BinaryReceiver implements MessageHandler.Partial<ByteBuffer> {

		private ByteArrayOutputStream message = new ByteArrayOutputStream(0);

		@Override
		public void onMessage(ByteBuffer part, boolean last) {
			if (!refuses((long) this.message.size() + part.remaining())) {
				byte[] bytes = new byte[part.remaining()];
				part.get(bytes);
				if (this.message.size() == 0 && last) {
					received(bytes, bytes.length);
					return;
				}
				this.message.writeBytes(bytes);
				if (last) {
					byte[] whole = this.message.toByteArray();
					this.message = new ByteArrayOutputStream(0);
					received(whole, whole.length);
				}
			}
		}

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
