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

import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyArray;
import org.graalvm.polyglot.proxy.ProxyExecutable;

/**
 * A blob that is read and written in place, for Python.
 *
 * @author wsgi-spring-boot contributors
 */
final class SqliteBlob {

	private final SqliteDatabase database;

	private final SqliteLibrary sqlite;

	private final SqlitePointer pointer;

	// Not the connection itself, which may be collected with this
	private final Object connection;

	private SqliteBlob(Object connection, SqliteDatabase database, SqlitePointer pointer) {
		this.connection = connection;
		this.database = database;
		this.sqlite = database.sqlite();
		this.pointer = pointer;
	}

	/**
	 * Open a blob.
	 * @param connection the connection of Python
	 * @param database the connection, whose lock is held
	 * @param cleaner finds out when the blob is gone
	 * @param arguments the names of the database, the table and the column, the number of
	 * the row, and whether it is written
	 * @return {@code read}, {@code write} and {@code close}, and its size, or an error
	 */
	static Object open(Object connection, SqliteDatabase database, SqliteCleaner cleaner, Value... arguments) {
		SqliteLibrary sqlite = database.sqlite();
		long[] names = new long[3];
		long out = sqlite.memory(8);
		try {
			sqlite.linker.writeNumber(0, out);
			for (int i = 0; i < names.length; i++) {
				names[i] = sqlite.copy(SqliteValues.bytes(arguments[i]));
			}
			int code = sqlite.call("blob_open", database.address(), names[0], names[1], names[2], arguments[3].asLong(),
					arguments[4].asInt(), out);
			if (code != SqliteLibrary.OK) {
				return database.failure(code);
			}
			SqlitePointer pointer = new SqlitePointer("blob_close", sqlite.linker.readNumbers(out, 1)[0]);
			pointer.setActive(true);
			database.add(pointer);
			SqliteBlob blob = new SqliteBlob(connection, database, pointer);
			cleaner.watch(blob, () -> database.abandon(pointer));
			return blob.door();
		}
		finally {
			for (long name : names) {
				sqlite.free(name);
			}
			sqlite.free(out);
		}
	}

	private Object door() {
		ProxyExecutable read = (arguments) -> this.database.use(() -> read(arguments[0].asInt(), arguments[1].asInt()));
		ProxyExecutable write = (arguments) -> this.database.use(() -> write(arguments[0].asInt(), arguments[1]));
		ProxyExecutable close = (arguments) -> this.database.use(this::close);
		return ProxyArray.fromArray(read, write, close, this.sqlite.call("blob_bytes", this.pointer.address()));
	}

	private Object read(int offset, int count) {
		long memory = this.sqlite.memory(Math.max(count, 1));
		try {
			int code = this.sqlite.call("blob_read", this.pointer.address(), memory, count, offset);
			return (code == SqliteLibrary.OK) ? this.database.values().bytes(this.sqlite.linker.read(memory, count))
					: this.database.failure(code);
		}
		finally {
			this.sqlite.free(memory);
		}
	}

	private Object write(int offset, Value data) {
		byte[] bytes = SqliteValues.bytes(data);
		long memory = this.sqlite.copy(bytes);
		try {
			int code = this.sqlite.call("blob_write", this.pointer.address(), memory, bytes.length, offset);
			return (code == SqliteLibrary.OK) ? this.database.values().none() : this.database.failure(code);
		}
		finally {
			this.sqlite.free(memory);
		}
	}

	private Object close() {
		this.database.release(this.pointer);
		return this.database.values().none();
	}

}
