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

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The memory of the process.
 *
 * @author wsgi-spring-boot contributors
 */
@SuppressWarnings("restricted")
final class NativeMemory {

	private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

	private NativeMemory() {
	}

	/**
	 * Read a word.
	 * @param address where
	 * @return its value
	 */
	static long word(long address) {
		return ALL.get(ValueLayout.JAVA_LONG, address);
	}

	/**
	 * Write a word.
	 * @param address where
	 * @param value its value
	 */
	static void setWord(long address, long value) {
		ALL.set(ValueLayout.JAVA_LONG, address, value);
	}

	/**
	 * Write an {@code int}.
	 * @param address where
	 * @param value its value
	 */
	static void setInt(long address, int value) {
		ALL.set(ValueLayout.JAVA_INT, address, value);
	}

	/**
	 * Read a text that ends with NUL.
	 * @param address where
	 * @return the text
	 */
	static String text(long address) {
		return ALL.getString(address);
	}

	/**
	 * Copy bytes into the Java heap.
	 * @param address where they are
	 * @param length how many
	 * @return the copy
	 */
	static byte[] bytes(long address, int length) {
		byte[] bytes = new byte[length];
		MemorySegment.copy(ALL, ValueLayout.JAVA_BYTE, address, bytes, 0, length);
		return bytes;
	}

	/**
	 * Copy bytes out of the Java heap.
	 * @param bytes the bytes
	 * @param address where to
	 */
	static void copy(byte[] bytes, long address) {
		MemorySegment.copy(bytes, 0, ALL, ValueLayout.JAVA_BYTE, address, bytes.length);
	}

}
