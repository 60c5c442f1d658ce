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
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;

/**
 * Joins what comes from the client of a WebSocket to messages. When the application does
 * not receive them, the client waits.
 *
 * @author wsgi-spring-boot contributors
 */
final class WebSocketReceiver {

	// Messages that the application has not received yet
	private static final int MAX_WAITING = 16;

	private final int maxMessageSize;

	private final Consumer<Object> messages;

	private final Runnable onTooLarge;

	private final Runnable onHeard;

	private final Semaphore room = new Semaphore(MAX_WAITING);

	private volatile boolean ended;

	private volatile long receivedBytes;

	/**
	 * Create a new receiver.
	 * @param maxMessageSize how many bytes a message may have
	 * @param messages takes the messages, text or bytes
	 * @param onTooLarge run when a message is too large; nothing is received after it
	 * @param onHeard run whenever something comes
	 */
	WebSocketReceiver(int maxMessageSize, Consumer<Object> messages, Runnable onTooLarge, Runnable onHeard) {
		this.maxMessageSize = maxMessageSize;
		this.messages = messages;
		this.onTooLarge = onTooLarge;
		this.onHeard = onHeard;
	}

	/**
	 * Receive what comes in a session.
	 * @param session the session
	 */
	void listenTo(Session session) {
		session.addMessageHandler(String.class, new TextReceiver());
		session.addMessageHandler(ByteBuffer.class, new BinaryReceiver());
		session.addMessageHandler(PongMessage.class, (pong) -> this.onHeard.run());
	}

	/**
	 * A message that was handed over was received.
	 */
	void taken() {
		this.room.release();
	}

	/**
	 * Return whether the client waits for the application, so that nothing more of it is
	 * read.
	 * @return whether it waits
	 */
	boolean isHeldUp() {
		return this.room.hasQueuedThreads();
	}

	/**
	 * Leave out whatever comes from now on.
	 * @return the size of all messages so far
	 */
	long end() {
		this.ended = true;
		this.room.release();
		return this.receivedBytes;
	}

	private boolean accepts(long size) {
		this.onHeard.run();
		if (!this.ended && size > this.maxMessageSize) {
			// What is left of the message must not pass for one
			end();
			this.onTooLarge.run();
		}
		return !this.ended;
	}

	private void received(Object message, int size) {
		// On a virtual thread
		this.room.acquireUninterruptibly();
		if (this.ended) {
			this.room.release();
			return;
		}
		this.receivedBytes += size;
		this.messages.accept(message);
	}

	/**
	 * Joins the parts of messages in text, which Tomcat does in buffers of the largest
	 * size.
	 */
	private final class TextReceiver implements MessageHandler.Partial<String> {

		private StringBuilder message = new StringBuilder(0);

		private long size;

		@Override
		public void onMessage(String part, boolean last) {
			this.size += WebSocketConnection.size(part);
			if (!accepts(this.size)) {
				this.message = new StringBuilder(0);
				return;
			}
			if (!last) {
				this.message.append(part);
				return;
			}
			String whole = this.message.isEmpty() ? part : this.message.append(part).toString();
			int wholeSize = (int) this.size;
			this.message = new StringBuilder(0);
			this.size = 0;
			received(whole, wholeSize);
		}

	}

	/**
	 * Joins the parts of messages in bytes.
	 */
	private final class BinaryReceiver implements MessageHandler.Partial<ByteBuffer> {

		private ByteArrayOutputStream message = new ByteArrayOutputStream(0);

		@Override
		public void onMessage(ByteBuffer part, boolean last) {
			if (!accepts((long) this.message.size() + part.remaining())) {
				this.message = new ByteArrayOutputStream(0);
				return;
			}
			byte[] bytes = new byte[part.remaining()];
			part.get(bytes);
			if (!last) {
				this.message.writeBytes(bytes);
				return;
			}
			if (this.message.size() > 0) {
				this.message.writeBytes(bytes);
				bytes = this.message.toByteArray();
				this.message = new ByteArrayOutputStream(0);
			}
			received(bytes, bytes.length);
		}

	}

}
