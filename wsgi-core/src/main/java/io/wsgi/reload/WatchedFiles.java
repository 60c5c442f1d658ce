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

package io.wsgi.reload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The files that an application consists of: those that it has imported, and those of
 * some patterns. Changes are seen by comparing times and sizes, which works on every file
 * system, through symbolic links, and in containers.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class WatchedFiles {

	private final List<FilePattern> patterns;

	private final Map<Path, Stamp> imported = new ConcurrentHashMap<>();

	private Map<Path, Stamp> known = new HashMap<>();

	/**
	 * Create a new instance.
	 * @param patterns the files beside those that are imported
	 */
	public WatchedFiles(Collection<FilePattern> patterns) {
		this.patterns = List.copyOf(patterns);
	}

	/**
	 * Add a file that is about to be imported. May be called on any thread.
	 * @param file the absolute path of the file
	 */
	public void importing(Path file) {
		this.imported.computeIfAbsent(file, Stamp::of);
	}

	/**
	 * Remember how the files are, and those that have been imported as they were then.
	 * @return the number of files
	 */
	int remember() {
		this.known = look(Map.of());
		this.known.putAll(this.imported);
		return this.known.size();
	}

	/**
	 * Look at the files, and remember how they are now.
	 * @return those that were changed, added or removed since they were remembered
	 */
	SortedSet<Path> changes() {
		Map<Path, Stamp> before = this.known;
		Map<Path, Stamp> imports = Map.copyOf(this.imported);
		imports.forEach(before::putIfAbsent);
		Map<Path, Stamp> now = look(imports);
		SortedSet<Path> changes = new TreeSet<>();
		now.forEach((file, stamp) -> {
			if (!stamp.equals(before.get(file))) {
				changes.add(file);
			}
		});
		before.keySet().stream().filter((file) -> !now.containsKey(file)).forEach(changes::add);
		this.known = now;
		return changes;
	}

	private Map<Path, Stamp> look(Map<Path, Stamp> imports) {
		Map<Path, Stamp> stamps = new HashMap<>();
		this.patterns.forEach((pattern) -> pattern.visit((file, attributes) -> stamps.put(file, Stamp.of(attributes))));
		imports.keySet().forEach((file) -> stamps.computeIfAbsent(file, Stamp::of));
		return stamps;
	}

	/**
	 * What tells one version of a file from the next.
	 *
	 * @param modified when it was modified
	 * @param size its size in bytes; negative when there is no such file
	 */
	private record Stamp(FileTime modified, long size) {

		private static final Stamp MISSING = new Stamp(FileTime.fromMillis(0), -1);

		static Stamp of(BasicFileAttributes attributes) {
			return new Stamp(attributes.lastModifiedTime(), attributes.size());
		}

		static Stamp of(Path file) {
			try {
				return of(Files.readAttributes(file, BasicFileAttributes.class));
			}
			catch (IOException ex) {
				return MISSING;
			}
		}

	}

}
