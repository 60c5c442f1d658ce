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

package io.wsgi.cpython;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;

import org.jspecify.annotations.Nullable;

/**
 * Makes, reads, calls and releases Python objects, which are known by their addresses. To
 * be used by threads only that are {@link PythonThreads inside} Python.
 * <p>
 * What a method returns belongs to the caller, who {@link #release releases} it; what is
 * handed in stays with whom it belongs to.
 *
 * @author wsgi-spring-boot contributors
 */
final class PythonObjects {

	private static final int LARGEST_BLOCK = 1 << 20;

	private final long none;

	private final long yes;

	private final long no;

	private final NativeFunction retain;

	private final NativeFunction release;

	private final NativeFunction call;

	private final NativeFunction integer;

	private final NativeFunction integerValue;

	private final CopyingFunction bytes;

	private final NativeFunction uninitializedBytes;

	private final NativeFunction bytesAddress;

	private final NativeFunction bytesSize;

	private final NativeFunction item;

	private final NativeFunction tupleSize;

	private final NativeFunction attribute;

	private final PythonErrors errors;

	private final PythonStrings strings;

	PythonObjects(NativeLibrary library) {
		this.none = library.address("_Py_NoneStruct");
		this.yes = library.address("_Py_TrueStruct");
		this.no = library.address("_Py_FalseStruct");
		this.retain = library.function("Py_IncRef", 1);
		this.release = library.function("Py_DecRef", 1);
		this.call = library.function("PyObject_Vectorcall", 4);
		this.integer = library.function("PyLong_FromLongLong", 1);
		this.integerValue = library.function("PyLong_AsLongLong", 1);
		this.bytes = library.copyingFunction("PyBytes_FromStringAndSize");
		this.uninitializedBytes = library.function("PyBytes_FromStringAndSize", 2);
		this.bytesAddress = library.function("PyBytes_AsString", 1);
		this.bytesSize = library.function("PyBytes_Size", 1);
		this.item = library.function("PyTuple_GetItem", 2);
		this.tupleSize = library.function("PyTuple_Size", 1);
		this.attribute = library.function("PyObject_GetAttrString", 2);
		this.errors = new PythonErrors(library, this);
		this.strings = new PythonStrings(library, this);
	}

	PythonErrors errors() {
		return this.errors;
	}

	boolean isNone(long object) {
		return object == this.none;
	}

	long none() {
		return retain(this.none);
	}

	long bool(boolean value) {
		return retain(value ? this.yes : this.no);
	}

	boolean isTrue(long object) {
		return object == this.yes;
	}

	long retain(long object) {
		this.retain.call(object);
		return object;
	}

	/**
	 * Give up what a method has returned.
	 * @param object the object, or 0
	 */
	void release(long object) {
		this.release.call(object);
	}

	long integer(long value) {
		return this.errors.checked(this.integer.call(value));
	}

	long integerValue(long object) {
		long value = this.integerValue.call(object);
		if (value == -1) {
			this.errors.throwRaised();
		}
		return value;
	}

	/**
	 * Make a string of characters that each stand for a byte.
	 * @param text the characters
	 * @return the string
	 */
	long latin1(String text) {
		return this.errors.checked(this.strings.latin1(text));
	}

	long string(String text) {
		return this.errors.checked(this.strings.utf8(text));
	}

	/**
	 * Read a string.
	 * @param object the string
	 * @return its text
	 */
	String text(long object) {
		return this.strings.text(object);
	}

	/**
	 * Make bytes, by one copy.
	 * @param content the content
	 * @return the bytes
	 */
	long bytes(byte[] content) {
		if (content.length <= LARGEST_BLOCK) {
			return this.errors.checked(this.bytes.call(content, 0));
		}
		// Not while the JVM has to wait for it
		long object = this.errors.checked(this.uninitializedBytes.call(0, content.length));
		NativeMemory.copy(content, this.bytesAddress.call(object));
		return object;
	}

	/**
	 * Copy bytes into the Java heap.
	 * @param object the bytes
	 * @return their content
	 */
	byte[] bytesValue(long object) {
		long address = this.errors.checked(this.bytesAddress.call(object));
		return NativeMemory.bytes(address, Math.toIntExact(this.bytesSize.call(object)));
	}

	/**
	 * Return whether something is a tuple.
	 * @param object the object
	 * @return whether it is
	 */
	boolean isTuple(long object) {
		if ((int) this.tupleSize.call(object) >= 0) {
			return true;
		}
		this.errors.clear();
		return false;
	}

	/**
	 * Return a member of a tuple.
	 * @param tuple the tuple
	 * @param index the index
	 * @return the member, which belongs to the tuple
	 */
	long item(long tuple, int index) {
		return this.errors.checked(this.item.call(tuple, index));
	}

	long attribute(long object, String name) {
		try (Arena arena = Arena.ofConfined()) {
			return this.errors.checked(this.attribute.call(object, arena.allocateFrom(name).address()));
		}
	}

	/**
	 * Call something.
	 * @param callable what to call
	 * @param arguments the address of the arguments, a word each
	 * @param count their number
	 * @return the result, or 0 if an exception was raised
	 */
	long callRaw(long callable, long arguments, int count) {
		return this.call.call(callable, arguments, count, 0);
	}

	/**
	 * Call something.
	 * @param callable what to call
	 * @param arguments the arguments
	 * @return the result
	 * @throws PythonException if an exception was raised
	 */
	long call(long callable, long... arguments) {
		try (Arena arena = Arena.ofConfined()) {
			long address = (arguments.length > 0) ? arena.allocateFrom(ValueLayout.JAVA_LONG, arguments).address() : 0;
			return this.errors.checked(callRaw(callable, address, arguments.length));
		}
	}

	/**
	 * Call something with Java values.
	 * @param callable what to call
	 * @param arguments strings, bytes, integers, booleans, {@link Reference references}
	 * to objects, {@link HostFunctions.Callable functions} and {@code null}
	 * @return the result
	 * @throws PythonException if an exception was raised
	 */
	long callWith(long callable, @Nullable Object... arguments) {
		long[] converted = new long[arguments.length];
		try {
			for (int i = 0; i < arguments.length; i++) {
				converted[i] = convert(arguments[i]);
			}
			return call(callable, converted);
		}
		finally {
			for (long argument : converted) {
				release(argument);
			}
		}
	}

	private long convert(@Nullable Object value) {
		return switch (value) {
			case null -> none();
			case String text -> string(text);
			case Boolean flag -> bool(flag);
			case byte[] content -> bytes(content);
			case Number number -> integer(number.longValue());
			case Reference reference -> retain(reference.address());
			case HostFunctions.Callable function -> function.address();
			default -> throw new IllegalArgumentException("Not for Python: " + value);
		};
	}

	/**
	 * An object among Java values.
	 *
	 * @param address the object, which stays with whom it belongs to
	 */
	record Reference(long address) {

	}

}
