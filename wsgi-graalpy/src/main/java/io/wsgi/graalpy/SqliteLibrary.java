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
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The functions of the SQLite library, by the foreign function API.
 * <p>
 * GraalPy brings SQLite along, inside of the native module that this is in place of. That
 * one is preferred: nothing has to be installed, and it is the same on each machine. It
 * can be loaded without anything of Python being started: only the names of Python's
 * objects have to be there, which GraalPy's library of its C API defines. Where it cannot
 * be loaded, the library of the system is taken.
 *
 * @author wsgi-spring-boot contributors
 */
final class SqliteLibrary {

	private static final List<String> OF_THE_SYSTEM = List.of("libsqlite3.so.0", "/usr/lib/libsqlite3.dylib");

	// The oldest that CPython 3.12 takes is 3.7.15, but this has all that is used here
	private static final int OLDEST = 3_031_001;

	static final int OK = 0;

	private static final byte[] END = { 0 };

	private static final Class<?> INT = int.class;

	private static final Class<?> LONG = long.class;

	private static final Class<?> DOUBLE = double.class;

	private static final Class<?> VOID = void.class;

	private final ForeignLibrary library;

	private final Map<String, ForeignFunction> others = new ConcurrentHashMap<>();

	final ForeignLinker linker;

	final ForeignFunction step;

	final ForeignFunction reset;

	final ForeignFunction finalizeStatement;

	final ForeignFunction clearBindings;

	final ForeignFunction bindInteger;

	final ForeignFunction bindReal;

	final ForeignFunction bindText;

	final ForeignFunction bindBlob;

	final ForeignFunction bindEmptyBlob;

	final ForeignFunction columnCount;

	final ForeignFunction columnType;

	final ForeignFunction columnInteger;

	final ForeignFunction columnReal;

	final ForeignFunction columnText;

	final ForeignFunction columnBlob;

	final ForeignFunction columnBytes;

	final ForeignFunction valueType;

	final ForeignFunction valueInteger;

	final ForeignFunction valueReal;

	final ForeignFunction valueText;

	final ForeignFunction valueBlob;

	final ForeignFunction valueBytes;

	final ForeignFunction resultNull;

	final ForeignFunction resultInteger;

	final ForeignFunction resultReal;

	final ForeignFunction userData;

	final ForeignFunction aggregateContext;

	final ForeignFunction status;

	final ForeignFunction autocommit;

	final ForeignFunction changes;

	final ForeignFunction lastRowId;

	final ForeignFunction allocate;

	final long release;

	private SqliteLibrary(ForeignLinker linker, ForeignLibrary library) {
		this.linker = linker;
		this.library = library;
		this.step = function("step", INT, LONG);
		this.reset = function("reset", INT, LONG);
		this.finalizeStatement = function("finalize", INT, LONG);
		this.clearBindings = function("clear_bindings", INT, LONG);
		this.bindInteger = function("bind_int64", INT, LONG, INT, LONG);
		this.bindReal = function("bind_double", INT, LONG, INT, DOUBLE);
		this.bindText = function("bind_text64", INT, LONG, INT, LONG, LONG, LONG, INT);
		this.bindBlob = function("bind_blob64", INT, LONG, INT, LONG, LONG, LONG);
		this.bindEmptyBlob = function("bind_zeroblob", INT, LONG, INT, INT);
		this.columnCount = function("column_count", INT, LONG);
		this.columnType = function("column_type", INT, LONG, INT);
		this.columnInteger = function("column_int64", LONG, LONG, INT);
		this.columnReal = function("column_double", DOUBLE, LONG, INT);
		this.columnText = function("column_text", LONG, LONG, INT);
		this.columnBlob = function("column_blob", LONG, LONG, INT);
		this.columnBytes = function("column_bytes", INT, LONG, INT);
		this.valueType = function("value_type", INT, LONG);
		this.valueInteger = function("value_int64", LONG, LONG);
		this.valueReal = function("value_double", DOUBLE, LONG);
		this.valueText = function("value_text", LONG, LONG);
		this.valueBlob = function("value_blob", LONG, LONG);
		this.valueBytes = function("value_bytes", INT, LONG);
		this.resultNull = function("result_null", VOID, LONG);
		this.resultInteger = function("result_int64", VOID, LONG, LONG);
		this.resultReal = function("result_double", VOID, LONG, DOUBLE);
		this.userData = function("user_data", LONG, LONG);
		this.aggregateContext = function("aggregate_context", LONG, LONG, INT);
		this.status = function("stmt_status", INT, LONG, INT, INT);
		this.autocommit = function("get_autocommit", INT, LONG);
		this.changes = function("changes", INT, LONG);
		this.lastRowId = function("last_insert_rowid", LONG, LONG);
		this.allocate = function("malloc64", LONG, LONG);
		this.release = symbol("free");
	}

