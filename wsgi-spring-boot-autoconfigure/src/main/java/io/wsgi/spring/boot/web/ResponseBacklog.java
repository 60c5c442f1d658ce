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
import java.util.ArrayDeque;
import java.util.Queue;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What the application has sent and the client has not taken yet: a little in memory, and
 * more in a file, if the client is slow. To be used under the lock of its exchange.
 *
 * @author wsgi-spring-boot contributors
 */
final class ResponseBacklog {

	private static final Log logger = LogFactory.getLog(ResponseBacklog.class);

	private static final int MAX_QUEUED_BYTES = 128 * 1024;

	private final ResponseBufferSettings settings;

	private final Queue<ResponsePart> parts = new ArrayDeque<>(2);

	private long queuedBytes;

	private @Nullable SpillFile file;

	private @Nullable Queue<ResponsePart> afterFile;

	private boolean spilling;

	private boolean failed;

	ResponseBacklog(ResponseBufferSettings settings) {
		this.settings = settings;
	}

	boolean isEmpty() {
		return this.parts.isEmpty() && !this.spilling;
	}

	/**
	 * Return whether the application has to wait before it sends more.
	 * @return whether there is too much already
	 */
	boolean isFull() {
		if (!this.spilling || this.file == null) {
			return this.queuedBytes > MAX_QUEUED_BYTES;
		}
		return this.afterFile != null || this.file.size() > this.settings.maxSize();
	}

	void add(ResponsePart part) {
		if (!this.spilling) {
			enqueue(part);
		}
		else if (!write(part)) {
			if (this.afterFile == null) {
				this.afterFile = new ArrayDeque<>(1);
			}
			this.afterFile.add(part);
		}
	}

	private void enqueue(ResponsePart part) {
		this.parts.add(part);
		if (part instanceof ResponsePart.Bytes bytes) {
			this.queuedBytes += bytes.content().length;
		}
	}

	private boolean write(ResponsePart part) {
		try {
			if (part instanceof ResponsePart.Bytes bytes && this.file != null && this.afterFile == null) {
				this.file.write(bytes.content());
				return true;
			}
		}
		catch (IOException ex) {
			fail(ex);
		}
		return false;
	}

	private void fail(IOException ex) {
		this.failed = true;
		logger.warn("A response cannot be kept in a temporary file, so the application waits for its slow client", ex);
	}

	/**
	 * Return whether more can be added when {@link #spill()} is called.
	 * @return whether to call it
	 */
	boolean canSpill() {
		return this.settings.maxSize() > 0 && !this.spilling && !this.failed;
	}

	/**
	 * Put what is added from now on into a file, until all of it has been taken.
	 */
	void spill() {
		try {
			if (this.file == null) {
				this.file = new SpillFile(this.settings.directory());
			}
			this.spilling = true;
		}
		catch (IOException ex) {
			fail(ex);
		}
	}

	@Nullable ResponsePart poll() {
		ResponsePart part = this.parts.poll();
		if (part instanceof ResponsePart.Bytes bytes) {
			this.queuedBytes -= bytes.content().length;
		}
		if (this.spilling && this.file != null) {
			if (part == null) {
				part = new ResponsePart.Bytes(this.file.read());
			}
			if (this.parts.isEmpty() && this.file.size() == 0) {
				leaveFile();
			}
		}
		return part;
	}

	private void leaveFile() {
		this.spilling = false;
		if (this.afterFile != null) {
			this.afterFile.forEach(this::enqueue);
			this.afterFile = null;
		}
	}

	/**
	 * Forget what is left, and the file.
	 */
	void discard() {
		leaveFile();
		this.parts.forEach(ResponsePart::discard);
		this.parts.clear();
		this.queuedBytes = 0;
		if (this.file != null) {
			this.file.close();
			this.file = null;
		}
	}

}
