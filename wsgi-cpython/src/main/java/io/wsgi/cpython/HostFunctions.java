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

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes Python callables of {@link HostFunction}s. They all are one function in C, which
 * finds what to do by the number that it carries: so nothing is ever freed that Python
 * could still call.
 *
 * @author wsgi-spring-boot contributors
 */
final class HostFunctions {

	private static final int METH_FASTCALL = 0x80;

	private final Map<Long, HostFunction> functions = new ConcurrentHashMap<>();

	private final AtomicLong numbers = new AtomicLong();

	private final PythonObjects objects;

	private final NativeFunction newFunction;

	private final long definition;

	HostFunctions(NativeLibrary library, PythonObjects objects) {
		this.objects = objects;
		this.newFunction = library.function("PyCFunction_NewEx", 3);
		// PyMethodDef: name, function, flags, documentation
		this.definition = NativeLibrary.allocateForever(NativeLibrary.allocateForever("java"),
				library.upcall(dispatcher(), 3), METH_FASTCALL, 0);
	}

	private MethodHandle dispatcher() {
		try {
			return MethodHandles.lookup()
				.bind(this, "dispatch", MethodType.methodType(long.class, long.class, long.class, long.class));
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	// What it threw would end the JVM
	private long dispatch(long number, long arguments, long count) {
		try {
			HostFunction function = this.functions.get(this.objects.integerValue(number));
			if (function == null) {
				throw new IllegalStateException("What it belongs to has ended");
			}
			return function.call(new HostFunction.Arguments(this.objects, arguments, (int) count));
		}
		catch (Throwable ex) {
			return raise(ex);
		}
	}

	private long raise(Throwable ex) {
		try {
			this.objects.errors().raise(ex);
		}
		catch (Throwable unexpected) {
			// Python makes a SystemError of a failure without an exception
		}
		return 0;
	}

	/**
	 * Give a function a number.
	 * @param function the function
	 * @return its number
	 */
	long register(HostFunction function) {
		long number = this.numbers.incrementAndGet();
		this.functions.put(number, function);
		return number;
	}

	/**
	 * Forget a function. Callables that are left raise an exception.
	 * @param number its number
	 */
	void remove(long number) {
		this.functions.remove(number);
	}

	/**
	 * Make a callable. To be called inside Python.
	 * @param number the number of the function
	 * @return the callable
	 */
	long callable(long number) {
		long carried = this.objects.integer(number);
		try {
			return this.objects.errors().checked(this.newFunction.call(this.definition, carried, 0));
		}
		finally {
			this.objects.release(carried);
		}
	}

	/**
	 * Have a function that Python may keep for good.
	 * @param procedure what it does
	 * @return the function, as an argument for Python
	 */
	Callable permanent(HostFunction.Procedure procedure) {
		return new Callable(this, register((arguments) -> {
			procedure.call(arguments);
			return this.objects.none();
		}));
	}

	/**
	 * A function among Java values.
	 *
	 * @param functions makes the callable
	 * @param number the number of the function
	 */
	record Callable(HostFunctions functions, long number) {

		long address() {
			return this.functions.callable(this.number);
		}

	}

}
