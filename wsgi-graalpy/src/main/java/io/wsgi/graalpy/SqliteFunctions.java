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
import java.util.function.LongFunction;

import org.graalvm.polyglot.Value;

/**
 * The functions of Python that a connection calls.
 *
 * @author wsgi-spring-boot contributors
 */
final class SqliteFunctions {

	private static final int UTF_8 = 1;

	private static final int DETERMINISTIC = 0x800;

	private static final int TRACE_STATEMENTS = 1;

	// Instructions of SQLite, of which it does some millions in a second
	private static final int POLL = 20_000;

	private final SqliteDatabase database;

	private final SqliteLibrary sqlite;

	private final SqliteCallbacks callbacks;

	private final long id;

	private long authorizer;

	private long progress;

	private long trace;

	/**
	 * Create a new instance.
	 * @param database the connection
	 * @param id its number
	 * @param callbacks what SQLite calls
	 */
	SqliteFunctions(SqliteDatabase database, long id, SqliteCallbacks callbacks) {
		this.database = database;
		this.sqlite = database.sqlite();
		this.callbacks = callbacks;
		this.id = id;
	}

	int function(Value... arguments) {
		boolean deterministic = arguments[2].asBoolean();
		boolean removed = arguments[3].isNull();
		return named(arguments[0],
				(name) -> this.sqlite.call("create_function_v2", this.database.address(), name, arguments[1].asInt(),
						deterministic ? UTF_8 | DETERMINISTIC : UTF_8, add(arguments[3], deterministic),
						removed ? 0L : this.callbacks.function, 0L, 0L, removed ? 0L : this.callbacks.forget));
	}

	int aggregate(Value... arguments) {
		boolean removed = arguments[2].isNull();
		return named(arguments[0],
				(name) -> this.sqlite.call("create_function_v2", this.database.address(), name, arguments[1].asInt(),
						UTF_8, add(arguments[2], false), 0L, removed ? 0L : this.callbacks.step,
						removed ? 0L : this.callbacks.end, removed ? 0L : this.callbacks.forget));
	}

	int window(Value... arguments) {
		boolean removed = arguments[2].isNull();
		return named(arguments[0],
				(name) -> this.sqlite.call("create_window_function", this.database.address(), name,
						arguments[1].asInt(), UTF_8, add(arguments[2], false), removed ? 0L : this.callbacks.step,
						removed ? 0L : this.callbacks.end, removed ? 0L : this.callbacks.value,
						removed ? 0L : this.callbacks.inverse, removed ? 0L : this.callbacks.forget));
	}

	int collation(Value... arguments) {
		boolean removed = arguments[1].isNull();
		return named(arguments[0],
				(name) -> this.sqlite.call("create_collation_v2", this.database.address(), name, UTF_8,
						add(arguments[1], true), removed ? 0L : this.callbacks.compare,
						removed ? 0L : this.callbacks.forget));
	}

	private long add(Value function, boolean pure) {
		return function.isNull() ? 0 : this.callbacks.add(this.database, function, pure);
	}

	private int named(Value name, LongFunction<Integer> call) {
		long text = this.sqlite.copy(name.asString().getBytes(StandardCharsets.UTF_8));
		try {
			return call.apply(text);
		}
		finally {
			this.sqlite.free(text);
		}
	}

	int authorizer(Value function) {
		long before = this.authorizer;
		this.authorizer = add(function, true);
		int code = this.sqlite.call("set_authorizer", this.database.address(),
				(this.authorizer != 0) ? this.callbacks.authorize : 0L, this.authorizer);
		this.callbacks.forget(before);
		return code;
	}

	int progress(Value function, int instructions) {
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
		return SqliteLibrary.OK;
	}

	/**
	 * Have a statement that takes long look after what the interpreter wants.
	 */
	void poll() {
		this.sqlite.run("progress_handler", this.database.address(), POLL, this.callbacks.poll, this.id);
	}

	int trace(Value function) {
		long before = this.trace;
		this.trace = add(function, true);
		int code = this.sqlite.call("trace_v2", this.database.address(), (this.trace != 0) ? TRACE_STATEMENTS : 0,
				(this.trace != 0) ? this.callbacks.trace : 0L, this.trace);
		this.callbacks.forget(before);
		return code;
	}

}
