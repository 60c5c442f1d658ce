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
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * SQLite as all interpreters of a JVM share it: loaded once, so that its own registry of
 * the locks of this process is one, too.
 * <p>
 * GraalPy brings SQLite along, inside of the native module that this is in place of. That
 * one is preferred: nothing has to be installed, and it is the same on each machine. It
 * can be loaded without anything of Python being started: only the names of Python's
 * objects have to be there, which GraalPy's library of its C API defines. Where it cannot
 * be loaded, the library of the system is taken.
 *
 * @author wsgi-spring-boot contributors
 */
final class SqliteEngine {

	private static final List<String> OF_THE_SYSTEM = List.of("libsqlite3.so.0", "/usr/lib/libsqlite3.dylib");

	// CPython takes older ones, but from here on all is there that is used
	private static final int OLDEST = 3_036_000;

	private static final int SERIALIZED = 1;

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
			SqliteLibrary library = find(module);
			this.loaded = (library != null) ? new Loaded(library, new SqliteCallbacks(library), new SqliteCleaner())
					: null;
		}
		return this.loaded;
	}

	/**
	 * Close what belongs to objects that are gone.
	 */
	synchronized void clean() {
		if (this.loaded != null) {
			this.loaded.cleaner().collect();
		}
	}

	/**
	 * Have random numbers begin anew, with what the operating system has for them: the
	 * memory of this process may be a copy.
	 */
	synchronized void reseed() {
		if (this.loaded != null) {
			this.loaded.library().run("randomness", 0, 0L);
		}
	}

	private static @Nullable SqliteLibrary find(Path module) {
		ForeignLinker linker = ForeignLinker.find();
		if (linker == null) {
			return null;
		}
		SqliteLibrary library = null;
		if ("Linux".equals(System.getProperty("os.name")) && !PosixBackend.isMusl()) {
			// Has the names, of objects of Python, that the module cannot be loaded
			// without
			Path names = module.resolveSibling("../" + System.mapLibraryName("python-native")).normalize();
			ForeignLibrary.load(linker, names.toString(), true);
			library = link(linker, module.toString());
		}
		for (int i = 0; i < OF_THE_SYSTEM.size() && library == null; i++) {
			library = link(linker, OF_THE_SYSTEM.get(i));
		}
		return library;
	}

	private static @Nullable SqliteLibrary link(ForeignLinker linker, String name) {
		ForeignLibrary library = ForeignLibrary.load(linker, name, false);
		if (library == null) {
			return null;
		}
		try {
			SqliteLibrary sqlite = new SqliteLibrary(linker, library);
			// One has to be initialized, by how it was built
			boolean isUsable = sqlite.call("threadsafe") == SERIALIZED && sqlite.call("libversion_number") >= OLDEST
					&& sqlite.call("initialize") == SqliteLibrary.OK;
			return isUsable ? sqlite : null;
		}
		catch (IllegalStateException ex) {
			return null;
		}
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
