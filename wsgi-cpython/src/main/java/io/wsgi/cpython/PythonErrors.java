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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;

/**
 * Exceptions on their way from Python to Java, and back.
 *
 * @author wsgi-spring-boot contributors
 */
final class PythonErrors {

	private final PythonObjects objects;

	private final NativeFunction fetch;

	private final NativeFunction normalize;

	private final NativeFunction clear;

	private final NativeFunction raise;

	private final NativeFunction describe;

	private final NativeFunction occurred;

	private final long runtimeError;

	private final long osError;

	PythonErrors(NativeLibrary library, PythonObjects objects) {
		this.objects = objects;
		// Those that came with 3.12 are nicer, but 3.11 is supported, too
		this.fetch = library.function("PyErr_Fetch", 3);
		this.normalize = library.function("PyErr_NormalizeException", 3);
		this.clear = library.function("PyErr_Clear", 0);
		this.raise = library.function("PyErr_SetString", 2);
		this.describe = library.function("PyObject_Repr", 1);
		this.occurred = library.function("PyErr_Occurred", 0);
		this.runtimeError = library.pointer("PyExc_RuntimeError");
		this.osError = library.pointer("PyExc_OSError");
	}

	/**
	 * Check a result.
	 * @param result an object, or 0 if an exception was raised
	 * @return the object
	 * @throws PythonException if an exception was raised
	 */
	long checked(long result) {
		if (result == 0) {
			throwRaised();
			throw new PythonException("A function of CPython failed without an exception");
		}
		return result;
	}

	/**
	 * Throw the exception that was raised, if there is one.
	 * @throws PythonException if there is one
	 */
	void throwRaised() {
		if (this.occurred.call() != 0) {
			throw new PythonException(describeRaised());
		}
	}

	private String describeRaised() {
		try (Arena arena = Arena.ofConfined()) {
			long address = arena.allocate(ValueLayout.JAVA_LONG, 3).address();
			long second = address + Long.BYTES;
			long third = second + Long.BYTES;
			this.fetch.call(address, second, third);
			this.normalize.call(address, second, third);
			long description = this.describe.call(NativeMemory.word(second));
			try {
				return (description != 0) ? this.objects.text(description) : "an exception without a description";
			}
			finally {
				clear();
				this.objects.release(description);
				this.objects.release(NativeMemory.word(address));
				this.objects.release(NativeMemory.word(second));
				this.objects.release(NativeMemory.word(third));
			}
		}
	}

	void clear() {
		this.clear.call();
	}

	/**
	 * Raise an exception, because Java code that Python has called has failed.
	 * @param ex what it has thrown
	 */
	void raise(Throwable ex) {
		boolean io = ex instanceof IOException || ex instanceof UncheckedIOException;
		String message = (ex instanceof UncheckedIOException) ? String.valueOf(ex.getCause()) : ex.toString();
		raise(io ? this.osError : this.runtimeError, message);
	}

	void raise(long type, String message) {
		try (Arena arena = Arena.ofConfined()) {
			this.raise.call(type, arena.allocateFrom(message).address());
		}
	}

}
