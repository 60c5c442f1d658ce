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

	private static final int BLOCK_SIZE = 65536;

	private final ResponseBufferSettings settings;

	private final FileThreads threads;

	private final Queue<ResponsePart> parts = new ArrayDeque<>(2);

	private long queuedBytes;

	private @Nullable SpillFile file;

	private long written;

	private long read;

	private @Nullable Queue<ResponsePart> afterFile;

	private boolean spilling;

	private boolean storing;

	private boolean discarded;

	private boolean failed;

	private List<Runnable> garbage = List.of();

	ResponseBacklog(ResponseBufferSettings settings, FileThreads threads) {
		this.settings = settings;
		this.threads = threads;
	}

	boolean isEmpty() {
		return this.parts.isEmpty() && !this.spilling;
	}

	/**
	 * Return whether something can be taken at once.
	 * @return whether something can
	 */
	boolean isReady() {
		return !this.parts.isEmpty() || this.written > this.read;
	}

	/**
	 * Return whether the application has to wait before it sends more.
	 * @return whether there is too much already
	 */
	boolean isFull() {
		if (!this.spilling) {
			return this.queuedBytes > MAX_QUEUED_BYTES;
		}
		return this.storing || this.afterFile != null || this.written - this.read > this.settings.maxSize();
	}

	/**
	 * Add a part, unless it has to go to the file.
	 * @param part the part
	 * @return what is to be written to the file, without the lock, or {@code null}
	 */
	@Nullable Write add(ResponsePart part) {
		if (!this.spilling) {
			enqueue(part);
		}
		else if (part instanceof ResponsePart.Bytes bytes && this.file != null && this.afterFile == null
				&& !this.storing) {
			this.storing = true;
			return new Write(this.file, bytes, this.written);
		}
		else {
			addAfterFile(part);
		}
		return null;
	}

	private void enqueue(ResponsePart part) {
		this.parts.add(part);
		if (part instanceof ResponsePart.Bytes bytes) {
			this.queuedBytes += bytes.content().length;
		}
	}

	private void addAfterFile(ResponsePart part) {
		if (this.afterFile == null) {
			this.afterFile = new ArrayDeque<>(1);
		}
		this.afterFile.add(part);
	}

	/**
	 * Note what has become of a part that was to be written.
	 * @param write the part
	 * @param failure why it was not, or {@code null}
	 */
	void added(Write write, @Nullable IOException failure) {
		this.storing = false;
		if (this.discarded) {
			dropFile();
			return;
		}
		if (failure == null) {
			this.written += write.part().size();
		}
		else {
			fail(failure);
			Queue<ResponsePart> later = this.afterFile;
			this.afterFile = null;
			addAfterFile(write.part());
			if (later != null) {
				later.forEach(this::addAfterFile);
			}
		}
		leaveFileIfTaken();
	}

	private void fail(IOException ex) {
		this.failed = true;
		logger.warn("A response cannot be kept in a temporary file, so the application waits for its slow client", ex);
	}

	/**
	 * Return whether more can be added when {@link #spill} is called.
	 * @return whether to call it
	 */
	boolean canSpill() {
		return this.settings.maxSize() > 0 && !this.spilling && !this.failed;
	}

	/**
	 * Make the file, if there is none. To be called without the lock, by one thread.
	 * @return the file
	 * @throws IOException if that fails
	 */
	SpillFile file() throws IOException {
		SpillFile made = this.file;
		return (made != null) ? made : SpillFile.create(this.threads, this.settings.directory());
	}

	/**
	 * Put what is added from now on into a file, until all of it has been taken.
	 * @param made the file
	 */
	void spill(SpillFile made) {
		if (this.file != made) {
			dropFile();
		}
		this.file = made;
		if (this.discarded) {
			dropFile();
			return;
		}
		this.spilling = true;
		leaveFileIfTaken();
	}

	/**
	 * Go on without a file.
	 * @param failure why there is none
	 */
	void doNotSpill(IOException failure) {
		fail(failure);
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
		leaveFileIfTaken();
		return part;
	}

	/**
	 * Return what can be read from the file, when there is nothing in memory.
	 * @return what is to be read, without the lock, or {@code null}
	 */
	@Nullable Read next() {
		return (this.file != null && this.written > this.read)
				? new Read(this.file, this.read, (int) Math.min(this.written - this.read, BLOCK_SIZE)) : null;
	}

	/**
	 * Note that something has been read.
	 * @param block what
	 */
	void taken(Read block) {
		if (!this.discarded) {
			this.read += block.count();
			leaveFileIfTaken();
		}
	}

	private void leaveFileIfTaken() {
		if (this.spilling && this.parts.isEmpty() && !isReady() && !this.storing) {
			leaveFile();
		}
	}

	private void leaveFile() {
		this.spilling = false;
		this.written = 0;
		this.read = 0;
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
		for (ResponsePart part : this.parts) {
			addGarbage(() -> this.threads.run(part::discard));
		}
		this.parts.clear();
		this.queuedBytes = 0;
		this.discarded = true;
		if (!this.storing) {
			dropFile();
		}
	}

	private void dropFile() {
		if (this.file != null) {
			addGarbage(this.file::close);
			this.file = null;
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
