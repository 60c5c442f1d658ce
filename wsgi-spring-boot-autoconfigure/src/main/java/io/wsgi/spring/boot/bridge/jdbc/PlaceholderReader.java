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

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the placeholders of a statement, in the styles of PEP 249: {@code qmark},
 * {@code named}, {@code format} and {@code pyformat}. What is quoted or a comment has
 * none.
 *
 * @author wsgi-spring-boot contributors
 */
final class PlaceholderReader {

	private final String text;

	private final Style style;

	private final boolean postgresql;

	private final QuotedParts quoted;

	private final StringBuilder sql;

	private final List<String> names = new ArrayList<>();

	private int count;

	private int position;

	private PlaceholderReader(String text, Style style, Product product) {
		this.text = text;
		this.style = style;
		this.postgresql = (product == Product.POSTGRESQL);
		this.quoted = new QuotedParts(text, product);
		this.sql = new StringBuilder(text.length());
	}

	/**
	 * Read a statement.
	 * @param text the statement
	 * @param style how it has its placeholders
	 * @param product the database
	 * @return the statement as JDBC has it
	 */
	static SqlText read(String text, Style style, Product product) {
		return new PlaceholderReader(text, style, product).read();
	}

	private SqlText read() {
		while (this.position < this.text.length()) {
			int end = this.quoted.end(this.position);
			if (end > this.position) {
				appendQuoted(this.text.substring(this.position, end));
				this.position = end;
			}
			else if (!placeholder()) {
				appendPlain(this.text.charAt(this.position++));
			}
		}
		return new SqlText(this.sql.toString(), List.copyOf(this.names), this.count);
	}

	// A percent sign is doubled everywhere, as with drivers that have these styles
	private void appendQuoted(String part) {
		this.sql.append(isPercent() ? part.replace("%%", "%") : part);
	}

	private boolean isPercent() {
		return this.style == Style.FORMAT || this.style == Style.PYFORMAT;
	}

	private void appendPlain(char character) {
		this.sql.append(character);
		// An operator, not a placeholder
		if (character == '?' && this.style != Style.QMARK && this.postgresql) {
			this.sql.append('?');
		}
	}

	private boolean placeholder() {
		return switch (this.text.charAt(this.position)) {
			case '?' -> this.style == Style.QMARK && questionMark();
			case ':' -> this.style == Style.NAMED && colon();
			case '%' -> isPercent() && percent();
			default -> false;
		};
	}

	private boolean questionMark() {
		if (this.postgresql && this.text.startsWith("??", this.position)) {
			this.sql.append("??");
			this.position += 2;
			return true;
		}
		add(1);
		return true;
	}

	private boolean colon() {
		if (this.text.startsWith("::", this.position)) {
			this.sql.append("::");
			this.position += 2;
			return true;
		}
		int end = this.position + 1;
		while (end < this.text.length() && QuotedParts.isName(this.text.charAt(end))) {
			end++;
		}
		if (end == this.position + 1 || Character.isDigit(this.text.charAt(this.position + 1))) {
			return false;
		}
		this.names.add(this.text.substring(this.position + 1, end));
		add(end - this.position);
		return true;
	}

	private boolean percent() {
		if (this.text.startsWith("%%", this.position)) {
			this.sql.append('%');
			this.position += 2;
			return true;
		}
		if (this.style == Style.FORMAT) {
			if (this.text.startsWith("%s", this.position)) {
				add(2);
				return true;
			}
			return false;
		}
		int end = this.text.startsWith("%(", this.position) ? this.text.indexOf(")s", this.position) : -1;
		if (end < 0) {
			return false;
		}
		this.names.add(this.text.substring(this.position + 2, end));
		add(end + 2 - this.position);
		return true;
	}

	private void add(int length) {
		this.sql.append('?');
		this.count++;
		this.position += length;
	}

	/**
	 * How a statement has its placeholders.
	 */
	enum Style {

		/**
		 * A question mark.
		 */
		QMARK,

		/**
		 * A colon and a name.
		 */
		NAMED,

		/**
		 * {@code %s}.
		 */
		FORMAT,

		/**
		 * {@code %(name)s}.
		 */
		PYFORMAT

	}

}
