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

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON that Python writes: numbers become {@link Integer}, {@link Long} or
 * {@link BigInteger}, whichever is the first that is large enough, or {@link Double}.
 *
 * @author wsgi-spring-boot contributors
 */
final class JsonReader {

	private static final int MAX_DEPTH = 100;

	private static final int HEX = 16;

	private final String text;

	private final Function<Map<String, @Nullable Object>, Object> objects;

	private int position;

	private int depth;

	/**
	 * Create a new reader.
	 * @param text the text
	 * @param objects makes of each object, given as a map, what it stands for
	 */
	JsonReader(String text, Function<Map<String, @Nullable Object>, Object> objects) {
		this.text = text;
		this.objects = objects;
	}

	/**
	 * Read the text.
	 * @return its value
	 * @throws IllegalArgumentException if it is malformed, or nested too deep
	 */
	@Nullable Object read() {
		Object value = value();
		if (this.position != this.text.length()) {
			throw malformed();
		}
		return value;
	}

	private @Nullable Object value() {
		switch (peek()) {
			case '{' -> {
				return object();
			}
			case '[' -> {
				return array();
			}
			case '"' -> {
				return string();
			}
			default -> {
				return literal();
			}
		}
	}

	private Object object() {
		Map<String, @Nullable Object> object = new LinkedHashMap<>();
		enter();
		while (!accept('}')) {
			if (!object.isEmpty()) {
				expect(',');
			}
			String name = string();
			expect(':');
			object.put(name, value());
		}
		this.depth--;
		return this.objects.apply(object);
	}

	private List<@Nullable Object> array() {
		List<@Nullable Object> array = new ArrayList<>();
		enter();
		while (!accept(']')) {
			if (!array.isEmpty()) {
				expect(',');
			}
			array.add(value());
		}
		this.depth--;
		return array;
	}

	private void enter() {
		if (++this.depth > MAX_DEPTH) {
			throw new IllegalArgumentException("It is nested more than " + MAX_DEPTH + " times");
		}
		this.position++;
	}

	private String string() {
		expect('"');
		StringBuilder string = new StringBuilder();
		while (!accept('"')) {
			char character = next();
			string.append((character != '\\') ? character : escaped());
		}
		return string.toString();
	}

	private char escaped() {
		char character = next();
		return switch (character) {
			case 'b' -> '\b';
			case 'f' -> '\f';
			case 'n' -> '\n';
			case 'r' -> '\r';
			case 't' -> '\t';
			case 'u' -> {
				this.position += 4;
				if (this.position > this.text.length()) {
					throw malformed();
				}
				yield (char) Integer.parseInt(this.text, this.position - 4, this.position, HEX);
			}
			default -> character;
		};
	}

	private @Nullable Object literal() {
		int begin = this.position;
		while (this.position < this.text.length() && ",]}".indexOf(peek()) < 0) {
			this.position++;
		}
		String literal = this.text.substring(begin, this.position);
		return switch (literal) {
			case "null" -> null;
			case "true" -> true;
			case "false" -> false;
			case "NaN" -> Double.NaN;
			case "Infinity" -> Double.POSITIVE_INFINITY;
			case "-Infinity" -> Double.NEGATIVE_INFINITY;
			default -> number(literal);
		};
	}

	private Number number(String literal) {
		if (literal.indexOf('.') >= 0 || literal.indexOf('e') >= 0 || literal.indexOf('E') >= 0) {
			return Double.valueOf(literal);
		}
		BigInteger integer = new BigInteger(literal);
		if (integer.bitLength() < Integer.SIZE) {
			return integer.intValue();
		}
		return (integer.bitLength() < Long.SIZE) ? (Number) integer.longValue() : integer;
	}

	private char peek() {
		if (this.position >= this.text.length()) {
			throw malformed();
		}
		return this.text.charAt(this.position);
	}

	private char next() {
		char character = peek();
		this.position++;
		return character;
	}

	private boolean accept(char character) {
		if (peek() == character) {
			this.position++;
			return true;
		}
		return false;
	}

	private void expect(char character) {
		if (!accept(character)) {
			throw malformed();
		}
	}

	private IllegalArgumentException malformed() {
		return new IllegalArgumentException("This is no JSON, at " + this.position);
	}

}
