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

import com.oracle.graal.python.PythonLanguage;
import com.oracle.graal.python.builtins.objects.PNone;
import com.oracle.graal.python.runtime.object.PFactory;
import com.oracle.truffle.api.strings.TruffleString;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * Values of SQLite as objects of Python, and back. Python hands in {@code None},
 * integers, ASCII, bytes, and a tuple of one for a float, which could not be told from an
 * integer otherwise, and for other text in UTF-8.
 *
 * @author wsgi-spring-boot contributors
 */
final class SqliteValues {

	static final int TOO_LARGE = -1;

	private static final int INTEGER = 1;

	private static final int REAL = 2;

	private static final int TEXT = 3;

	private static final int NULL = 5;

	private static final int UTF_8 = 1;

	private static final int ERROR = 1;

	private static final int TOO_BIG = 18;

	private static final byte[] NOTHING = {};

	private final SqliteLibrary sqlite;

	private long size;

	private final PythonLanguage language = PythonLanguage.get(null);

	/**
	 * Create a new instance, in the context in which the objects are used.
	 * @param sqlite the library
	 */
	SqliteValues(SqliteLibrary sqlite) {
		this.sqlite = sqlite;
	}

	/**
	 * Return how much text and how many blobs were read.
	 * @return the number of bytes
	 */
	long size() {
		return this.size;
	}

	Object tuple(Object... elements) {
		return PFactory.createTuple(this.language, elements);
	}

	Object list(Object[] elements) {
		return PFactory.createList(this.language, elements);
	}

	Object bytes(byte[] bytes) {
		return PFactory.createBytes(this.language, bytes);
	}

	Object text(@Nullable String text) {
		return (text != null) ? TruffleString.fromJavaStringUncached(text, TruffleString.Encoding.UTF_32) : PNone.NONE;
	}

	Object none() {
		return PNone.NONE;
	}

	static Object integer(long number) {
		// As Python has it
		return ((int) number == number) ? (Object) (int) number : (Object) number;
	}

	/**
	 * Return the value of a column.
	 * @param statement the statement, which has a row
	 * @param column the number of the column
	 * @param encoded whether text is returned as bytes
	 * @return the value, or {@code null} if it is text that is not UTF-8
	 */
	@Nullable Object column(long statement, int column, boolean encoded) {
		return switch (this.sqlite.columnType.integer(statement, column)) {
			case INTEGER -> integer(this.sqlite.columnInteger.number(statement, column));
			case REAL -> this.sqlite.columnReal.real(statement, column);
			case NULL -> PNone.NONE;
			case TEXT -> {
				long address = this.sqlite.columnText.number(statement, column);
				byte[] bytes = read(address, this.sqlite.columnBytes.integer(statement, column));
				// As a tuple, to be told from a blob
				yield encoded ? tuple(bytes(bytes)) : decoded(bytes);
			}
			default -> blob(statement, column);
		};
	}

	/**
	 * Return the value of a column as bytes.
	 * @param statement the statement, which has a row
	 * @param column the number of the column
	 * @return the value
	 */
	Object converted(long statement, int column) {
		long address = this.sqlite.columnBlob.number(statement, column);
		return (address != 0) ? bytes(read(address, this.sqlite.columnBytes.integer(statement, column))) : PNone.NONE;
	}

	private Object blob(long statement, int column) {
		long address = this.sqlite.columnBlob.number(statement, column);
		return bytes(read(address, this.sqlite.columnBytes.integer(statement, column)));
	}

	/**
	 * Return the arguments of a function.
	 * @param count their number
	 * @param values where their addresses are
	 * @return the arguments, or {@code null} if one is text that is not UTF-8
	 */
	Object @Nullable [] arguments(int count, long values) {
		long[] addresses = this.sqlite.linker.readNumbers(values, count);
		Object[] arguments = new Object[count];
		for (int i = 0; i < count; i++) {
			Object argument = argument(addresses[i]);
			if (argument == null) {
				return null;
			}
			arguments[i] = argument;
		}
		return arguments;
	}

	private @Nullable Object argument(long value) {
		return switch (this.sqlite.valueType.integer(value)) {
			case INTEGER -> integer(this.sqlite.valueInteger.number(value));
			case REAL -> this.sqlite.valueReal.real(value);
			case NULL -> PNone.NONE;
			case TEXT -> {
				long address = this.sqlite.valueText.number(value);
				yield decoded(read(address, this.sqlite.valueBytes.integer(value)));
			}
			default -> {
				long address = this.sqlite.valueBlob.number(value);
				yield bytes(read(address, this.sqlite.valueBytes.integer(value)));
			}
		};
	}

