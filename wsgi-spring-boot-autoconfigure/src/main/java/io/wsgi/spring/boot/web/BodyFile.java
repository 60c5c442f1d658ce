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
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * A temporary file for the body of a request. What goes wrong with it is not the client's
 * fault, and so no {@link IOException}, as from the connection.
 *
 * @author wsgi-spring-boot contributors
 */
final class BodyFile {

	private final FileThreads threads;

	private final Path path;

	private final OutputStream output;

	private BodyFile(FileThreads threads, Path path, OutputStream output) {
		this.threads = threads;
		this.path = path;
		this.output = output;
	}

	/**
	 * Create the file.
	 * @param threads the threads that do so, and write to it
	 * @param directory where, or {@code null} for the directory of temporary files
	 * @return the file
	 * @throws UncheckedIOException if that fails
	 */
	static BodyFile create(FileThreads threads, @Nullable Path directory) {
		try {
			return threads.call(() -> TemporaryFile.create(directory, "wsgi-body-",
					(path) -> new BodyFile(threads, path, Files.newOutputStream(path))));
		}
		catch (IOException ex) {
			throw failure(ex);
		}
	}

	/**
	 * Write to the end of the file.
	 * @param bytes has what to write
	 * @param count how many of them
	 * @throws UncheckedIOException if that fails
	 */
	void write(byte[] bytes, int count) {
		call(() -> this.output.write(bytes, 0, count));
	}

	Path path() {
		return this.path;
	}

	/**
	 * Close the file, which stays.
	 * @throws UncheckedIOException if that fails
	 */
	void close() {
		call(this.output::close);
	}

	/**
	 * Close the file if it is open, and delete it.
	 * @throws UncheckedIOException if that fails
	 */
	void delete() {
		call(() -> {
			try {
				this.output.close();
			}
			finally {
				Files.deleteIfExists(this.path);
			}
		});
	}

	private void call(Action action) {
		try {
			this.threads.call(() -> {
				action.run();
				return this;
			});
		}
		catch (IOException ex) {
			throw failure(ex);
		}
	}

	private static UncheckedIOException failure(IOException cause) {
		return new UncheckedIOException("A request body cannot be stored", cause);
	}

	/**
	 * Something that is done with the file.
	 */
	@FunctionalInterface
	private interface Action {

		void run() throws IOException;

	}

}
