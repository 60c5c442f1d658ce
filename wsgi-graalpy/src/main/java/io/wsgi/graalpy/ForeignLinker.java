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
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The foreign function API of Java 22 and later: called reflectively, because Java 21
 * does not have it. Pointers are numbers here, so that the types of that API appear in no
 * signature, and calls need no reflection.
 *
 * @author wsgi-spring-boot contributors
 */
final class ForeignLinker {

	private static final Map<Class<?>, String> LAYOUTS = Map.of(int.class, "JAVA_INT", long.class, "JAVA_LONG",
			double.class, "JAVA_DOUBLE");

	private final Class<?> linkerType = type("Linker");

	private final Class<?> segmentType = type("MemorySegment");

	private final Class<?> descriptorType = type("FunctionDescriptor");

	private final Class<?> optionType = type("Linker$Option");

	private final Object linker;

	private final MethodHandle reader;

	private final MethodHandle numberReader;

	private final MethodHandle writer;

	private final ForeignFunction length;

	private ForeignLinker() throws ReflectiveOperationException {
		this.linker = this.linkerType.getMethod("nativeLinker").invoke(null);
		Object memory = this.segmentType.getMethod("reinterpret", long.class).invoke(segment(0), Long.MAX_VALUE);
		Class<?> layoutType = type("ValueLayout");
		MethodHandles.Lookup lookup = MethodHandles.publicLookup();
		MethodHandle read = lookup.findStatic(this.segmentType, "copy", MethodType.methodType(void.class,
				this.segmentType, layoutType, long.class, Object.class, int.class, int.class));
		MethodHandle write = lookup.findStatic(this.segmentType, "copy", MethodType.methodType(void.class, Object.class,
				int.class, this.segmentType, layoutType, long.class, int.class));
		this.reader = MethodHandles.insertArguments(read, 0, memory, layout("JAVA_BYTE"))
			.asType(MethodType.methodType(void.class, long.class, byte[].class, int.class, int.class));
		this.numberReader = MethodHandles.insertArguments(read, 0, memory, layout("JAVA_LONG"))
			.asType(MethodType.methodType(void.class, long.class, long[].class, int.class, int.class));
		this.writer = MethodHandles.insertArguments(write, 2, memory, layout("JAVA_BYTE"))
			.asType(MethodType.methodType(void.class, byte[].class, int.class, long.class, int.class));
		this.length = function(symbol("strlen"), long.class, long.class);
	}

	/**
	 * Find out whether C can be called here.
	 * @return what calls it, or {@code null}
	 */
	static @Nullable ForeignLinker find() {
		try {
			return new ForeignLinker();
		}
		catch (ReflectiveOperationException | RuntimeException | LinkageError ex) {
			return null;
		}
	}

	private static Class<?> type(String name) {
		try {
			return Class.forName("java.lang.foreign." + name);
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException("No foreign functions", ex);
		}
	}

	private static Object layout(@Nullable String name) throws ReflectiveOperationException {
		return type("ValueLayout").getField(String.valueOf(name)).get(null);
	}

	private Object segment(long address) throws ReflectiveOperationException {
		return this.segmentType.getMethod("ofAddress", long.class).invoke(null, address);
	}

	private long address(Object segment) throws ReflectiveOperationException {
		return (long) this.segmentType.getMethod("address").invoke(segment);
	}

	/**
	 * Return the address of a function of the C library.
	 * @param name the name of the function
	 * @return its address, or 0
	 */
	long symbol(String name) {
		try {
			Object lookup = this.linkerType.getMethod("defaultLookup").invoke(this.linker);
			Optional<?> symbol = (Optional<?>) type("SymbolLookup").getMethod("find", String.class)
				.invoke(lookup, name);
			return symbol.isPresent() ? address(symbol.get()) : 0;
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(name, ex);
		}
	}

	/**
	 * Return a function.
	 * @param address where it is
	 * @param result the type of its result
	 * @param parameters the types of its parameters: {@code int}, {@code double}, or
	 * {@code long} for a pointer, too
	 * @return the function
	 */
	ForeignFunction function(long address, Class<?> result, Class<?>... parameters) {
		return variadic(address, parameters.length, result, parameters);
	}

