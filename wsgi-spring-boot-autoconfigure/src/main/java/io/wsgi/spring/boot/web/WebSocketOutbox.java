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

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Session;
import org.jspecify.annotations.Nullable;

/**
 * What is left to be sent in a WebSocket: messages, one of which may be on its way, and
 * the end behind them. Several threads put something in and take it out.
 *
 * @author wsgi-spring-boot contributors
 */
final class WebSocketOutbox {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final WebSocketQueue waiting = new WebSocketQueue();

	private @Nullable Session session;

	private @Nullable CloseReason reason;

	private boolean sending;

	private boolean impatient;

	private boolean over;

	/**
	 * Messages can be sent from now on.
	 * @param opened where to
	 * @return why the WebSocket is to be closed after those that wait, if it is
	 */
	@Nullable CloseReason open(Session opened) {
		this.lock.lock();
		try {
			this.session = opened;
			return this.reason;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Add a message, unless there is an end.
	 * @param message the message
	 * @return whether there is room for more
	 */
	boolean add(WebSocketQueue.Message message) {
		this.lock.lock();
		try {
			// The end follows, and an application that goes on would keep it away
			return !this.over && this.reason == null && this.waiting.add(message);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Begin to send, which only one thread does at a time. It goes on until there is no
	 * {@link #next() next} message.
	 * @return where to send the messages, or {@code null} if there is nothing to do for
	 * another thread
	 */
	@Nullable Session begin() {
		this.lock.lock();
		try {
			if (this.session == null || this.sending || this.waiting.isEmpty()) {
				return null;
			}
			this.sending = true;
			return this.session;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Take the next message.
	 * @return the message, or {@code null} when there is none, and another thread may
	 * begin
	 */
	WebSocketQueue.@Nullable Message next() {
		this.lock.lock();
		try {
			WebSocketQueue.Message next = this.waiting.poll();
			if (next == null) {
				this.sending = false;
				this.changed.signalAll();
			}
			return next;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * The client has taken a message.
	 * @param message the message
	 * @return whether there is room again after there was none
	 */
	boolean sent(WebSocketQueue.Message message) {
		this.lock.lock();
		try {
			return this.waiting.remove(message);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return whether the WebSocket is open, and nothing is on its way.
	 * @return whether a ping would be sent at once
	 */
	boolean isIdle() {
		this.lock.lock();
		try {
			return this.session != null && !this.sending && !this.over && this.reason == null;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return where messages are sent to.
	 * @return the session, or {@code null} if it is not open yet
	 */
	@Nullable Session session() {
		this.lock.lock();
		try {
			return this.session;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Put the end behind the messages, unless there is one.
	 * @param asked why
	 * @return what to close, or {@code null} if somebody else does, or there is nothing
	 * yet
	 */
	@Nullable Session close(CloseReason asked) {
		this.lock.lock();
		try {
			if (this.reason != null || this.over) {
				return null;
			}
			this.reason = asked;
			return this.session;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Wait for the turn of the end. Nothing is sent any more then.
	 * @param patience how long what was sent before may take
	 * @return whether the WebSocket is to be closed, which it may have been meanwhile
	 */
	boolean awaitEnd(Duration patience) {
		this.lock.lock();
		try {
			long left = patience.toNanos();
			while (left > 0 && !this.impatient && !this.over && (this.sending || !this.waiting.isEmpty())) {
				left = this.changed.awaitNanos(left);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.lock.unlock();
		}
		return end();
	}

	/**
	 * Have the end wait no longer for what was sent before.
	 */
	void hurry() {
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
	 * Nothing is sent any more.
	 * @return whether something could have been before
	 */
	boolean end() {
		this.lock.lock();
		try {
			boolean first = !this.over;
			this.over = true;
			this.waiting.clear();
			this.changed.signalAll();
			return first;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return how much was sent.
	 * @return the size of all messages in bytes
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
