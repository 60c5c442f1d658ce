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
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * What a worker hands to the thread of the connection: parts of the response body, and
 * what comes in between.
 *
 * @author wsgi-spring-boot contributors
 */
sealed interface ResponsePart
		permits DeferredBodyReceipt, ResponsePart.EarlyHints, ResponsePart.Bytes, ResponsePart.File {

	/**
	 * Return the size.
	 * @return the size in bytes
	 */
	long size();

	/**
	 * Write the part.
	 * @param output where to
	 * @param threads the threads that read files
	 * @throws IOException if the client has gone
	 * @throws UncheckedIOException if the part cannot be read
	 */
	void writeTo(OutputStream output, FileThreads threads) throws IOException;

	/**
	 * Release what the part holds, when it is not written.
	 */
	default void discard() {
	}

	/**
	 * Headers of an interim response, which is not a part of the body.
	 *
	 * @param head the status and the headers
	 */
	record EarlyHints(String head) implements ResponsePart {

		@Override
		public long size() {
			return 0;
		}

		@Override
		public void writeTo(OutputStream output, FileThreads threads) {
		}

	}

	/**
	 * Bytes from the application.
	 *
	 * @param content the bytes
	 */
	record Bytes(byte[] content) implements ResponsePart {

		@Override
		public long size() {
			return this.content.length;
		}

		@Override
		public void writeTo(OutputStream output, FileThreads threads) throws IOException {
			output.write(this.content);
		}

	}

	/**
	 * A region of a file. The file was opened when the application handed it over, so it
	 * may have been deleted since.
	 *
	 * @param channel the file
	 * @param offset where the region starts
	 * @param count the size of the region in bytes
	 */
	record File(FileChannel channel, long offset, long count) implements ResponsePart {

		private static final int BLOCK_SIZE = 65536;

		@Override
		public long size() {
			return this.count;
		}

		@Override
		public void writeTo(OutputStream output, FileThreads threads) throws IOException {
			try {
				byte[] block = new byte[(int) Math.min(this.count, BLOCK_SIZE)];
				long sent = 0;
				while (sent < this.count) {
					int read = read(block, sent, threads);
					output.write(block, 0, read);
					sent += read;
				}
			}
			finally {
				close(threads);
			}
		}

		private int read(byte[] block, long sent, FileThreads threads) {
			int wanted = (int) Math.min(block.length, this.count - sent);
			try {
				int read = threads.call(() -> this.channel.read(ByteBuffer.wrap(block, 0, wanted), this.offset + sent));
				if (read < 0) {
					throw new IOException("The file has become shorter while it was sent");
				}
				return read;
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		private void close(FileThreads threads) {
			try {
				threads.call(() -> {
					this.channel.close();
					return this;
				});
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		@Override
		public void discard() {
			try {
				this.channel.close();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
