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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.jspecify.annotations.Nullable;

/**
 * A temporary file that is read while it is written. It has no name any more once it is
 * open, where the operating system allows that, so that it cannot be left behind.
 *
 * @author wsgi-spring-boot contributors
 */
final class SpillFile implements AutoCloseable {

	private static final int BLOCK_SIZE = 65536;

	private final FileChannel channel;

	private long written;

	private long read;

	SpillFile(@Nullable Path directory) throws IOException {
		Path path = (directory != null) ? Files.createTempFile(directory, "wsgi-response-", null)
				: Files.createTempFile("wsgi-response-", null);
		this.channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE,
				StandardOpenOption.DELETE_ON_CLOSE);
	}

	void write(byte[] bytes) throws IOException {
		ByteBuffer buffer = ByteBuffer.wrap(bytes);
		while (buffer.hasRemaining()) {
			this.channel.write(buffer, this.written + buffer.position());
		}
		this.written += bytes.length;
	}

	long size() {
		return this.written - this.read;
	}

	/**
	 * Read the next block.
	 * @return the block
	 * @throws UncheckedIOException if the file cannot be read
	 */
	byte[] read() {
		byte[] block = new byte[(int) Math.min(size(), BLOCK_SIZE)];
		ByteBuffer buffer = ByteBuffer.wrap(block);
		try {
			while (buffer.hasRemaining()) {
				if (this.channel.read(buffer, this.read + buffer.position()) < 0) {
					throw new IOException("The temporary file of a response has been cut");
				}
			}
			this.read += block.length;
			if (size() == 0) {
				this.channel.truncate(0);
				this.read = 0;
				this.written = 0;
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return block;
	}

	@Override
	public void close() {
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
