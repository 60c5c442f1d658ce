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
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;

/**
 * The Python module {@code wsgi_spring_boot_cpython}, which is there once in the process. To be used
 * inside Python.
 *
 * @author wsgi-spring-boot contributors
 */
final class Bridge {

	private static final String MODULE = "wsgi_spring_boot_cpython";

	private static final String SOURCE = "bridge.py";

	private static final int FILE_INPUT = 257;

	private final PythonObjects objects;

	private final long module;

	private final long timeout;

	private Bridge(PythonObjects objects, long module) {
		this.objects = objects;
		this.module = module;
		this.timeout = objects.attribute(module, "RequestTimeout");
	}

	/**
	 * Import the module from this JVM's class path.
	 * @param library the library
	 * @param objects the objects
	 * @return the module
	 */
	static Bridge create(NativeLibrary library, PythonObjects objects) {
		try (Arena arena = Arena.ofConfined()) {
			long code = objects.errors()
				.checked(library.function("Py_CompileString", 3)
					.call(arena.allocateFrom(source()).address(), arena.allocateFrom(SOURCE).address(), FILE_INPUT));
			long module = objects.errors()
				.checked(library.function("PyImport_ExecCodeModule", 2)
					.call(arena.allocateFrom(MODULE).address(), code));
			objects.release(code);
			return new Bridge(objects, module);
		}
	}

	/**
	 * Find the module that another class loader's copy of this class has created.
	 * @param library the library
	 * @param objects the objects
	 * @return the module
	 */
	static Bridge find(NativeLibrary library, PythonObjects objects) {
		try (Arena arena = Arena.ofConfined()) {
			return new Bridge(objects, objects.errors()
				.checked(library.function("PyImport_ImportModule", 1).call(arena.allocateFrom(MODULE).address())));
		}
	}

	private static String source() {
		try (InputStream source = Bridge.class.getResourceAsStream(SOURCE)) {
			if (source == null) {
				throw new IllegalStateException("The resource " + SOURCE + " is missing");
			}
			return new String(source.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Raise the exception that says that the time is over.
	 * @param message its message
	 */
	void raise(String message) {
		this.objects.errors().raise(this.timeout, message);
	}

	/**
	 * Call a function of the module.
	 * @param function its name
	 * @param arguments strings and numbers
	 * @return the result, which belongs to the caller
	 */
	long call(String function, Object... arguments) {
		long callable = this.objects.attribute(this.module, function);
		try {
			return this.objects.callWith(callable, arguments);
		}
		finally {
			this.objects.release(callable);
		}
	}

	void run(String function, Object... arguments) {
		this.objects.release(call(function, arguments));
	}

	boolean test(String function, Object... arguments) {
		long result = call(function, arguments);
		try {
			return this.objects.isTrue(result);
		}
		finally {
			this.objects.release(result);
		}
	}

	String text(String function, Object... arguments) {
		long result = call(function, arguments);
		try {
			return this.objects.text(result);
		}
		finally {
			this.objects.release(result);
		}
	}

	long number(String function, Object... arguments) {
		long result = call(function, arguments);
		try {
			return this.objects.integerValue(result);
		}
		finally {
			this.objects.release(result);
		}
	}

}
