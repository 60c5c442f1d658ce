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

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Writes rows for Python, column by column, so that it splits and converts the values of
 * a whole column at a time, in functions that are built into it.
 *
 * @author wsgi-spring-boot contributors
 */
final class RowText {

	/**
	 * Is between the values of a column.
	 */
	static final char VALUE = '\u001f';

	/**
	 * Is between columns.
	 */
	static final char COLUMN = '\u001e';

	private static final char ESCAPE = '\u001b';

	private static final char NULL = '\0';

	// More than that is too much to have at once
	private static final int MAX_LENGTH = 1 << 20;

	private final List<ResultColumn> columns;

	private final StringBuilder[] texts;

	private final char[] flags;

	private int count;

	private int length;

	RowText(List<ResultColumn> columns) {
		this.columns = columns;
		this.texts = new StringBuilder[columns.size()];
		this.flags = new char[columns.size()];
		for (int i = 0; i < this.texts.length; i++) {
			this.texts[i] = new StringBuilder();
			this.flags[i] = '-';
		}
	}

	/**
	 * Read rows.
	 * @param rows where from
	 * @param limit how many at most
	 * @return whether that was the last one
	 * @throws SQLException if the driver fails
	 */
	boolean read(ResultSet rows, int limit) throws SQLException {
		while (this.count < limit && this.length < MAX_LENGTH) {
			if (!rows.next()) {
				return true;
			}
			for (int i = 0; i < this.texts.length; i++) {
				add(i, this.columns.get(i).reader().read(rows, i + 1));
			}
			this.count++;
		}
		return false;
	}

	private void add(int column, @Nullable String value) {
		StringBuilder text = this.texts[column];
		if (this.count > 0) {
			text.append(VALUE);
		}
		if (value == null) {
			text.append(NULL);
			if (this.flags[column] == '-') {
				this.flags[column] = 'n';
			}
			return;
		}
		if (isSpecial(value)) {
			this.flags[column] = 'e';
			text.append(escape(value));
		}
		else {
			text.append(value);
		}
		this.length += value.length() + 1;
	}

	private static boolean isSpecial(String value) {
		for (int i = 0; i < value.length(); i++) {
			char character = value.charAt(i);
			if (character == NULL || (character >= ESCAPE && character <= VALUE)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return text without the characters that separate values.
	 * @param text the text
	 * @return the text, with others in place of them
	 */
	static String escape(String text) {
		return text.replace(String.valueOf(ESCAPE), ESCAPE + "e")
			.replace(String.valueOf(NULL), ESCAPE + "n")
			.replace(String.valueOf(COLUMN), ESCAPE + "c")
			.replace(String.valueOf(VALUE), ESCAPE + "v");
	}

	/**
	 * Return how many rows there are.
	 * @return the number
	 */
	int count() {
		return this.count;
	}

	/**
	 * Add the rows to an answer.
	 * @param answer the answer
	 */
	void appendTo(StringBuilder answer) {
		for (int i = 0; i < this.texts.length; i++) {
			answer.append(COLUMN).append(this.columns.get(i).kind()).append(this.flags[i]).append(this.texts[i]);
		}
	}

}
