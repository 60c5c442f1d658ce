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
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * Python files on the class path. Those inside of a jar are unpacked, once for each
 * content, into the cache directory: Python imports from real directories faster, and can
 * keep compiled modules for them.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class PythonResources {

	private final ClassLoader classLoader;

	private final Path cacheDirectory;

	/**
	 * Create a new instance.
	 * @param classLoader where to look
	 * @param cacheDirectory where to unpack
	 */
	public PythonResources(ClassLoader classLoader, Path cacheDirectory) {
		this.classLoader = classLoader;
		this.cacheDirectory = cacheDirectory;
	}

	/**
	 * Find all directories of a name at the roots of the class path.
	 * @param name the name, without slashes
	 * @return the directories, in the order of the class path
	 * @throws UncheckedIOException if unpacking fails
	 */
	public List<Path> locate(String name) {
		List<Path> directories = new ArrayList<>();
		try {
			for (URL url : Collections.list(this.classLoader.getResources(name + "/"))) {
				directories.add(locate(name, url));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return directories;
	}

	private Path locate(String name, URL url) throws IOException {
		if (url.openConnection() instanceof JarURLConnection connection) {
			return unpack(name, connection);
		}
		return Path.of(URI.create(url.toString()));
	}

	private Path unpack(String name, JarURLConnection connection) throws IOException {
		JarFile jar = connection.getJarFile();
		String prefix = name + "/";
		List<JarEntry> entries = jar.stream()
			.filter((entry) -> entry.getName().startsWith(prefix) && !entry.isDirectory())
			.toList();
		Path directory = this.cacheDirectory.resolve(name + "-" + fingerprint(entries));
		if (Files.isDirectory(directory)) {
			return directory;
		}
		Files.createDirectories(this.cacheDirectory);
		Path unfinished = Files.createTempDirectory(this.cacheDirectory, name);
		for (JarEntry entry : entries) {
			unpack(jar, entry, unfinished.resolve(entry.getName().substring(prefix.length())));
		}
		moveTo(directory, unfinished);
		return directory;
	}

	private void unpack(JarFile jar, JarEntry entry, Path target) throws IOException {
		Files.createDirectories(target.getParent());
		try (InputStream content = jar.getInputStream(entry)) {
			Files.copy(content, target);
		}
	}

	private void moveTo(Path directory, Path unfinished) throws IOException {
		try {
			Files.move(unfinished, directory);
		}
		catch (IOException ex) {
			// Another process was faster
			delete(unfinished);
			if (!Files.isDirectory(directory)) {
				throw ex;
			}
		}
	}

	private void delete(Path directory) throws IOException {
		try (Stream<Path> files = Files.walk(directory)) {
			for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
				Files.delete(file);
			}
		}
	}

	private String fingerprint(List<JarEntry> entries) {
		CRC32 names = new CRC32();
		CRC32 contents = new CRC32();
		for (JarEntry entry : entries) {
			names.update(entry.getName().getBytes(StandardCharsets.UTF_8));
			contents.update(Long.toString(entry.getCrc() ^ entry.getSize()).getBytes(StandardCharsets.UTF_8));
		}
		return "%08x%08x".formatted(names.getValue(), contents.getValue());
	}

}
