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

import java.util.ArrayDeque;
import java.util.Queue;

import org.jspecify.annotations.Nullable;

/**
 * The messages of an application that are on their way to its client or wait for that.
 * Its owner guards it.
 *
 * @author wsgi-spring-boot contributors
 */
final class WebSocketQueue {

	private static final int HIGH_MARK = 128 * 1024;

	private static final int LOW_MARK = 32 * 1024;

	// What a message costs beside its content, which may be empty
	private static final int COST = 64;

	private final Queue<Message> messages = new ArrayDeque<>();

	private boolean full;

	private long queuedBytes;

	private long sentBytes;

	/**
	 * Add a message.
	 * @param message the message
	 * @return whether there is room for more
	 */
	boolean add(Message message) {
		this.messages.add(message);
		this.queuedBytes += message.size() + COST;
		this.sentBytes += message.size();
		this.full |= this.queuedBytes > HIGH_MARK;
		return !this.full;
	}

	/**
	 * Return the next message to send.
	 * @return the message, or {@code null}
	 */
	@Nullable Message poll() {
		return this.messages.poll();
	}

	/**
	 * A message was taken by the client.
	 * @param message the message
	 * @return whether there is room again after there was none
	 */
	boolean remove(Message message) {
		this.queuedBytes -= message.size() + COST;
		boolean drained = this.full && this.queuedBytes <= LOW_MARK;
		this.full &= !drained;
		return drained;
	}

	boolean isEmpty() {
		return this.messages.isEmpty();
	}

	void clear() {
		this.messages.clear();
	}

	/**
	 * Return how much was sent.
	 * @return the size of all messages in bytes
	 */
	long sentBytes() {
		return this.sentBytes;
	}

	/**
	 * A message.
	 *
	 * @param content text or bytes
	 * @param size its size in bytes
	 */
	record Message(Object content, long size) {

	}

}
