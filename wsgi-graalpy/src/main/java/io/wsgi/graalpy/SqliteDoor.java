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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyArray;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.jspecify.annotations.Nullable;

/**
 * What an interpreter has of SQLite: its open connections.
 *
 * @author wsgi-spring-boot contributors
 */
final class SqliteDoor implements ProxyExecutable {

	private final SqliteEngine engine;

	private final Map<Long, SqliteDatabase> databases = new ConcurrentHashMap<>();

	SqliteDoor(SqliteEngine engine) {
		this.engine = engine;
	}

	/**
	 * Load SQLite.
	 * @param arguments the path of the native module of GraalPy that contains it
	 * @return for Python {@code open} and {@code complete}, the version as text and as a
	 * number, and how safe it is for threads, or {@code null}
	 */
	@Override
	public @Nullable Object execute(Value... arguments) {
		SqliteEngine.Loaded loaded = this.engine.load(Path.of(arguments[0].asString()));
		if (loaded == null) {
			return null;
		}
		SqliteLibrary sqlite = loaded.library();
		ProxyExecutable open = (values) -> open(loaded, values);
		ProxyExecutable complete = (values) -> complete(sqlite, values[0]);
		return ProxyArray.fromArray(open, complete, sqlite.string("libversion"), sqlite.call("libversion_number"),
				sqlite.call("threadsafe"));
	}

	private static Object complete(SqliteLibrary sqlite, Value text) {
		long sql = sqlite.copy(SqliteValues.bytes(text));
		try {
			return sqlite.call("complete", sql);
		}
		finally {
			sqlite.free(sql);
		}
	}

	/**
	 * Open a connection.
	 * @param loaded the library
	 * @param arguments the path, the flags, and for how many milliseconds to wait for
	 * locks
	 * @return what works with the connection, and its number, or an error
	 */
	private Object open(SqliteEngine.Loaded loaded, Value... arguments) {
		loaded.cleaner().clean();
		SqliteLibrary sqlite = loaded.library();
		SqliteValues values = new SqliteValues(sqlite);
		long path = sqlite.copy(SqliteValues.bytes(arguments[0]));
		long out = sqlite.memory(8);
		sqlite.linker.writeNumber(0, out);
		int code = sqlite.call("open_v2", path, out, arguments[1].asInt(), 0L);
		long address = sqlite.linker.readNumbers(out, 1)[0];
		sqlite.free(out);
		sqlite.free(path);
		SqliteDatabase database = new SqliteDatabase(sqlite, values, loaded.cleaner(), address, arguments[2].asLong());
		if (code != SqliteLibrary.OK) {
			Object failure = (address != 0) ? database.failure(code) : database.failure(code, "out of memory");
			database.close();
			return failure;
		}
		long id = loaded.callbacks().add(database, null, true);
		sqlite.call("busy_handler", address, loaded.callbacks().await, id);
		this.databases.put(id, database);
		SqliteFunctions functions = new SqliteFunctions(database, id, loaded.callbacks());
		functions.poll();
		SqliteConnection connection = new SqliteConnection(database, functions, loaded.cleaner(), this.databases::get);
		Runnable close = () -> {
			database.abandon();
			forget(loaded, id);
		};
		loaded.cleaner().watch(connection, close);
		return ProxyArray.fromArray(connection.door(() -> forget(loaded, id)), id);
	}

	private void forget(SqliteEngine.Loaded loaded, long id) {
		this.databases.remove(id);
		loaded.callbacks().forget(id);
	}

	/**
	 * Refuse a checkpoint while a connection has a file open. Each copy would go on with
	 * what it has read of the file and with its locks, which POSIX ties to a file that is
	 * another one in the copy: closing a further connection to it would then give them
	 * up.
	 * @throws IllegalStateException if there is such a connection
	 */
	void beforeCheckpoint() {
		this.engine.clean();
		for (SqliteDatabase database : this.databases.values()) {
			for (String file : database.files()) {
				throw new IllegalStateException(
						"A connection of sqlite3 has %s open: close it before, as in the hook pre_checkpoint"
							.formatted(file));
			}
		}
	}

	/**
	 * Let a copy have random numbers of its own.
	 */
	void afterRestore() {
		this.engine.reseed();
	}

	/**
	 * Close the connections that were not, after the interpreter has ended.
	 */
	void close() {
		this.databases.values().forEach(SqliteDatabase::abandon);
		this.databases.clear();
	}

}
