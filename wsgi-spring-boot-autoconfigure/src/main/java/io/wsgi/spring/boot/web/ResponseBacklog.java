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
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What the application has sent and the client has not taken yet: a little in memory, and
 * more in a file, if the client is slow. To be used under the lock of its exchange; what
 * is done with the file is left to the caller, who gives up the lock for it.
 *
 * @author wsgi-spring-boot contributors
 */
final class ResponseBacklog {

	private static final Log logger = LogFactory.getLog(ResponseBacklog.class);

	private static final int MAX_QUEUED_BYTES = 128 * 1024;

	private final ResponseBufferSettings settings;

	private final FileThreads threads;

	private final Queue<ResponsePart> parts = new ArrayDeque<>(2);

	private long queuedBytes;

	private @Nullable ResponseSpill spill;

	private boolean discarded;

	private boolean failed;

	private List<Runnable> garbage = List.of();

	ResponseBacklog(ResponseBufferSettings settings, FileThreads threads) {
		this.settings = settings;
		this.threads = threads;
	}

	boolean isEmpty() {
		return this.parts.isEmpty() && (this.spill == null || !this.spill.isActive());
	}

	/**
	 * Return whether something can be taken at once.
	 * @return whether something can
	 */
	boolean isReady() {
		return !this.parts.isEmpty() || (this.spill != null && this.spill.isReady());
	}

	/**
	 * Return whether the application has to wait before it sends more.
	 * @return whether there is too much already
	 */
	boolean isFull() {
		if (this.spill == null || !this.spill.isActive()) {
			return this.queuedBytes > MAX_QUEUED_BYTES;
		}
		return this.spill.isFull(this.settings.maxSize());
	}

	/**
	 * Add a part, unless it has to go to the file.
	 * @param part the part
	 * @return what is to be written to the file, without the lock, or {@code null}
	 */
	ResponseSpill.@Nullable Write add(ResponsePart part) {
		if (this.spill != null && this.spill.isActive()) {
			return this.spill.add(part);
		}
		enqueue(part);
		return null;
	}

	private void enqueue(ResponsePart part) {
		this.parts.add(part);
		if (part instanceof ResponsePart.Bytes bytes) {
			this.queuedBytes += bytes.content().length;
		}
	}

	/**
	 * Note what has become of a part that was to be written.
	 * @param write the part
	 * @param failure why it was not, or {@code null}
	 */
	void added(ResponseSpill.Write write, @Nullable IOException failure) {
		if (this.spill == null) {
			return;
		}
		this.spill.added(write, failure == null);
		if (this.discarded) {
			dropSpill();
			return;
		}
		if (failure != null) {
			doNotSpill(failure);
		}
		leaveSpillIfTaken();
	}

	/**
	 * Return whether more can be added when {@link #spill} is called.
	 * @return whether to call it
	 */
	boolean canSpill() {
		return this.settings.maxSize() > 0 && !this.failed && (this.spill == null || !this.spill.isActive());
	}

	/**
	 * Make the file, if there is none. To be called without the lock, by one thread.
	 * @return the file
	 * @throws IOException if that fails
	 */
	ResponseSpill prepareSpill() throws IOException {
		ResponseSpill made = this.spill;
		return (made != null) ? made : new ResponseSpill(SpillFile.create(this.threads, this.settings.directory()));
	}

	/**
	 * Put what is added from now on into a file, until all of it has been taken.
	 * @param made the file
	 */
	void spill(ResponseSpill made) {
		if (this.spill != made) {
			dropSpill();
		}
		this.spill = made;
		if (this.discarded) {
			dropSpill();
			return;
		}
		made.begin();
		leaveSpillIfTaken();
	}

	/**
	 * Go on without a file.
	 * @param failure why there is none
	 */
	void doNotSpill(IOException failure) {
		this.failed = true;
		logger.warn("A response cannot be kept in a temporary file, so the application waits for its slow client",
				failure);
	}

	/**
	 * Take the next part out of memory.
	 * @return the part, or {@code null} if there is none
	 */
	@Nullable ResponsePart poll() {
		ResponsePart part = this.parts.poll();
		if (part instanceof ResponsePart.Bytes bytes) {
			this.queuedBytes -= bytes.content().length;
		}
		leaveSpillIfTaken();
		return part;
	}

	/**
	 * Return what can be read from the file, when there is nothing in memory.
	 * @return what is to be read, without the lock, or {@code null}
	 */
	ResponseSpill.@Nullable Read next() {
		return (this.spill != null) ? this.spill.next() : null;
	}

	/**
	 * Note that something has been read.
	 * @param block what
	 */
	void taken(ResponseSpill.Read block) {
		if (this.spill != null && !this.discarded) {
			this.spill.taken(block);
			leaveSpillIfTaken();
		}
	}

	private void leaveSpillIfTaken() {
		if (this.spill != null && this.spill.isTaken() && this.parts.isEmpty()) {
			leaveSpill(this.spill);
		}
	}

	private void leaveSpill(ResponseSpill left) {
		Queue<ResponsePart> after = left.end();
		if (after != null) {
			after.forEach(this::enqueue);
		}
	}

	/**
	 * Forget what is left, and the file.
	 */
	void discard() {
		if (this.spill != null) {
			leaveSpill(this.spill);
		}
		for (ResponsePart part : this.parts) {
			addGarbage(() -> this.threads.run(part::discard));
		}
		this.parts.clear();
		this.queuedBytes = 0;
		this.discarded = true;
		if (this.spill != null && !this.spill.isStoring()) {
			dropSpill();
		}
	}

	private void dropSpill() {
		if (this.spill != null) {
			addGarbage(this.spill::close);
			this.spill = null;
		}
	}

	private void addGarbage(Runnable release) {
		if (this.garbage.isEmpty()) {
			this.garbage = new ArrayList<>(2);
		}
		this.garbage.add(release);
	}

	/**
	 * Take what is to be released, which may take a while.
	 * @return what to call without the lock
	 */
	List<Runnable> takeGarbage() {
		List<Runnable> taken = this.garbage;
		this.garbage = List.of();
		return taken;
	}

}
