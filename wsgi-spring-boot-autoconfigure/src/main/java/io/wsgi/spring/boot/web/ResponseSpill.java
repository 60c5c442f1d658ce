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

import org.jspecify.annotations.Nullable;

/**
 * What the client has not taken yet and memory is too small for: bytes in a file, and
 * what has to wait until those have been taken. To be used under the lock of its
 * exchange; what is done with the file is left to the caller, who gives up the lock for
 * it.
 *
 * @author wsgi-spring-boot contributors
 */
final class ResponseSpill {

	private static final int BLOCK_SIZE = 65536;

	private final SpillFile file;

	private long written;

	private long read;

	private @Nullable Queue<ResponsePart> later;

	private boolean active;

	private boolean storing;

	ResponseSpill(SpillFile file) {
		this.file = file;
	}

	/**
	 * Begin to take what is added.
	 */
	void begin() {
		this.active = true;
	}

	/**
	 * Return whether what is added belongs here.
	 * @return whether it does
	 */
	boolean isActive() {
		return this.active;
	}

	/**
	 * Return whether a part is being written.
	 * @return whether one is
	 */
	boolean isStoring() {
		return this.storing;
	}

	/**
	 * Return whether there is something to read.
	 * @return whether there is
	 */
	boolean isReady() {
		return this.written > this.read;
	}

	/**
	 * Return whether the application has to wait before it sends more.
	 * @param maxSize how much may be in the file
	 * @return whether there is too much already
	 */
	boolean isFull(long maxSize) {
		return this.storing || this.later != null || this.written - this.read > maxSize;
	}

	/**
	 * Return whether the file was read to its end, so that memory can do again.
	 * @return whether it was
	 */
	boolean isTaken() {
		return this.active && !isReady() && !this.storing;
	}

	/**
	 * Add a part.
	 * @param part the part
	 * @return what is to be written, without the lock, or {@code null}
	 */
	@Nullable Write add(ResponsePart part) {
		if (part instanceof ResponsePart.Bytes bytes && this.later == null && !this.storing) {
			this.storing = true;
			return new Write(this.file, bytes, this.written);
		}
		addLater(part);
		return null;
	}

	private void addLater(ResponsePart part) {
		if (this.later == null) {
			this.later = new ArrayDeque<>(1);
		}
		this.later.add(part);
	}

	/**
	 * Note what has become of a part that was to be written.
	 * @param write the part
	 * @param success whether it was
	 */
	void added(Write write, boolean success) {
		this.storing = false;
		if (success) {
			this.written += write.part().size();
			return;
		}
		Queue<ResponsePart> after = this.later;
		this.later = null;
		addLater(write.part());
		if (after != null) {
			after.forEach(this::addLater);
		}
	}

	/**
	 * Return what can be read.
	 * @return what is to be read, without the lock, or {@code null}
	 */
	@Nullable Read next() {
		return isReady() ? new Read(this.file, this.read, (int) Math.min(this.written - this.read, BLOCK_SIZE)) : null;
	}

	/**
	 * Note that something has been read.
	 * @param block what
	 */
	void taken(Read block) {
		this.read += block.count();
	}

	/**
	 * End, and begin the file anew the next time.
	 * @return what has waited for that, or {@code null}
	 */
	@Nullable Queue<ResponsePart> end() {
		Queue<ResponsePart> after = this.later;
		this.later = null;
		this.active = false;
		this.written = 0;
		this.read = 0;
		return after;
	}

	void close() {
		this.file.close();
	}

	/**
	 * Bytes to write to the file.
	 *
	 * @param file the file
	 * @param part the bytes
	 * @param position where to
	 */
	record Write(SpillFile file, ResponsePart.Bytes part, long position) {

		void run() throws IOException {
			this.file.write(this.part.content(), this.position);
		}

	}

	/**
	 * A block to read from the file.
	 *
	 * @param file the file
	 * @param position where it begins
	 * @param count its size
	 */
	record Read(SpillFile file, long position, int count) {

		ResponsePart run() {
			return new ResponsePart.Bytes(this.file.read(this.position, this.count));
		}

	}

}
