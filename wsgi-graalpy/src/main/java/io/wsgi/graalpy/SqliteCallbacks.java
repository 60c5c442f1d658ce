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

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;

import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * The functions that SQLite calls, on the thread that called SQLite. Nothing is thrown
 * through C: what Python throws is kept, and thrown when SQLite has returned.
 *
 * @author wsgi-spring-boot contributors
 */
final class SqliteCallbacks {

	private static final String RAISED = "user-defined function raised exception";

	private static final int ID_SIZE = 8;

	private final SqliteLibrary sqlite;

	private final Map<Long, SqliteCallback> callbacks = new ConcurrentHashMap<>();

	private final AtomicLong ids = new AtomicLong();

	final long function;

	final long step;

	final long inverse;

	final long value;

	final long end;

	final long compare;

	final long authorize;

	final long progress;

	final long poll;

	final long trace;

	final long await;

	final long forget;

	SqliteCallbacks(SqliteLibrary sqlite) {
		this.sqlite = sqlite;
		this.function = pointer("function", void.class, long.class, int.class, long.class);
		this.step = pointer("step", void.class, long.class, int.class, long.class);
		this.inverse = pointer("inverse", void.class, long.class, int.class, long.class);
		this.value = pointer("value", void.class, long.class);
		this.end = pointer("end", void.class, long.class);
		this.compare = pointer("compare", int.class, long.class, int.class, long.class, int.class, long.class);
		this.authorize = pointer("authorize", int.class, long.class, int.class, long.class, long.class, long.class,
				long.class);
		this.progress = pointer("progress", int.class, long.class);
		this.poll = pointer("poll", int.class, long.class);
		this.trace = pointer("trace", int.class, int.class, long.class, long.class, long.class);
		this.await = pointer("await", int.class, long.class, int.class);
		this.forget = pointer("forget", void.class, long.class);
	}

