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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.oracle.truffle.api.TruffleSafepoint;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyArray;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.jspecify.annotations.Nullable;

/**
 * A statement of SQLite for Python. Many rows go over in one call: a statement that only
 * reads is read some rows ahead, as long as that calls no function that may have effects
 * and takes no time worth mentioning. A statement that has come to its end holds no lock.
 *
 * @author wsgi-spring-boot contributors
 */
final class SqliteStatement {

	private static final int ROW = 100;

	private static final int DONE = 101;

	private static final int LOCKED = 6;

	private static final int RECURSIVE = -4;

	private static final long AHEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	private static final long AHEAD_BYTES = 256 * 1024;

	private static final int POLL = 256;

	private final SqliteDatabase database;

	private final SqliteLibrary sqlite;

	private final SqliteValues values;

	private final SqlitePointer pointer;

	private final SqliteColumns columns;

	private final SqliteText text;

	private final boolean readOnly;

	private boolean running;

	private boolean hasRow;

	private @Nullable Object failure;

	// Not the connection itself, which may be collected with this
	private final Object connection;

	SqliteStatement(Object connection, SqliteDatabase database, SqlitePointer pointer) {
		this.connection = connection;
		this.database = database;
		this.sqlite = database.sqlite();
		this.values = database.values();
		this.pointer = pointer;
		this.columns = new SqliteColumns(database, pointer);
		this.text = new SqliteText(database);
		this.readOnly = this.sqlite.call("stmt_readonly", pointer.address()) != 0;
	}

	/**
	 * Return the statement for Python.
	 * @return {@code run}, {@code more}, {@code casts}, {@code describe}, {@code reset}
	 * and {@code finalize}, the names of the parameters, each before a NUL, and whether
	 * it only reads
	 */
	Object door() {
		ProxyExecutable run = (arguments) -> this.database.use(() -> run(arguments));
		ProxyExecutable more = (arguments) -> this.database.use(() -> more(arguments[0].asInt(), arguments[1].asInt()));
		ProxyExecutable casts = (arguments) -> this.database
			.use(() -> this.columns.cast(arguments[0].asString(), arguments[1].asBoolean()));
		ProxyExecutable describe = (arguments) -> this.database.use(this.columns::describe);
		ProxyExecutable reset = (arguments) -> this.database.use(this::reset);
		ProxyExecutable close = (arguments) -> this.database.use(this::close);
		return ProxyArray.fromArray(run, more, casts, describe, reset, close, parameters(), this.readOnly);
	}

	private String parameters() {
		StringBuilder names = new StringBuilder();
		int count = this.sqlite.call("bind_parameter_count", this.pointer.address());
		for (int i = 1; i <= count; i++) {
			String name = this.sqlite.string("bind_parameter_name", this.pointer.address(), i);
			names.append((name != null) ? name : "").append('\0');
		}
		return names.toString();
	}

	/**
	 * Run the statement from its beginning.
	 * @param arguments the version of the columns that Python knows, or -1 if it does not
	 * matter; what begins a transaction; how many rows to read ahead; the parameters
	 * @return the rows, what comes behind them, the number of changes, the number of the
	 * last row and the version of the columns
	 */
	private Object run(Value... arguments) {
		if (this.running) {
			return state(this.database.failure(RECURSIVE, "Recursive use of cursors not allowed."));
		}
		rewind();
		if (this.pointer.address() == 0) {
			return state(this.database.failure(SqliteDatabase.CLOSED, "Cannot operate on a closed database."));
		}
		String begin = arguments[1].asString();
		if (!begin.isEmpty() && !this.database.isInTransaction()) {
			int code = this.text.execute(begin.getBytes(StandardCharsets.UTF_8));
			if (code != SqliteLibrary.OK) {
				return state(this.database.failure(code));
			}
		}
		this.sqlite.clearBindings.integer(this.pointer.address());
		for (int i = 3; i < arguments.length; i++) {
			int code = this.values.bind(this.pointer.address(), i - 2, arguments[i]);
			if (code != SqliteLibrary.OK) {
				return state(
						(code > 0) ? this.database.failure(code) : this.values.tuple(code, i - 3, this.values.none()));
			}
		}
		long calls = this.database.upcalls().impureCalls();
		int code = step();
		if (code == LOCKED && this.database.pointers().areActive()) {
			// By a statement that belongs to an object that is gone, perhaps
			this.database.collect();
			code = step();
		}
		if (code != ROW) {
			Object end = (code == DONE) ? (Object) 1 : this.database.failure(code);
			int changes = this.sqlite.changes.integer(this.database.address());
			rewind();
			return state(List.of(), end, changes);
		}
		this.hasRow = true;
		int expected = arguments[0].asInt();
		int ahead = arguments[2].asInt();
		boolean known = expected < 0 || expected == this.columns.version();
		return rows(0, (known && calls == this.database.upcalls().impureCalls()) ? ahead : 0);
	}

