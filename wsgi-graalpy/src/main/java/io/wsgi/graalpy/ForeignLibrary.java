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
import java.util.Arrays;
import java.util.function.LongUnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * A library in C, which stays loaded as long as the JVM.
 *
 * @author wsgi-spring-boot contributors
 */
final class ForeignLibrary {

	private static final int LAZY = 1;

	private static final int GLOBAL = 0x100;

	private final ForeignLinker linker;

	private final ForeignFunction finder;

	private final long handle;

	private ForeignLibrary(ForeignLinker linker, ForeignFunction finder, long handle) {
		this.linker = linker;
		this.finder = finder;
		this.handle = handle;
	}

	/**
	 * Load a library. Functions that it lacks are missed only when it calls them.
	 * @param linker calls C
	 * @param name the path or name of its file
	 * @param global whether libraries that are loaded later find its names
	 * @return the library, or {@code null} if it cannot be loaded
	 */
	static @Nullable ForeignLibrary load(ForeignLinker linker, String name, boolean global) {
		long open = linker.symbol("dlopen");
		long find = linker.symbol("dlsym");
		if (open == 0 || find == 0) {
			return null;
		}
		ForeignFunction opener = linker.function(open, long.class, long.class, int.class);
		long handle = withString(linker, name, (path) -> opener.number(path, global ? LAZY | GLOBAL : LAZY));
		return (handle != 0)
				? new ForeignLibrary(linker, linker.function(find, long.class, long.class, long.class), handle) : null;
	}

	private static long withString(ForeignLinker linker, String text, LongUnaryOperator use) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		long address = linker.function(linker.symbol("malloc"), long.class, long.class).number(bytes.length + 1);
		try {
			linker.write(Arrays.copyOf(bytes, bytes.length + 1), address);
			return use.applyAsLong(address);
		}
		finally {
			linker.function(linker.symbol("free"), void.class, long.class).run(address);
		}
	}

	/**
	 * Return the address of a function.
	 * @param name the name of the function
	 * @return its address
	 * @throws IllegalStateException if it is not there
	 */
	long symbol(String name) {
		long address = withString(this.linker, name, (text) -> this.finder.number(this.handle, text));
		if (address == 0) {
			throw new IllegalStateException("No function " + name);
		}
		return address;
	}

	/**
	 * Return a function.
	 * @param name the name of the function
	 * @param result the type of its result
	 * @param parameters the types of its parameters: {@code int}, {@code double}, or
	 * {@code long} for a pointer, too
	 * @return the function
	 * @throws IllegalStateException if it is not there
	 */
	ForeignFunction function(String name, Class<?> result, Class<?>... parameters) {
		return this.linker.function(symbol(name), result, parameters);
	}

	/**
	 * Return a function with variable arguments.
	 * @param name the name of the function
	 * @param fixed the number of the parameters before those
	 * @param parameters the types of its parameters
	 * @return the function, which returns an {@code int}
	 * @throws IllegalStateException if it is not there
	 */
	ForeignFunction variadic(String name, int fixed, Class<?>... parameters) {
		return this.linker.variadic(symbol(name), fixed, int.class, parameters);
	}

}
