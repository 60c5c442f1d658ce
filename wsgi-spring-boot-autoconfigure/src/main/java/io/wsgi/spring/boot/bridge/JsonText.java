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

import java.util.Collection;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Writes JSON in ASCII: {@code null}, strings, booleans, numbers, maps with strings as
 * keys and collections of those.
 *
 * @author wsgi-spring-boot contributors
 */
final class JsonText {

	private static final int MAX_DEPTH = 100;

	private static final String HEX = "0123456789abcdef";

	private final StringBuilder text = new StringBuilder();

	private int depth;

	private JsonText() {
	}

	/**
	 * Write a value.
	 * @param value the value
	 * @return the text
	 * @throws IllegalArgumentException if it has something in it that is not listed
	 * above, or is nested too deep
	 */
	static String of(@Nullable Object value) {
		JsonText json = new JsonText();
		json.write(value);
		return json.text.toString();
	}

	private void write(@Nullable Object value) {
		switch (value) {
			case null -> this.text.append("null");
			case String string -> write(string);
			case Boolean truth -> this.text.append(truth);
			// Python reads NaN and Infinity, too
			case Number number -> this.text.append(number);
			case Map<?, ?> map -> write(map);
			case Collection<?> collection -> write(collection);
			default -> throw new IllegalArgumentException("There is no JSON for " + value.getClass().getName());
		}
	}

	private void write(Map<?, ?> map) {
		enter();
		String separator = "{";
		for (Map.Entry<?, ?> entry : map.entrySet()) {
			this.text.append(separator);
			write((String) entry.getKey());
			this.text.append(':');
			write(entry.getValue());
			separator = ",";
		}
		this.text.append(map.isEmpty() ? "{}" : "}");
		this.depth--;
	}

	private void write(Collection<?> collection) {
		enter();
		String separator = "[";
		for (Object element : collection) {
			this.text.append(separator);
			write(element);
			separator = ",";
		}
		this.text.append(collection.isEmpty() ? "[]" : "]");
		this.depth--;
	}

	private void enter() {
		if (++this.depth > MAX_DEPTH) {
			throw new IllegalArgumentException("It is nested more than " + MAX_DEPTH + " times, or contains itself");
		}
	}

	private void write(String string) {
		this.text.append('"');
		for (int i = 0; i < string.length(); i++) {
			char character = string.charAt(i);
			if (character == '"' || character == '\\') {
				this.text.append('\\').append(character);
			}
			else if (character >= ' ' && character < 0x7f) {
				this.text.append(character);
			}
			else {
				this.text.append("\\u");
				for (int shift = 12; shift >= 0; shift -= 4) {
					this.text.append(HEX.charAt((character >> shift) & 0xf));
				}
			}
		}
		this.text.append('"');
	}

}
