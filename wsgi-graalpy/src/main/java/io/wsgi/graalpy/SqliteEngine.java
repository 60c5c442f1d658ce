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

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * SQLite as all interpreters of a JVM share it: loaded once, so that its own registry of
 * the locks of this process is one, too.
 *
 * @author wsgi-spring-boot contributors
 */
final class SqliteEngine {

	private boolean isLoaded;

	private @Nullable Loaded loaded;

	/**
	 * Load the library, if that was not tried yet.
	 * @param module the native module of GraalPy that contains SQLite
	 * @return what it has, or {@code null} if it cannot be loaded
	 */
	synchronized @Nullable Loaded load(Path module) {
		if (!this.isLoaded) {
			this.isLoaded = true;
			SqliteLibrary library = SqliteLibrary.load(module);
			this.loaded = (library != null) ? new Loaded(library, new SqliteCallbacks(library), new SqliteCleaner())
					: null;
		}
		return this.loaded;
	}

	/**
	 * The library that was loaded.
	 *
	 * @param library its functions
	 * @param callbacks what it calls
	 * @param cleaner finds out which objects of Python are gone
	 */
	record Loaded(SqliteLibrary library, SqliteCallbacks callbacks, SqliteCleaner cleaner) {
	}

}