	private byte[] read(long address, int size) {
		this.size += size;
		return (address != 0) ? this.sqlite.linker.read(address, size) : NOTHING;
	}

	/**
	 * Return text.
	 * @param utf8 its bytes
	 * @return the text, or {@code null} if that is not UTF-8
	 */
	@Nullable Object decoded(byte[] utf8) {
		TruffleString text = TruffleString.fromByteArrayUncached(utf8, TruffleString.Encoding.UTF_8, false);
		return text.isValidUncached(TruffleString.Encoding.UTF_8)
				? text.switchEncodingUncached(TruffleString.Encoding.UTF_32) : null;
	}

	/**
	 * Bind a parameter.
	 * @param statement the statement
	 * @param number the number of the parameter, from 1 on
	 * @param value what Python handed in
	 * @return the result code, or {@link #TOO_LARGE}
	 */
	int bind(long statement, int number, Value value) {
		if (value.isString()) {
			return bindText(statement, number, value.asString().getBytes(StandardCharsets.UTF_8));
		}
		if (value.isNumber()) {
			return value.fitsInLong() ? this.sqlite.bindInteger.integer(statement, number, value.asLong()) : TOO_LARGE;
		}
		if (value.isNull()) {
			// As after clearing
			return SqliteLibrary.OK;
		}
		if (value.hasBufferElements()) {
			byte[] bytes = bytes(value);
			return (bytes.length == 0) ? this.sqlite.bindEmptyBlob.integer(statement, number, 0) : this.sqlite.bindBlob
				.integer(statement, number, this.sqlite.copy(bytes), (long) bytes.length, this.sqlite.release);
		}
		Value element = value.getArrayElement(0);
		return element.isNumber() ? this.sqlite.bindReal.integer(statement, number, element.asDouble())
				: bindText(statement, number, bytes(element));
	}

	private int bindText(long statement, int number, byte[] text) {
		return this.sqlite.bindText.integer(statement, number, this.sqlite.copy(text), (long) text.length,
				this.sqlite.release, UTF_8);
	}

	/**
	 * Set the result of a function.
	 * @param context the call of the function
	 * @param value what Python returned: a value, or a tuple with an error code and a
	 * message
	 */
	void result(long context, Value value) {
		if (value.isString()) {
			resultText(context, value.asString().getBytes(StandardCharsets.UTF_8));
		}
		else if (value.isNumber()) {
			this.sqlite.resultInteger.run(context, value.asLong());
		}
		else if (value.isNull()) {
			this.sqlite.resultNull.run(context);
		}
		else if (value.hasBufferElements()) {
			byte[] bytes = bytes(value);
			this.sqlite.run("result_blob64", context, this.sqlite.copy(bytes), (long) bytes.length,
					this.sqlite.release);
		}
		else if (value.getArraySize() == 1) {
			Value element = value.getArrayElement(0);
			if (element.isNumber()) {
				this.sqlite.resultReal.run(context, element.asDouble());
			}
			else {
				resultText(context, bytes(element));
			}
		}
		else if (value.getArrayElement(0).asInt() == TOO_BIG) {
			this.sqlite.run("result_error_toobig", context);
		}
		else if (value.getArrayElement(0).asInt() == ERROR) {
			error(context, value.getArrayElement(1).asString());
		}
		else {
			this.sqlite.run("result_error_nomem", context);
		}
	}

	private void resultText(long context, byte[] text) {
		this.sqlite.run("result_text64", context, this.sqlite.copy(text), (long) text.length, this.sqlite.release,
				UTF_8);
	}

	/**
	 * Let a function fail.
	 * @param context the call of the function
	 * @param message why
	 */
	void error(long context, String message) {
		long text = this.sqlite.copy(message.getBytes(StandardCharsets.UTF_8));
		this.sqlite.run("result_error", context, text, -1);
		this.sqlite.free(text);
	}

	/**
	 * Return bytes of Python.
	 * @param value the bytes
	 * @return a copy
	 */
	static byte[] bytes(Value value) {
		byte[] bytes = new byte[Math.toIntExact(value.getBufferSize())];
		if (bytes.length > 0) {
			value.readBuffer(0, bytes, 0, bytes.length);
		}
		return bytes;
	}

}
