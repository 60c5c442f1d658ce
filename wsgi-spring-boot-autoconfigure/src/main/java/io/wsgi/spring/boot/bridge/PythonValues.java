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

package io.wsgi.spring.boot.bridge;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * Values on their way between Java and Python, as the text that passes.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class PythonValues {

	private PythonValues() {
	}

	/**
	 * Write a value for Python.
	 * @param value the value
	 * @return the text, in ASCII
	 * @throws IllegalArgumentException if Python has no value for it
	 */
	public static String write(@Nullable Object value) {
		try {
			return WireWriter.write(value);
		}
		catch (Refusal ex) {
			throw new IllegalArgumentException(ex.getMessage(), ex);
		}
	}

	/**
	 * Read what Python has written.
	 * @param text the text
	 * @return the value: text, a number, a truth value, a time, bytes, a list, a map, or
	 * {@code null}
	 */
	public static @Nullable Object read(String text) {
		return WireReader.read(text);
	}

	/**
	 * Make something of a value that was read. What a map has beyond the components of a
	 * record is left out.
	 * @param value the value
	 * @param type what to make of it
	 * @return the value of that type
	 * @throws IllegalArgumentException if that cannot be
	 */
	public static @Nullable Object convert(@Nullable Object value, ResolvableType type) {
		try {
			return Conversion.lenient().convert(value, type);
		}
		catch (Conversion.Mismatch ex) {
			throw new IllegalArgumentException(ex.getMessage(), ex);
		}
	}

	/**
	 * Return the name that Python has for something of Java.
	 * @param name the name, such as {@code customerName}
	 * @return the name in Python, such as {@code customer_name}
	 */
	public static String pythonName(String name) {
		return SnakeCase.of(name);
	}

}