	private long pointer(String method, Class<?> result, Class<?>... parameters) {
		try {
			MethodHandle handle = MethodHandles.lookup().bind(this, method, MethodType.methodType(result, parameters));
			return this.sqlite.linker.callback(handle);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Take what SQLite will call.
	 * @param database the connection that it belongs to
	 * @param function what to call in Python, or {@code null} if that is not needed
	 * @param pure whether it has no effects
	 * @return its number, which SQLite is given
	 */
	long add(SqliteDatabase database, @Nullable Value function, boolean pure) {
		long id = this.ids.incrementAndGet();
		this.callbacks.put(id, new SqliteCallback(database, function, pure));
		return id;
	}

	/**
	 * Forget what SQLite will not call any more.
	 * @param id its number
	 */
	void forget(long id) {
		this.callbacks.remove(id);
	}

	private void function(long context, int count, long values) {
		call(context, true, (callback) -> {
			Object[] arguments = callback.database().values().arguments(count, values);
			return (arguments != null) ? callback.execute(arguments) : null;
		});
	}

	private void step(long context, int count, long values) {
		call(context, false, (callback) -> accumulate(callback, "step", context, count, values));
	}

	private void inverse(long context, int count, long values) {
		call(context, false, (callback) -> accumulate(callback, "inverse", context, count, values));
	}

	private @Nullable Value accumulate(SqliteCallback callback, String method, long context, int count, long values) {
		Object[] given = callback.database().values().arguments(count, values);
		if (given == null) {
			return null;
		}
		Object[] arguments = new Object[count + 2];
		arguments[0] = method;
		arguments[1] = instance(context, ID_SIZE);
		System.arraycopy(given, 0, arguments, 2, count);
		return callback.execute(arguments);
	}

	private void value(long context) {
		call(context, true, (callback) -> callback.execute("value", instance(context, ID_SIZE)));
	}

	private void end(long context) {
		long instance = instance(context, 0);
		if (instance != 0) {
			call(context, true, (callback) -> callback.execute("finalize", instance));
		}
	}

	/**
	 * Return the number of the instance of an aggregate function.
	 * @param context the call of the function
	 * @param size how much memory to make for it, if there is none yet
	 * @return the number, or 0 if there is no instance
	 */
	private long instance(long context, int size) {
		long address = this.sqlite.aggregateContext.number(context, size);
		if (address == 0) {
			return 0;
		}
		long instance = this.sqlite.linker.readNumbers(address, 1)[0];
		if (instance == 0) {
			instance = this.ids.incrementAndGet();
			this.sqlite.linker.writeNumber(instance, address);
		}
		return instance;
	}

	private void call(long context, boolean hasResult, Call call) {
		SqliteCallback callback = this.callbacks.get(this.sqlite.userData.number(context));
		if (callback == null || callback.database().upcalls().isSealed()) {
			return;
		}
		try {
			if (!callback.pure()) {
				callback.database().upcalls().countImpureCall();
			}
			Value result = call.with(callback);
			SqliteValues values = callback.database().values();
			if (result == null) {
				values.error(context, RAISED);
			}
			else if (hasResult || !result.isNull()) {
				values.result(context, result);
			}
		}
		catch (Throwable ex) {
			fail(callback, ex);
			callback.database().values().error(context, RAISED);
		}
	}

	private int compare(long id, int firstSize, long first, int secondSize, long second) {
		return ask(id, 0, false, (callback) -> {
			SqliteValues values = callback.database().values();
			Object left = values.decoded(this.sqlite.linker.read(first, firstSize));
			Object right = values.decoded(this.sqlite.linker.read(second, secondSize));
			return (left != null && right != null) ? callback.execute(left, right) : null;
		});
	}

	private int authorize(long id, int action, long first, long second, long third, long fourth) {
		return ask(id, 1, true, (callback) -> {
			SqliteValues values = callback.database().values();
			return callback.execute(action, values.text(this.sqlite.linker.string(first)),
					values.text(this.sqlite.linker.string(second)), values.text(this.sqlite.linker.string(third)),
					values.text(this.sqlite.linker.string(fourth)));
		});
	}

	private int progress(long id) {
		return ask(id, 1, true, SqliteCallback::execute);
	}

	private int poll(long id) {
		SqliteCallback callback = this.callbacks.get(id);
		return (callback != null) ? guard(callback, 1, callback.database().upcalls()::poll) : 0;
	}

	private int trace(int event, long id, long statement, long sql) {
		return ask(id, 0, true, (callback) -> {
			SqliteValues values = callback.database().values();
			long expanded = this.sqlite.pointer("expanded_sql", statement);
			try {
				return callback.execute(values.text(this.sqlite.linker.string(expanded)),
						values.text(this.sqlite.string("sql", statement)));
			}
			finally {
				this.sqlite.free(expanded);
			}
		});
	}

	private int await(long id, int count) {
		SqliteCallback callback = this.callbacks.get(id);
		return (callback != null) ? guard(callback, 0, () -> callback.database().upcalls().await(count)) : 0;
	}

	private int ask(long id, int otherwise, boolean sealed, Call call) {
		SqliteCallback callback = this.callbacks.get(id);
		if (callback == null || callback.database().upcalls().isSealed()) {
			return 0;
		}
		IntSupplier answer = () -> {
			Value result = call.with(callback);
			return (result != null) ? result.asInt() : otherwise;
		};
		return guard(callback, otherwise, sealed ? () -> callback.database().upcalls().sealed(answer) : answer);
	}

	private static int guard(SqliteCallback callback, int otherwise, IntSupplier call) {
		try {
			return call.getAsInt();
		}
		catch (Throwable ex) {
			fail(callback, ex);
			return otherwise;
		}
	}

	private static void fail(SqliteCallback callback, Throwable thrown) {
		callback.database().upcalls().fail(thrown);
	}

	/**
	 * A call of Python.
	 */
	private interface Call {

		@Nullable Value with(SqliteCallback callback);

	}

}