	/**
	 * Return a function with variable arguments.
	 * @param address where it is
	 * @param fixed the number of the parameters before those
	 * @param result the type of its result
	 * @param parameters the types of its parameters
	 * @return the function
	 */
	ForeignFunction variadic(long address, int fixed, Class<?> result, Class<?>... parameters) {
		try {
			boolean variadic = fixed < parameters.length;
			Object options = Array.newInstance(this.optionType, variadic ? 1 : 0);
			if (variadic) {
				Array.set(options, 0, this.optionType.getMethod("firstVariadicArg", int.class).invoke(null, fixed));
			}
			return new ForeignFunction((MethodHandle) this.linkerType
				.getMethod("downcallHandle", this.segmentType, this.descriptorType, options.getClass())
				.invoke(this.linker, segment(address), descriptor(result, parameters), options));
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException("The function cannot be called", ex);
		}
	}

	/**
	 * Return a pointer to a function in Java, which stays valid as long as the JVM. It
	 * must not throw.
	 * @param function the function
	 * @return the pointer
	 */
	long callback(MethodHandle function) {
		try {
			Class<?> arenaType = type("Arena");
			Object arena = arenaType.getMethod("global").invoke(null);
			Object options = Array.newInstance(this.optionType, 0);
			Object descriptor = descriptor(function.type().returnType(), function.type().parameterArray());
			return address(this.linkerType
				.getMethod("upcallStub", MethodHandle.class, this.descriptorType, arenaType, options.getClass())
				.invoke(this.linker, function, descriptor, arena, options));
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException("The function cannot be called back", ex);
		}
	}

	private Object descriptor(Class<?> result, Class<?>... parameters) throws ReflectiveOperationException {
		Class<?> layoutType = type("MemoryLayout");
		Object layouts = Array.newInstance(layoutType, parameters.length);
		for (int i = 0; i < parameters.length; i++) {
			Array.set(layouts, i, layout(LAYOUTS.get(parameters[i])));
		}
		if (result == void.class) {
			return this.descriptorType.getMethod("ofVoid", layouts.getClass()).invoke(null, layouts);
		}
		return this.descriptorType.getMethod("of", layoutType, layouts.getClass())
			.invoke(null, layout(LAYOUTS.get(result)), layouts);
	}

	/**
	 * Copy bytes from C.
	 * @param address where they are
	 * @param count their number
	 * @return the bytes
	 */
	byte[] read(long address, int count) {
		byte[] bytes = new byte[count];
		if (count > 0) {
			try {
				this.reader.invokeExact(address, bytes, 0, count);
			}
			catch (Throwable ex) {
				throw ForeignFunction.failure(ex);
			}
		}
		return bytes;
	}

	/**
	 * Copy numbers or pointers from C.
	 * @param address where they are
	 * @param count their number
	 * @return the numbers
	 */
	long[] readNumbers(long address, int count) {
		long[] numbers = new long[count];
		if (count > 0) {
			try {
				this.numberReader.invokeExact(address, numbers, 0, count);
			}
			catch (Throwable ex) {
				throw ForeignFunction.failure(ex);
			}
		}
		return numbers;
	}

	/**
	 * Copy a string from C.
	 * @param address where it is, or 0
	 * @return the string, or {@code null}
	 */
	@Nullable String string(long address) {
		return (address != 0) ? new String(read(address, (int) this.length.number(address)), StandardCharsets.UTF_8)
				: null;
	}

	/**
	 * Copy bytes to C.
	 * @param bytes the bytes
	 * @param address where there is memory for them
	 */
	void write(byte[] bytes, long address) {
		try {
			this.writer.invokeExact(bytes, 0, address, bytes.length);
		}
		catch (Throwable ex) {
			throw ForeignFunction.failure(ex);
		}
	}

	/**
	 * Write a number to C.
	 * @param number the number
	 * @param address where there is memory for it
	 */
	void writeNumber(long number, long address) {
		write(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(number).array(), address);
	}

}
