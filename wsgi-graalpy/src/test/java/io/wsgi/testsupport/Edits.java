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

package io.wsgi.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Writes files as an editor does: a reader sees all of a new version or nothing of it.
 *
 * @author wsgi-spring-boot contributors
 */
public final class Edits {

	private final Path directory;

	/**
	 * Create a new instance.
	 * @param directory the directory of the files
	 */
	public Edits(Path directory) {
		this.directory = directory;
	}

	/**
	 * Write a file.
	 * @param name the path of the file below the directory
	 * @param content its content
	 */
	public void write(String name, String content) {
		try {
			Path file = this.directory.resolve(name);
			Files.createDirectories(file.getParent());
			Path version = Files.writeString(file.resolveSibling(file.getFileName() + "~"), content);
			Files.move(version, file, StandardCopyOption.REPLACE_EXISTING);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Delete a file.
	 * @param name the path of the file below the directory
	 */
	public void delete(String name) {
		try {
			Files.delete(this.directory.resolve(name));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
