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

package io.wsgi.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The directory for what start-up can reuse: compiled Python modules, and Python files
 * unpacked from jars. Whoever can write there can change what is executed, so it may be
 * filled by an earlier start, such as one that makes an image, and read-only afterwards.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class CacheDirectory {

	private static final Log logger = LogFactory.getLog(CacheDirectory.class);

	private static final String NAME = "wsgi-spring-boot";

	private static final String BYTECODE = "bytecode";

	private static final String PACKAGED = "packaged";

	private CacheDirectory() {
	}

	/**
	 * Return the configured directory, which is created if need be.
	 * @param configured the directory
	 * @return its absolute path
	 * @throws UncheckedIOException if it can neither be written to nor was filled before
	 */
	public static Path of(Path configured) {
		Path absolute = configured.toAbsolutePath().normalize();
		if (Files.isDirectory(bytecode(absolute)) && !Files.isWritable(absolute)) {
			logger.info(String.format(
					"%s cannot be written to: Python modules that are not in it are compiled at every start",
					absolute));
			return absolute;
		}
		try {
			return writable(absolute);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return where compiled Python modules are kept.
	 * @param cache the cache directory
	 * @return the directory in it
	 */
	public static Path bytecode(Path cache) {
		return cache.resolve(BYTECODE);
	}

	/**
	 * Return where Python files are unpacked from jars.
	 * @param cache the cache directory
	 * @return the directory in it
	 */
	public static Path packaged(Path cache) {
		return cache.resolve(PACKAGED);
	}

	/**
	 * Return the directory of the user, or a temporary one if there is none that can be
	 * written to.
	 * @return its absolute path
	 */
	public static Path ofUser() {
		return ofUser(System.getenv("XDG_CACHE_HOME"), System.getProperty("user.home"));
	}

	static Path ofUser(@Nullable String configured, String home) {
		Path directory = userCache(configured, home).resolve(NAME);
		try {
			// The home of a user without an entry in /etc/passwd is "?"
			if (directory.isAbsolute()) {
				return writable(directory.normalize());
			}
		}
		catch (IOException ex) {
			logger.debug(String.format("%s cannot be created", directory), ex);
		}
		logger.warn(String.format("%s cannot be written to, so compiled Python modules are lost when the "
				+ "process ends: set wsgi.cache-dir to a directory that is kept", directory));
		return temporary();
	}

	static Path userCache(@Nullable String configured, String home) {
		if (configured != null && !configured.isBlank() && Path.of(configured).isAbsolute()) {
			return Path.of(configured);
		}
		return Path.of(home, ".cache");
	}

	private static Path writable(Path directory) throws IOException {
		if (!Files.isDirectory(directory)) {
			Files.createDirectories(directory);
		}
		if (!Files.isWritable(directory)) {
			throw new IOException(directory + " is not writable");
		}
		return directory;
	}

	private static Path temporary() {
		try {
			return Files.createTempDirectory(NAME);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
