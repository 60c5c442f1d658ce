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
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * A function of the C library that returns an {@code int}, by the foreign function API of
 * Java 22 and later: called reflectively, because Java 21 does not have it.
 *
 * @author wsgi-spring-boot contributors
 */
final class CFunction {

	private static final Map<Class<?>, String> LAYOUTS = Map.of(int.class, "JAVA_INT", long.class, "JAVA_LONG",
			ByteBuffer.class, "ADDRESS");

	private static final int ERROR_SIZE = 16;

	private final MethodHandle handle;

	private final Method segmentOf;

	private CFunction(MethodHandle handle, Method segmentOf) {
		this.handle = handle;
		this.segmentOf = segmentOf;
	}

	/**
	 * Find a function.
	 * @param name the name of the function
	 * @param fixed the number of its parameters before {@code ...}, if it has such
	 * @param parameters the types of its parameters: {@code int}, {@code long}, or a
	 * direct {@code ByteBuffer} for a pointer
	 * @return the function, or {@code null} if it cannot be called here
	 */
	static @Nullable CFunction find(String name, int fixed, Class<?>... parameters) {
		try {
			return link(name, fixed, parameters);
		}
		catch (ReflectiveOperationException | RuntimeException | LinkageError ex) {
			return null;
		}
	}

	private static @Nullable CFunction link(String name, int fixed, Class<?>[] parameters)
			throws ReflectiveOperationException {
		Class<?> linkerType = type("Linker");
		Class<?> segmentType = type("MemorySegment");
		Class<?> layoutType = type("MemoryLayout");
		Class<?> optionType = type("Linker$Option");
		Class<?> descriptorType = type("FunctionDescriptor");
		Object layouts = Array.newInstance(layoutType, parameters.length);
		for (int i = 0; i < parameters.length; i++) {
			Array.set(layouts, i, layout(LAYOUTS.get(parameters[i])));
		}
		Object linker = linkerType.getMethod("nativeLinker").invoke(null);
		Object lookup = linkerType.getMethod("defaultLookup").invoke(linker);
		Optional<?> symbol = (Optional<?>) type("SymbolLookup").getMethod("find", String.class).invoke(lookup, name);
		if (symbol.isEmpty()) {
			return null;
		}
		Object descriptor = descriptorType.getMethod("of", layoutType, layouts.getClass())
			.invoke(null, layout("JAVA_INT"), layouts);
		boolean variadic = fixed < parameters.length;
		Object options = Array.newInstance(optionType, variadic ? 2 : 1);
		Array.set(options, 0, optionType.getMethod("captureCallState", String[].class)
			.invoke(null, (Object) new String[] { "errno" }));
		if (variadic) {
			Array.set(options, 1, optionType.getMethod("firstVariadicArg", int.class).invoke(null, fixed));
		}
		MethodHandle handle = (MethodHandle) linkerType
			.getMethod("downcallHandle", segmentType, descriptorType, options.getClass())
			.invoke(linker, symbol.get(), descriptor, options);
		return new CFunction(handle, segmentType.getMethod("ofBuffer", Buffer.class));
	}

	private static Class<?> type(String name) throws ClassNotFoundException {
		return Class.forName("java.lang.foreign." + name);
	}

	private static Object layout(@Nullable String name) throws ReflectiveOperationException {
		return type("ValueLayout").getField(String.valueOf(name)).get(null);
	}

	/**
	 * Call the function.
	 * @param arguments its arguments
	 * @return its result, or the negative of {@code errno} when that is -1
	 */
	int call(Object... arguments) {
		try {
			ByteBuffer error = memory(ERROR_SIZE);
			Object[] converted = new Object[arguments.length + 1];
			converted[0] = this.segmentOf.invoke(null, error);
			for (int i = 0; i < arguments.length; i++) {
				converted[i + 1] = (arguments[i] instanceof ByteBuffer) ? this.segmentOf.invoke(null, arguments[i])
						: arguments[i];
			}
			int result = (int) this.handle.invokeWithArguments(converted);
			return (result != -1) ? result : -error.getInt(0);
		}
		catch (Throwable ex) {
			throw new IllegalStateException("The C library could not be called", ex);
		}
	}

	/**
	 * Return memory that a pointer can point to.
	 * @param size its size in bytes
	 * @return the memory
	 */
	static ByteBuffer memory(int size) {
		return ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
	}

}