	/**
	 * Load the library.
	 * @param module the native module of GraalPy that contains SQLite
	 * @return the library, or {@code null} if there is none that can be loaded
	 */
	static @Nullable SqliteLibrary load(Path module) {
		ForeignLinker linker = ForeignLinker.find();
		if (linker == null) {
			return null;
		}
		Path names = module.resolveSibling("../" + System.mapLibraryName("python-native")).normalize();
		ForeignLibrary.load(linker, names.toString(), true);
		SqliteLibrary library = link(linker, module.toString());
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
			boolean usable = sqlite.call("threadsafe") != 0 && sqlite.call("libversion_number") >= OLDEST
			// Some are built to do nothing before that
					&& sqlite.call("initialize") == OK;
			return usable ? sqlite : null;
		}
		catch (IllegalStateException ex) {
			return null;
		}
	}

	private long symbol(String name) {
		return this.library.symbol("sqlite3_" + name);
	}

	private ForeignFunction function(String name, Class<?> result, Class<?>... parameters) {
		return this.library.function("sqlite3_" + name, result, parameters);
	}

	/**
	 * Call a function that returns an {@code int}, in a slow way.
	 * @param name its name without the prefix
	 * @param arguments its arguments
	 * @return its result
	 */
	int call(String name, Object... arguments) {
		return ((Number) Objects.requireNonNull(other(name, INT, arguments).call(arguments))).intValue();
	}

	/**
	 * Call a function that returns a pointer, in a slow way.
	 * @param name its name without the prefix
	 * @param arguments its arguments
	 * @return its result
	 */
	long pointer(String name, Object... arguments) {
		return ((Number) Objects.requireNonNull(other(name, LONG, arguments).call(arguments))).longValue();
	}

	/**
	 * Call a function that returns nothing, in a slow way.
	 * @param name its name without the prefix
	 * @param arguments its arguments
	 */
	void run(String name, Object... arguments) {
		other(name, VOID, arguments).call(arguments);
	}

	private ForeignFunction other(String name, Class<?> result, Object[] arguments) {
		return this.others.computeIfAbsent(name, (missing) -> function(missing, result, types(arguments)));
	}

	private static Class<?>[] types(Object[] arguments) {
		return Stream.of(arguments).map((argument) -> (argument instanceof Integer) ? INT : LONG).toArray(Class[]::new);
	}

	/**
	 * Configure a connection.
	 * @param database the connection
	 * @param option what to set
	 * @param value 1, 0, or -1 to ask only
	 * @param address where the value that is set now is put
	 * @return the result code
	 */
	int configure(long database, int option, int value, long address) {
		ForeignFunction function = this.others.computeIfAbsent("db_config",
				(name) -> this.library.variadic("sqlite3_db_config", 2, LONG, INT, INT, LONG));
		return ((Number) Objects.requireNonNull(function.call(database, option, value, address))).intValue();
	}

	/**
	 * Return memory with some bytes, and a zero behind them. It is given back with
	 * {@link #free}, or by SQLite when it is told of {@link #release}.
	 * @param bytes the bytes
	 * @return the address of the memory
	 */
	long copy(byte[] bytes) {
		long address = memory(bytes.length + 1L);
		this.linker.write(bytes, address);
		this.linker.write(END, address + bytes.length);
		return address;
	}

	/**
	 * Return memory.
	 * @param size its size in bytes
	 * @return the address of the memory
	 */
	long memory(long size) {
		long address = this.allocate.number(size);
		if (address == 0) {
			throw new OutOfMemoryError("SQLite has no memory");
		}
		return address;
	}

	/**
	 * Give memory back.
	 * @param address the address of the memory
	 */
	void free(long address) {
		run("free", address);
	}

	/**
	 * Return a string of SQLite.
	 * @param name the name of the function that returns it, without the prefix
	 * @param arguments the arguments of the function
	 * @return the string, or {@code null}
	 */
	@Nullable String string(String name, Object... arguments) {
		return this.linker.string(pointer(name, arguments));
	}

}
