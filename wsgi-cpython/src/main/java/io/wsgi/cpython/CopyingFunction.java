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
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * A function in C that makes an object of bytes. It reads them where they are in the Java
 * heap, so that they are copied once. The JVM cannot collect garbage meanwhile: to be
 * used only for functions that are short and never call back.
 *
 * @author wsgi-spring-boot contributors
 */
final class CopyingFunction {

	private final MethodHandle handle;

	CopyingFunction(MethodHandle handle) {
		this.handle = handle;
	}

	static FunctionDescriptor descriptor() {
		return FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG,
				ValueLayout.JAVA_LONG);
	}

	/**
	 * Call the function.
	 * @param bytes what it copies
	 * @param last its third parameter
	 * @return its result
	 */
	long call(byte[] bytes, long last) {
		try {
			return (long) this.handle.invokeExact(MemorySegment.ofArray(bytes), (long) bytes.length, last);
		}
		catch (Throwable ex) {
			throw NativeFunction.unexpected(ex);
		}
	}

}