	/**
	 * Return more rows.
	 * @param wanted how many rows are needed
	 * @param ahead how many more may be read
	 * @return as {@link #run}
	 */
	private Object more(int wanted, int ahead) {
		if (this.running) {
			return state(this.database.failure(RECURSIVE, "Recursive use of cursors not allowed."));
		}
		Object failure = this.failure;
		if (failure != null) {
			this.failure = null;
			return state(failure);
		}
		return rows(wanted, ahead);
	}

	private Object rows(int wanted, int ahead) {
		List<Object> rows = new ArrayList<>();
		int most = wanted + ((this.readOnly && !this.columns.areEncoded()) ? ahead : 0);
		long calls = this.database.upcalls().impureCalls();
		long bytes = this.values.size();
		long start = System.nanoTime();
		while (this.hasRow && rows.size() < most) {
			if (rows.size() >= wanted && (calls != this.database.upcalls().impureCalls()
					|| this.values.size() - bytes > AHEAD_BYTES || System.nanoTime() - start > AHEAD_NANOS)) {
				break;
			}
			Object row = this.columns.row();
			if (row == null) {
				return (rows.isEmpty() && wanted > 0) ? state(this.columns.undecodable()) : state(rows, 0, 0);
			}
			int code = step();
			if (code != ROW && code != DONE) {
				// As in CPython, the row before is lost
				Object failure = this.database.failure(code);
				rewind();
				boolean now = rows.isEmpty() && wanted > 0;
				this.failure = now ? null : failure;
				return state(rows, now ? failure : 0, 0);
			}
			rows.add(row);
			if (code == DONE) {
				int changes = this.sqlite.changes.integer(this.database.address());
				rewind();
				return state(rows, 1, changes);
			}
			if (rows.size() % POLL == 0) {
				TruffleSafepoint.pollHere(null);
			}
		}
		return state(rows, this.hasRow ? 0 : 1, 0);
	}

	private int step() {
		this.running = true;
		this.pointer.setActive(true);
		try {
			return this.sqlite.step.integer(this.pointer.address());
		}
		finally {
			this.running = false;
		}
	}

	private void rewind() {
		this.hasRow = false;
		this.failure = null;
		if (this.pointer.isActive()) {
			this.pointer.setActive(false);
			this.sqlite.reset.integer(this.pointer.address());
		}
	}

	private Object reset() {
		if (!this.running) {
			rewind();
		}
		return this.values.none();
	}

	private Object close() {
		if (!this.running) {
			this.hasRow = false;
			this.database.pointers().release(this.pointer);
		}
		return this.values.none();
	}

	private Object state(Object end) {
		return state(List.of(), end, 0);
	}

	private Object state(List<Object> rows, Object end, int changes) {
		return this.values.tuple(this.values.list(rows.toArray()), end, changes,
				SqliteValues.integer(this.sqlite.lastRowId.number(this.database.address())),
				(this.pointer.address() != 0) ? this.columns.version() : -1);
	}

}
