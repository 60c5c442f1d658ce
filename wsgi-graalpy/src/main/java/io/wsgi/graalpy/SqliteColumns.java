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

package io.wsgi.graalpy;

import org.jspecify.annotations.Nullable;

/**
 * The columns of a statement.
 *
 * @author wsgi-spring-boot contributors
 */
final class SqliteColumns {

	private static final int UNDECODABLE = -3;

	private static final int REPREPARED = 5;

	private final SqliteLibrary sqlite;

	private final SqliteValues values;

	private final SqlitePointer pointer;

	private boolean encoded;

	private boolean[] casts = {};

	SqliteColumns(SqliteDatabase database, SqlitePointer pointer) {
		this.sqlite = database.sqlite();
		this.values = database.values();
		this.pointer = pointer;
	}

	/**
	 * Return the row that the statement has.
	 * @return the values, or {@code null} if one is text that is not UTF-8
	 */
	@Nullable Object row() {
		long statement = this.pointer.address();
		Object[] cells = new Object[this.sqlite.columnCount.integer(statement)];
		for (int i = 0; i < cells.length; i++) {
			Object cell = (i < this.casts.length && this.casts[i]) ? this.values.converted(statement, i)
					: this.values.column(statement, i, this.encoded);
			if (cell == null) {
				return null;
			}
			cells[i] = cell;
		}
		return this.values.tuple(cells);
	}

	/**
	 * Return the error that text is not UTF-8.
	 * @return the error: the code, the column and the text
	 */
	Object undecodable() {
		long statement = this.pointer.address();
		for (int i = 0; i < this.sqlite.columnCount.integer(statement); i++) {
			if (this.values.column(statement, i, false) == null) {
				return this.values.tuple(UNDECODABLE, i, this.values.bytes(this.sqlite.linker
					.read(this.sqlite.columnText.number(statement, i), this.sqlite.columnBytes.integer(statement, i))));
			}
		}
		throw new IllegalStateException("All text is UTF-8");
	}

	/**
	 * Take which columns are handed over as bytes.
	 * @param columns a 1 for each such column, a 0 for each other
	 * @param encoded whether all text is
	 * @return nothing
	 */
	Object cast(String columns, boolean encoded) {
		this.casts = new boolean[columns.length()];
		for (int i = 0; i < this.casts.length; i++) {
			this.casts[i] = columns.charAt(i) == '1';
		}
		this.encoded = encoded;
		return this.values.none();
	}

	/**
	 * Return whether all text is handed over as bytes.
	 * @return whether Python decodes it
	 */
	boolean areEncoded() {
		return this.encoded;
	}

	/**
	 * Return what the columns are.
	 * @return their names and their declared types, and their version
	 */
	Object describe() {
		long statement = this.pointer.address();
		int count = this.sqlite.columnCount.integer(statement);
		Object[] columns = new Object[2 * count + 1];
		for (int i = 0; i < count; i++) {
			columns[2 * i] = this.values.text(this.sqlite.string("column_name", statement, i));
			columns[2 * i + 1] = this.values.text(this.sqlite.string("column_decltype", statement, i));
		}
		columns[2 * count] = version();
		return this.values.tuple(columns);
	}

	/**
	 * Return which version of the columns it is, which a change of the tables changes.
	 * @return the version
	 */
	int version() {
		return this.sqlite.status.integer(this.pointer.address(), REPREPARED, 0);
	}

}
