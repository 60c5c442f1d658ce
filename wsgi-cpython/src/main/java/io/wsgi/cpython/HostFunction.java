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

import org.jspecify.annotations.Nullable;

/**
 * What a Python callable does in Java. Called inside Python, and on any thread.
 *
 * @author wsgi-spring-boot contributors
 */
@FunctionalInterface
interface HostFunction {

	/**
	 * Do it.
	 * @param arguments what it was called with
	 * @return the result, which then belongs to Python
	 * @throws Exception becomes an {@code OSError} if it is an
	 * {@link java.io.IOException}, and otherwise a {@code RuntimeError}
	 */
	long call(Arguments arguments) throws Exception;

	/**
	 * A function that returns {@code None}.
	 */
	@FunctionalInterface
	interface Procedure {

		/**
		 * Do it.
		 * @param arguments what it was called with
		 * @return nothing
		 * @throws Exception as that of a {@link HostFunction}
		 */
		@Nullable Void call(Arguments arguments) throws Exception;

	}

	/**
	 * The arguments of a call.
	 *
	 * @param objects reads them
	 * @param address where they are
	 * @param count their number
	 */
	record Arguments(PythonObjects objects, long address, int count) {

		private long get(int index) {
			if (index >= this.count) {
				throw new IllegalArgumentException("An argument is missing");
			}
			return NativeMemory.word(this.address + (long) index * Long.BYTES);
		}

		boolean isNone(int index) {
			return this.objects.isNone(get(index));
		}

		boolean isTrue(int index) {
			return this.objects.isTrue(get(index));
		}

		String text(int index) {
			return this.objects.text(get(index));
		}

		byte[] bytes(int index) {
			return this.objects.bytesValue(get(index));
		}

		long integer(int index) {
			return this.objects.integerValue(get(index));
		}

	}

}
