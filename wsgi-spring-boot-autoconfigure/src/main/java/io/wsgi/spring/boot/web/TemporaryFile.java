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
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * Makes temporary files, and leaves none behind that cannot be used.
 *
 * @author wsgi-spring-boot contributors
 */
final class TemporaryFile {

	private TemporaryFile() {
	}

	/**
	 * Make a file, and open it. If that fails, there is no file.
	 * @param directory where, or {@code null} for the directory of temporary files
	 * @param prefix what its name begins with
	 * @param opener opens it
	 * @param <T> the type of what is opened
	 * @return what was opened
	 * @throws IOException if either fails
	 */
	static <T> T create(@Nullable Path directory, String prefix, Opener<T> opener) throws IOException {
		Path path = (directory != null) ? Files.createTempFile(directory, prefix, null)
				: Files.createTempFile(prefix, null);
		try {
			return opener.open(path);
		}
		catch (IOException | RuntimeException | Error ex) {
			// Such as: too many open files
			delete(path, ex);
			throw ex;
		}
	}

	private static void delete(Path path, Throwable reason) {
		try {
			Files.deleteIfExists(path);
		}
		catch (IOException ex) {
			reason.addSuppressed(ex);
		}
	}

	/**
	 * Opens a file.
	 *
	 * @param <T> the type of what is opened
	 */
	@FunctionalInterface
	interface Opener<T> {

		T open(Path path) throws IOException;

	}

}
