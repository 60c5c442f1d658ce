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
 * A copy of a database that is being made, for Python.
 *
 * @author wsgi-spring-boot contributors
 */
final class SqliteBackup {

	private final SqliteDatabase source;

	private final SqliteLibrary sqlite;

	private final SqlitePointer pointer;

	// Not the connection itself, which may be collected with this
	private final Object connection;

	private SqliteBackup(Object connection, SqliteDatabase source, SqlitePointer pointer) {
		this.connection = connection;
		this.source = source;
		this.sqlite = source.sqlite();
		this.pointer = pointer;
	}

	/**
	 * Begin to copy.
	 * @param connection the connection of Python
	 * @param target the connection to copy to
	 * @param source the connection to copy from
	 * @param cleaner finds out when the backup is gone
	 * @param targetName the name of the database to copy to
	 * @param sourceName the name of the database to copy from
	 * @return {@code step}, {@code remaining}, {@code size} and {@code finish}, or an
	 * error
	 */
	static Object start(Object connection, SqliteDatabase target, SqliteDatabase source, SqliteCleaner cleaner,
			Value targetName, Value sourceName) {
		SqliteLibrary sqlite = source.sqlite();
		long to = sqlite.copy(SqliteValues.bytes(targetName));
		long from = sqlite.copy(SqliteValues.bytes(sourceName));
		try {
			// In the same order always, or two that copy into each other wait for ever
			boolean isFirst = source.address() < target.address();
			SqliteDatabase first = isFirst ? source : target;
			SqliteDatabase second = isFirst ? target : source;
			return first.use(() -> second.use(() -> {
				long address = sqlite.pointer("backup_init", target.address(), to, source.address(), from);
				if (address == 0) {
					return target.failure(sqlite.call("errcode", target.address()));
				}
				// SQLite keeps both connections until it has ended
				SqlitePointer pointer = new SqlitePointer("backup_finish", address);
				source.add(pointer);
				SqliteBackup backup = new SqliteBackup(connection, source, pointer);
				cleaner.watch(backup, () -> source.abandon(pointer));
				return backup.door();
			}));
		}
		finally {
			sqlite.free(from);
			sqlite.free(to);
		}
	}

	private Object door() {
		ProxyExecutable step = (arguments) -> this.source.use(() -> call("backup_step", arguments[0].asInt()));
		ProxyExecutable remaining = (arguments) -> this.source.use(() -> call("backup_remaining"));
		ProxyExecutable size = (arguments) -> this.source.use(() -> call("backup_pagecount"));
		ProxyExecutable finish = (arguments) -> this.source.use(() -> finish());
		return ProxyArray.fromArray(step, remaining, size, finish);
	}

	private Object call(String function, Object... arguments) {
		Object[] all = new Object[arguments.length + 1];
		all[0] = this.pointer.address();
		System.arraycopy(arguments, 0, all, 1, arguments.length);
		return (this.pointer.address() != 0) ? this.sqlite.call(function, all) : SqliteDatabase.MISUSE;
	}

	private Object finish() {
		int code = this.source.release(this.pointer);
		return this.source.values().tuple(code, code, this.source.values().text(this.sqlite.string("errstr", code)));
	}

}
