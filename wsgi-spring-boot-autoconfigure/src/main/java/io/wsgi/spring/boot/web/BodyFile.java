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
final class BodyFile implements AutoCloseable {

	private final Path path;

	private final OutputStream output;

	/**
	 * Create the file.
	 * @param directory where, or {@code null} for the directory of temporary files
	 * @throws UncheckedIOException if that fails
	 */
	BodyFile(@Nullable Path directory) {
		try {
			this.path = (directory != null) ? Files.createTempFile(directory, "wsgi-body-", null)
					: Files.createTempFile("wsgi-body-", null);
			this.output = Files.newOutputStream(this.path);
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
		try {
			this.output.write(bytes, 0, count);
		}
		catch (IOException ex) {
			throw failure(ex);
		}
	}

	private static UncheckedIOException failure(IOException cause) {
		return new UncheckedIOException("A request body cannot be stored", cause);
	}

	Path path() {
		return this.path;
	}

	/**
	 * Delete the file.
	 * @throws IOException if that fails
	 */
	void delete() throws IOException {
		Files.deleteIfExists(this.path);
	}

	/**
	 * Close the file, which stays.
	 * @throws IOException if that fails
	 */
	@Override
	public void close() throws IOException {
		this.output.close();
	}

}
