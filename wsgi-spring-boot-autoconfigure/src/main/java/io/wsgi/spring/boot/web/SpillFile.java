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
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.jspecify.annotations.Nullable;

/**
 * A temporary file for a response, which is read while it is written. It has no name any
 * more once it is open, where the operating system allows that, so that it cannot be left
 * behind.
 *
 * @author wsgi-spring-boot contributors
 */
final class SpillFile {

	private final FileThreads threads;

	private final FileChannel channel;

	private SpillFile(FileThreads threads, FileChannel channel) {
		this.threads = threads;
		this.channel = channel;
	}

	static SpillFile create(FileThreads threads, @Nullable Path directory) throws IOException {
		return threads
			.call(() -> TemporaryFile.create(directory, "wsgi-response-", (path) -> new SpillFile(threads, FileChannel
				.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE))));
	}

	void write(byte[] bytes, long position) throws IOException {
		this.threads.call(() -> {
			ByteBuffer buffer = ByteBuffer.wrap(bytes);
			while (buffer.hasRemaining()) {
				this.channel.write(buffer, position + buffer.position());
			}
			return this;
		});
	}

	/**
	 * Read a block.
	 * @param position where it begins
	 * @param count its size
	 * @return the block
	 * @throws UncheckedIOException if the file cannot be read
	 */
	byte[] read(long position, int count) {
		try {
			return this.threads.call(() -> {
				ByteBuffer buffer = ByteBuffer.allocate(count);
				while (buffer.hasRemaining()) {
					if (this.channel.read(buffer, position + buffer.position()) < 0) {
						throw new IOException("The temporary file of a response has been cut");
					}
				}
				return buffer.array();
			});
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void close() {
		try {
			this.threads.call(() -> {
				this.channel.close();
				return this;
			});
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
