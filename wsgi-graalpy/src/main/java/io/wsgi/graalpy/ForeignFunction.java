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
import java.lang.invoke.MethodType;

import org.jspecify.annotations.Nullable;

/**
 * A function in C. It is called exactly, by the method whose parameters and result are
 * its own, or slowly.
 *
 * @author wsgi-spring-boot contributors
 */
final class ForeignFunction {

	private final MethodHandle handle;

	private volatile @Nullable MethodHandle spread;

	ForeignFunction(MethodHandle handle) {
		this.handle = handle;
	}

	static RuntimeException failure(Throwable failure) {
		if (failure instanceof Error error) {
			throw error;
		}
		return new IllegalStateException("C could not be called", failure);
	}

	@Nullable Object call(Object... arguments) {
		MethodHandle spread = this.spread;
		if (spread == null) {
			spread = this.handle.asSpreader(Object[].class, arguments.length)
				.asType(MethodType.methodType(Object.class, Object[].class));
			this.spread = spread;
		}
		try {
			return (Object) spread.invokeExact(arguments);
		}
		catch (Throwable ex) {
			throw failure(ex);
		}
	}

	int integer(long first) {
		try {
			return (int) this.handle.invokeExact(first);
		}
		catch (Throwable ex) {
			throw failure(ex);
		}
	}

	int integer(long first, int second) {
		try {
			return (int) this.handle.invokeExact(first, second);
		}
		catch (Throwable ex) {
			throw failure(ex);
		}
	}

	int integer(long first, int second, int third) {
		try {
			return (int) this.handle.invokeExact(first, second, third);
		}
		catch (Throwable ex) {
			throw failure(ex);
		}
	}

	int integer(long first, int second, long third) {
		try {
			return (int) this.handle.invokeExact(first, second, third);
		}
		catch (Throwable ex) {
			throw failure(ex);
		}
	}

	int integer(long first, int second, double third) {
		try {
			return (int) this.handle.invokeExact(first, second, third);
		}
		catch (Throwable ex) {
			throw failure(ex);
		}
	}

	int integer(long first, int second, long third, long fourth, long fifth) {
		try {
			return (int) this.handle.invokeExact(first, second, third, fourth, fifth);
		}
		catch (Throwable ex) {
			throw failure(ex);
		}
	}

	int integer(long first, int second, long third, long fourth, long fifth, int sixth) {
		try {
			return (int) this.handle.invokeExact(first, second, third, fourth, fifth, sixth);
		}
		catch (Throwable ex) {
			throw failure(ex);
		}
	}

	long number(long first) {
		try {
			return (long) this.handle.invokeExact(first);
		}
		catch (Throwable ex) {
			throw failure(ex);
		}
	}

	long number(long first, int second) {
		try {
			return (long) this.handle.invokeExact(first, second);
		}
		catch (Throwable ex) {
			throw failure(ex);
		}
	}

	long number(long first, long second) {
		try {
			return (long) this.handle.invokeExact(first, second);
		}
		catch (Throwable ex) {
			throw failure(ex);
		}
	}

	double real(long first) {
		try {
			return (double) this.handle.invokeExact(first);
		}
		catch (Throwable ex) {
			throw failure(ex);
		}
	}

	double real(long first, int second) {
		try {
			return (double) this.handle.invokeExact(first, second);
		}
		catch (Throwable ex) {
			throw failure(ex);
		}
	}

	void run(long first) {
		try {
			this.handle.invokeExact(first);
		}
		catch (Throwable ex) {
			throw failure(ex);
		}
	}

	void run(long first, long second) {
		try {
			this.handle.invokeExact(first, second);
		}
		catch (Throwable ex) {
			throw failure(ex);
		}
	}

	void run(long first, double second) {
		try {
			this.handle.invokeExact(first, second);
		}
		catch (Throwable ex) {
			throw failure(ex);
		}
	}

}
