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

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.LongFunction;

import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.jspecify.annotations.Nullable;

/**
 * A connection for Python, which names what it wants to be done.
 *
 * @author wsgi-spring-boot contributors
 */
final class SqliteConnection {

	private static final int TOO_BIG = 18;

	// SQLITE_DESERIALIZE_FREEONCLOSE and RESIZEABLE
	private static final int MINE = 3;

	private static final int MORE_THAN_ONE = -5;

	private static final int ABSENT = -6;

	private final SqliteDatabase database;

	private final SqliteLibrary sqlite;

	private final SqliteValues values;

	private final SqliteText text;

	private final SqliteFunctions functions;

	private final SqliteCleaner cleaner;

	private final LongFunction<@Nullable SqliteDatabase> databases;

	SqliteConnection(SqliteDatabase database, SqliteFunctions functions, SqliteCleaner cleaner,
			LongFunction<@Nullable SqliteDatabase> databases) {
		this.database = database;
		this.sqlite = database.sqlite();
		this.values = database.values();
		this.text = new SqliteText(database);
		this.functions = functions;
		this.cleaner = cleaner;
		this.databases = databases;
	}

	/**
	 * Return the connection for Python.
	 * @param closed is told when it is closed
	 * @return the function that takes the name of what is to be done, and its arguments
	 */
	ProxyExecutable door(Runnable closed) {
		return (arguments) -> {
			String operation = arguments[0].asString();
			if (operation.equals("interrupt")) {
				this.database.interrupt();
				return this.values.none();
			}
			if (operation.equals("close")) {
				return close(closed);
			}
			if (operation.equals("retire")) {
				return this.database
					.use(() -> this.database.pointers().areActive() ? this.values.none() : close(closed));
			}
			if (operation.equals("backup")) {
				return backup(arguments);
			}
			return this.database.use(() -> perform(operation, Arrays.copyOfRange(arguments, 1, arguments.length)));
		};
	}

	private Object close(Runnable closed) {
		this.database.close();
		closed.run();
		return this.values.none();
	}

	private Object perform(String operation, Value... arguments) {
		return switch (operation) {
			case "prepare" -> prepare(SqliteValues.bytes(arguments[0]));
			case "execute" -> outcome(this.text.execute(encoded(arguments[0])));
			case "script" -> outcome(this.text.script(SqliteValues.bytes(arguments[0])));
			case "in_transaction" -> this.database.isInTransaction();
			case "total_changes" -> this.sqlite.call("total_changes", this.database.address());
			case "limit" ->
				this.sqlite.call("limit", this.database.address(), arguments[0].asInt(), arguments[1].asInt());
			case "config" -> configure(arguments[0].asInt(), arguments[1].asInt());
			case "function" -> outcome(this.functions.function(arguments));
			case "aggregate" -> outcome(this.functions.aggregate(arguments));
			case "window" -> outcome(this.functions.window(arguments));
			case "collation" -> outcome(this.functions.collation(arguments));
			case "authorizer" -> outcome(this.functions.authorizer(arguments[0]));
			case "progress" -> outcome(this.functions.progress(arguments[0], arguments[1].asInt()));
			case "trace" -> outcome(this.functions.trace(arguments[0]));
			case "serialize" -> serialize(arguments[0]);
			case "deserialize" -> deserialize(arguments[0], arguments[1]);
			case "blob" -> SqliteBlob.open(this, this.database, this.cleaner, arguments);
			case "allow_extensions" ->
				outcome(this.sqlite.call("enable_load_extension", this.database.address(), arguments[0].asInt()));
			case "load_extension" -> loadExtension(arguments[0], arguments[1]);
			default -> throw new IllegalArgumentException(operation);
		};
	}

	private static byte[] encoded(Value text) {
		return text.asString().getBytes(StandardCharsets.UTF_8);
	}

	private Object outcome(int code) {
		return (code == SqliteLibrary.OK) ? this.values.none() : this.database.failure(code);
	}

	private Object prepare(byte[] text) {
		this.cleaner.clean();
		// What is watched must not be known by who cleans up after it
		SqliteDatabase database = this.database;
		Object[] door = { this.values.none() };
		int code = this.text.prepare(text, (address, end) -> {
			if (address == 0) {
				return;
			}
			SqlitePointer pointer = new SqlitePointer("finalize", address);
			if (SqliteText.isEmpty(text, end)) {
				database.pointers().add(pointer);
				SqliteStatement statement = new SqliteStatement(this, database, pointer);
				this.cleaner.watch(statement, () -> database.abandon(pointer));
				door[0] = statement.door();
			}
			else {
				pointer.release(this.sqlite);
				door[0] = this.database.failure(MORE_THAN_ONE, "You can only execute one statement at a time.");
			}
		});
		if (code == TOO_BIG) {
			return this.database.failure(code, "query string is too large");
		}
		return (code == SqliteLibrary.OK) ? door[0] : this.database.failure(code);
	}

	private Object configure(int option, int value) {
		long out = this.sqlite.memory(8);
		try {
			this.sqlite.linker.writeNumber(0, out);
			int code = this.sqlite.configure(this.database.address(), option, value, out);
			return (code == SqliteLibrary.OK) ? (int) this.sqlite.linker.readNumbers(out, 1)[0]
					: this.database.failure(code);
		}
		finally {
			this.sqlite.free(out);
		}
	}

	private Object serialize(Value name) {
		long schema = this.sqlite.copy(encoded(name));
		long size = this.sqlite.memory(8);
		try {
			long content = this.sqlite.pointer("serialize", this.database.address(), schema, size, 0);
			if (content == 0) {
				return this.database.failure(ABSENT, "unable to serialize '" + name.asString() + "'");
			}
			try {
				return this.values.bytes(
						this.sqlite.linker.read(content, Math.toIntExact(this.sqlite.linker.readNumbers(size, 1)[0])));
			}
			finally {
				this.sqlite.free(content);
			}
		}
		finally {
			this.sqlite.free(size);
			this.sqlite.free(schema);
		}
	}

	private Object deserialize(Value name, Value data) {
		byte[] content = SqliteValues.bytes(data);
		long schema = this.sqlite.copy(encoded(name));
		try {
			// From here on, it belongs to SQLite, which may let it grow
			return outcome(this.sqlite.call("deserialize", this.database.address(), schema, this.sqlite.copy(content),
					(long) content.length, (long) content.length, MINE));
		}
		finally {
			this.sqlite.free(schema);
		}
	}

	private Object backup(Value... arguments) {
		SqliteDatabase target = this.databases.apply(arguments[1].asLong());
		if (target == null) {
			return this.database.failure(SqliteDatabase.CLOSED, "target connection is closed");
		}
		return SqliteBackup.start(this, target, this.database, this.cleaner, arguments[2], arguments[3]);
	}

	private Object loadExtension(Value path, Value entry) {
		long file = this.sqlite.copy(encoded(path));
		long start = entry.isNull() ? 0 : this.sqlite.copy(encoded(entry));
		long out = this.sqlite.memory(8);
		try {
			this.sqlite.linker.writeNumber(0, out);
			int code = this.sqlite.call("load_extension", this.database.address(), file, start, out);
			long message = this.sqlite.linker.readNumbers(out, 1)[0];
			Object failure = this.values.tuple(code, code, this.values.text(this.sqlite.linker.string(message)));
			this.sqlite.free(message);
			return (code == SqliteLibrary.OK) ? this.values.none() : failure;
		}
		finally {
			this.sqlite.free(out);
			this.sqlite.free(start);
			this.sqlite.free(file);
		}
	}

}
