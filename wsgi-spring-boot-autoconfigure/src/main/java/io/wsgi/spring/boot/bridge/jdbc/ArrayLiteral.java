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

package io.wsgi.spring.boot.bridge.jdbc;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Reads an array of PostgreSQL from its text, which has everything of its elements: the
 * objects of JDBC lack microseconds, infinity and more.
 *
 * @author wsgi-spring-boot contributors
 * @see <a href="https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO">Array
 * Input and Output Syntax</a>
 */
final class ArrayLiteral {

	private final String text;

	private final Element element;

	private int position;

	private ArrayLiteral(String text, Element element) {
		this.text = text;
		this.element = element;
		// There may be bounds in front: [0:1]={1,2}
		this.position = text.indexOf('{') + 1;
	}

	/**
	 * Read an array.
	 * @param text the array
	 * @param element makes something of an element
	 * @return its elements, in lists within each other
	 * @throws SQLException if an element is none
	 */
	static List<@Nullable Object> read(String text, Element element) throws SQLException {
		return new ArrayLiteral(text, element).elements();
	}

	private List<@Nullable Object> elements() throws SQLException {
		List<@Nullable Object> elements = new ArrayList<>();
		while (true) {
			switch (this.text.charAt(this.position)) {
				case '}' -> {
					this.position++;
					return elements;
				}
				case ',' -> this.position++;
				case '{' -> {
					this.position++;
					elements.add(elements());
				}
				case '"' -> elements.add(this.element.read(quoted()));
				default -> elements.add(plain());
			}
		}
	}

	private String quoted() {
		StringBuilder value = new StringBuilder();
		this.position++;
		while (this.text.charAt(this.position) != '"') {
			if (this.text.charAt(this.position) == '\\') {
				this.position++;
			}
			value.append(this.text.charAt(this.position++));
		}
		this.position++;
		return value.toString();
	}

	private @Nullable String plain() throws SQLException {
		int start = this.position;
		while (this.text.charAt(this.position) != ',' && this.text.charAt(this.position) != '}') {
			this.position++;
		}
		String value = this.text.substring(start, this.position);
		return value.equals("NULL") ? null : this.element.read(value);
	}

	/**
	 * Makes something of an element.
	 */
	@FunctionalInterface
	interface Element {

		/**
		 * Read it.
		 * @param text the element as the database has it
		 * @return the element as Python reads it
		 * @throws SQLException if Python does not have it
		 */
		String read(String text) throws SQLException;

	}

}
