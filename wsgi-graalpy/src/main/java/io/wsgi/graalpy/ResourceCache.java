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

package io.wsgi.graalpy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Where GraalPy's library and the libraries of Truffle are unpacked: below the home of
 * the user, or elsewhere, if the user has no home that can be written to, as in many
 * containers. Truffle reads the property once, when its first engine is made.
 *
 * @author wsgi-spring-boot contributors
 */
final class ResourceCache {

	static final String PROPERTY = "polyglot.engine.userResourceCache";

	private static final String UNPACKED_BEFORE = "polyglot.engine.resourcePath";

	private static final String OF_USER = ".cache/org.graalvm.polyglot";

	private static final String NAME = "graalpy";

	private final Properties properties;

	/**
	 * Create a new instance.
	 * @param properties the properties of the JVM
	 */
	ResourceCache(Properties properties) {
		this.properties = properties;
	}

	/**
	 * Choose another directory, unless somebody has, or the home of the user will do.
	 * @param cache the directory for what start-up can reuse
	 */
	void choose(Supplier<Path> cache) {
		if (!this.properties.containsKey(PROPERTY) && !this.properties.containsKey(UNPACKED_BEFORE)
				&& !isUsable(Path.of(this.properties.getProperty("user.home", "")).resolve(OF_USER))) {
			this.properties.setProperty(PROPERTY, cache.get().resolve(NAME).toString());
		}
	}

	private boolean isUsable(Path directory) {
		if (Files.isDirectory(directory)) {
			// Even if it is read-only, it may be complete
			return true;
		}
		@Nullable Path existing = directory;
		while (existing != null && !Files.exists(existing)) {
			existing = existing.getParent();
		}
		// The home of a user without an entry in /etc/passwd is "?"
		return directory.isAbsolute() && existing != null && Files.isWritable(existing);
	}

}
