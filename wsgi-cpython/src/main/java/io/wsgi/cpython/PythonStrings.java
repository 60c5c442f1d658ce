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

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * Makes and reads Python's strings.
 *
 * @author wsgi-spring-boot contributors
 */
final class PythonStrings {

	private final PythonObjects objects;

	private final CopyingFunction latin1;

	private final CopyingFunction utf8;

	private final NativeFunction utf8Bytes;

	private final NativeFunction encode;

	private final long surrogates = NativeLibrary.allocateForever("surrogatepass");

	private final long wideEncoding = NativeLibrary.allocateForever("utf-16-le");

	PythonStrings(NativeLibrary library, PythonObjects objects) {
		this.objects = objects;
		this.latin1 = library.copyingFunction("PyUnicode_DecodeLatin1");
		this.utf8 = library.copyingFunction("PyUnicode_DecodeUTF8");
		this.utf8Bytes = library.function("PyUnicode_AsUTF8AndSize", 2);
		this.encode = library.function("PyUnicode_AsEncodedString", 3);
	}

	/**
	 * Make a string of characters that each stand for a byte.
	 * @param text the characters
	 * @return the string, or 0 if an exception was raised
	 */
	long latin1(String text) {
		return this.latin1.call(text.getBytes(StandardCharsets.ISO_8859_1), 0);
	}

	/**
	 * Make a string.
	 * @param text the text
	 * @return the string, or 0 if an exception was raised
	 */
	long utf8(String text) {
		return this.utf8.call(text.getBytes(StandardCharsets.UTF_8), 0);
	}

	/**
	 * Read a string.
	 * @param object the string
	 * @return its text
	 */
	String text(long object) {
		try (Arena arena = Arena.ofConfined()) {
			long size = arena.allocate(ValueLayout.JAVA_LONG).address();
			long address = this.utf8Bytes.call(object, size);
			if (address != 0) {
				return new String(NativeMemory.bytes(address, Math.toIntExact(NativeMemory.word(size))),
						StandardCharsets.UTF_8);
			}
		}
		// It has halves of surrogate pairs, which only Java's own encoding can hold
		PythonErrors errors = this.objects.errors();
		errors.clear();
		long encoded = errors.checked(this.encode.call(object, this.wideEncoding, this.surrogates));
		try {
			return new String(this.objects.bytesValue(encoded), StandardCharsets.UTF_16LE);
		}
		finally {
			this.objects.release(encoded);
		}
	}

}
