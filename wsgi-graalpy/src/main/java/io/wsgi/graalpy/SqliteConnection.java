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

	private static final int UTF_8 = 1;

	private static final int DETERMINISTIC = 0x800;

	private static final int TRACE_STATEMENTS = 1;

	// Instructions of SQLite, of which it does some millions in a second
	private static final int POLL = 20_000;

	private static final int TOO_BIG = 18;

	private static final int MORE_THAN_ONE = -5;

	private static final int ABSENT = -6;

	private final SqliteDatabase database;

	private final SqliteLibrary sqlite;

	private final SqliteValues values;

	private final SqliteCallbacks callbacks;

	private final SqliteCleaner cleaner;

	private final LongFunction<@Nullable SqliteDatabase> databases;

	private final long id;

	private long authorizer;

	private long progress;

	private long trace;

	SqliteConnection(SqliteDatabase database, long id, SqliteCallbacks callbacks, SqliteCleaner cleaner,
			LongFunction<@Nullable SqliteDatabase> databases) {
		this.id = id;
		this.database = database;
		this.sqlite = database.sqlite();
		this.values = database.values();
		this.callbacks = callbacks;
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
				return this.database.isActive() ? this.values.none() : close(closed);
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
			case "execute" -> outcome(this.database.execute(encoded(arguments[0])));
			case "script" -> script(SqliteValues.bytes(arguments[0]));
			case "in_transaction" -> this.database.isInTransaction();
			case "total_changes" -> this.sqlite.call("total_changes", this.database.address());
			case "limit" ->
				this.sqlite.call("limit", this.database.address(), arguments[0].asInt(), arguments[1].asInt());
			case "config" -> configure(arguments[0].asInt(), arguments[1].asInt());
			case "function" -> function(arguments);
			case "aggregate" -> aggregate(arguments);
			case "window" -> window(arguments);
			case "collation" -> collation(arguments);
			case "authorizer" -> authorizer(arguments[0]);
			case "progress" -> progress(arguments[0], arguments[1].asInt());
			case "trace" -> trace(arguments[0]);
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
		int code = database.prepare(text, (address, end) -> {
			if (address == 0) {
				return;
			}
			SqlitePointer pointer = new SqlitePointer("finalize", address);
			if (isEmpty(text, end)) {
				database.add(pointer);
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

	private static boolean isEmpty(byte[] sql, int start) {
		int i = start;
		while (i < sql.length) {
			if (sql[i] == '-' && i + 1 < sql.length && sql[i + 1] == '-') {
				while (i < sql.length && sql[i] != '\n') {
					i++;
				}
			}
			else if (sql[i] == '/' && i + 1 < sql.length && sql[i + 1] == '*') {
				i += 2;
				while (i + 1 < sql.length && (sql[i] != '*' || sql[i + 1] != '/')) {
					i++;
				}
				i += 2;
			}
			else if (" \t\f\n\r".indexOf(sql[i]) < 0) {
				return false;
			}
			else {
				i++;
			}
		}
		return true;
	}

	private Object script(byte[] sql) {
		byte[] rest = sql;
		while (rest.length > 0) {
			int[] end = { rest.length };
			int[] code = { SqliteLibrary.OK };
			int prepared = this.database.prepare(rest, (statement, tail) -> {
				end[0] = tail;
				if (statement != 0) {
					code[0] = this.database.runToEnd(statement);
				}
			});
			if (prepared != SqliteLibrary.OK || code[0] != SqliteLibrary.OK) {
				return this.database.failure((prepared != SqliteLibrary.OK) ? prepared : code[0]);
			}
			rest = Arrays.copyOfRange(rest, end[0], rest.length);
		}
		return this.values.none();
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

	private Object function(Value... arguments) {
		boolean deterministic = arguments[2].asBoolean();
		boolean removed = arguments[3].isNull();
		return named(arguments[0],
				(name) -> this.sqlite.call("create_function_v2", this.database.address(), name, arguments[1].asInt(),
						deterministic ? UTF_8 | DETERMINISTIC : UTF_8, add(arguments[3], deterministic),
						removed ? 0L : this.callbacks.function, 0L, 0L, removed ? 0L : this.callbacks.forget));
	}

	private Object aggregate(Value... arguments) {
		boolean removed = arguments[2].isNull();
		return named(arguments[0],
				(name) -> this.sqlite.call("create_function_v2", this.database.address(), name, arguments[1].asInt(),
						UTF_8, add(arguments[2], false), 0L, removed ? 0L : this.callbacks.step,
						removed ? 0L : this.callbacks.end, removed ? 0L : this.callbacks.forget));
	}

	private Object window(Value... arguments) {
		boolean removed = arguments[2].isNull();
		return named(arguments[0],
				(name) -> this.sqlite.call("create_window_function", this.database.address(), name,
						arguments[1].asInt(), UTF_8, add(arguments[2], false), removed ? 0L : this.callbacks.step,
						removed ? 0L : this.callbacks.end, removed ? 0L : this.callbacks.value,
						removed ? 0L : this.callbacks.inverse, removed ? 0L : this.callbacks.forget));
	}

	private Object collation(Value... arguments) {
		boolean removed = arguments[1].isNull();
		return named(arguments[0],
				(name) -> this.sqlite.call("create_collation_v2", this.database.address(), name, UTF_8,
						add(arguments[1], true), removed ? 0L : this.callbacks.compare,
						removed ? 0L : this.callbacks.forget));
	}

	private long add(Value function, boolean pure) {
		return function.isNull() ? 0 : this.callbacks.add(this.database, function, pure);
	}

	private Object named(Value name, LongFunction<Integer> call) {
		long text = this.sqlite.copy(encoded(name));
		try {
			return outcome(call.apply(text));
		}
		finally {
			this.sqlite.free(text);
		}
	}

	private Object authorizer(Value function) {
		long before = this.authorizer;
		this.authorizer = add(function, true);
		int code = this.sqlite.call("set_authorizer", this.database.address(),
				(this.authorizer != 0) ? this.callbacks.authorize : 0L, this.authorizer);
		this.callbacks.forget(before);
		return outcome(code);
	}

	private Object progress(Value function, int instructions) {
		long before = this.progress;
		this.progress = add(function, true);
		if (this.progress != 0) {
			this.sqlite.run("progress_handler", this.database.address(), instructions, this.callbacks.progress,
					this.progress);
		}
		else {
			poll();
		}
		this.callbacks.forget(before);
		return this.values.none();
	}

	/**
	 * Have a statement that takes long look after what the interpreter wants.
	 */
	void poll() {
		this.sqlite.run("progress_handler", this.database.address(), POLL, this.callbacks.poll, this.id);
	}

	private Object trace(Value function) {
		long before = this.trace;
		this.trace = add(function, true);
		int code = this.sqlite.call("trace_v2", this.database.address(), (this.trace != 0) ? TRACE_STATEMENTS : 0,
				(this.trace != 0) ? this.callbacks.trace : 0L, this.trace);
		this.callbacks.forget(before);
		return outcome(code);
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
		// From here on, it belongs to SQLite, which may let it grow
		long address = this.sqlite.copy(content);
		return named(name, (schema) -> this.sqlite.call("deserialize", this.database.address(), schema, address,
				(long) content.length, (long) content.length, 3));
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
