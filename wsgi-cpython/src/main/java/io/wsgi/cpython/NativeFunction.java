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

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Collections;

/**
 * A function in C whose parameters and result are words: pointers, and integers of up to
 * 64 bits, which cross in the same registers. What a shorter result leaves in the upper
 * half of the word is undefined, so that it has to be narrowed.
 *
 * @author wsgi-spring-boot contributors
 */
final class NativeFunction {

	private final MethodHandle handle;

	NativeFunction(MethodHandle handle) {
		this.handle = handle;
	}

	/**
	 * Describe a function.
	 * @param parameters the number of its parameters
	 * @return the description
	 */
	static FunctionDescriptor descriptor(int parameters) {
		return FunctionDescriptor.of(ValueLayout.JAVA_LONG,
				Collections.nCopies(parameters, ValueLayout.JAVA_LONG).toArray(MemoryLayout[]::new));
	}

	long call() {
		try {
			return (long) this.handle.invokeExact();
		}
		catch (Throwable ex) {
			throw unexpected(ex);
		}
	}

	long call(long first) {
		try {
			return (long) this.handle.invokeExact(first);
		}
		catch (Throwable ex) {
			throw unexpected(ex);
		}
	}

	long call(long first, long second) {
		try {
			return (long) this.handle.invokeExact(first, second);
		}
		catch (Throwable ex) {
			throw unexpected(ex);
		}
	}

	long call(long first, long second, long third) {
		try {
			return (long) this.handle.invokeExact(first, second, third);
		}
		catch (Throwable ex) {
			throw unexpected(ex);
		}
	}

	long call(long first, long second, long third, long fourth) {
		try {
			return (long) this.handle.invokeExact(first, second, third, fourth);
		}
		catch (Throwable ex) {
			throw unexpected(ex);
		}
	}

	static IllegalStateException unexpected(Throwable ex) {
		if (ex instanceof Error error) {
			throw error;
		}
		// C functions throw nothing
		return new IllegalStateException(ex);
	}

}
