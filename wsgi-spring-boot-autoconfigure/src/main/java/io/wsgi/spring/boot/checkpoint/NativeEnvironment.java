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

package io.wsgi.spring.boot.checkpoint;

import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.Optional;

/**
 * The environment variables as C code sees them: native extension modules of Python, and
 * processes that Java starts. Uses Java's foreign function API, by reflection because it
 * is newer than the Java that this is compiled for.
 *
 * @author wsgi-spring-boot contributors
 */
final class NativeEnvironment {

	private static final String FOREIGN = "java.lang.foreign.";

	private final MethodHandle setenv;

	private final MethodHandle unsetenv;

	private final Object arena;

	/**
	 * Find the functions of the C library. They are called once, so that all is loaded
	 * before a checkpoint.
	 * @throws ReflectiveOperationException if there is no such API
	 */
	NativeEnvironment() throws ReflectiveOperationException {
		Object address = type("ValueLayout").getField("ADDRESS").get(null);
		Object number = type("ValueLayout").getField("JAVA_INT").get(null);
		this.arena = type("Arena").getMethod("ofAuto").invoke(null);
		this.setenv = function("setenv", number, address, address, number);
		this.unsetenv = function("unsetenv", number, address);
		set("WSGI_CHECKPOINT_PREPARED", "1");
		remove("WSGI_CHECKPOINT_PREPARED");
	}

	private MethodHandle function(String name, Object result, Object... parameters)
			throws ReflectiveOperationException {
		Object linker = type("Linker").getMethod("nativeLinker").invoke(null);
		Object lookup = type("Linker").getMethod("defaultLookup").invoke(linker);
		Optional<?> symbol = (Optional<?>) type("SymbolLookup").getMethod("find", String.class).invoke(lookup, name);
		Class<?> layout = type("MemoryLayout");
		Object layouts = Arrays.copyOf(parameters, parameters.length,
				java.lang.reflect.Array.newInstance(layout, 0).getClass().asSubclass(Object[].class));
		Object descriptor = type("FunctionDescriptor").getMethod("of", layout, layouts.getClass())
			.invoke(null, result, layouts);
		Class<?> option = type("Linker$Option");
		Object options = java.lang.reflect.Array.newInstance(option, 0);
		return (MethodHandle) type("Linker")
			.getMethod("downcallHandle", type("MemorySegment"), type("FunctionDescriptor"), options.getClass())
			.invoke(linker, symbol.orElseThrow(() -> new NoSuchMethodException(name)), descriptor, options);
	}

	private static Class<?> type(String name) throws ClassNotFoundException {
		return Class.forName(FOREIGN + name);
	}

	void set(String name, String value) throws ReflectiveOperationException {
		call(this.setenv, text(name), text(value), 1);
	}

	void remove(String name) throws ReflectiveOperationException {
		call(this.unsetenv, text(name));
	}

	private Object text(String value) throws ReflectiveOperationException {
		return type("SegmentAllocator").getMethod("allocateFrom", String.class).invoke(this.arena, value);
	}

	private void call(MethodHandle function, Object... arguments) throws ReflectiveOperationException {
		try {
			function.invokeWithArguments(arguments);
		}
		catch (Throwable ex) {
			throw new ReflectiveOperationException(ex);
		}
	}

}
