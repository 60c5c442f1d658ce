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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * SQL, as a connection prepares and runs it.
 *
 * @author wsgi-spring-boot contributors
 */
final class SqliteText {

	private static final int ROW = 100;

	private final SqliteDatabase database;

	private final SqliteLibrary sqlite;

	SqliteText(SqliteDatabase database) {
		this.database = database;
		this.sqlite = database.sqlite();
	}

	/**
	 * Prepare a statement.
	 * @param sql its text
	 * @param use takes the statement
	 * @return the result code, negative if that is an error
	 */
	int prepare(byte[] sql, Use use) {
		long text = this.sqlite.copy(sql);
		long out = this.sqlite.memory(16);
		try {
			int code = this.sqlite.call("prepare_v2", this.database.address(), text, sql.length + 1, out, out + 8);
			long[] results = this.sqlite.linker.readNumbers(out, 2);
			if (code == SqliteLibrary.OK) {
				use.accept(results[0], (int) (results[1] - text));
			}
			return code;
		}
		finally {
			this.sqlite.free(out);
			this.sqlite.free(text);
		}
	}

	/**
	 * Prepare a statement, run it and give it back.
	 * @param sql its text
	 * @return the result code
	 */
	int execute(byte[] sql) {
		int[] result = { SqliteLibrary.OK };
		int code = prepare(sql, (statement, rest) -> {
			if (statement != 0) {
				result[0] = runToEnd(statement);
			}
		});
		return (code != SqliteLibrary.OK) ? code : result[0];
	}

	/**
	 * Return the texts in one column of all rows.
	 * @param sql a statement
	 * @param column the number of the column
	 * @return the texts that are not empty
	 */
	List<String> texts(byte[] sql, int column) {
		List<String> texts = new ArrayList<>();
		prepare(sql, (statement, rest) -> {
			while (this.sqlite.step.integer(statement) == ROW) {
				String text = this.sqlite.linker.string(this.sqlite.columnText.number(statement, column));
				if (text != null && !text.isEmpty()) {
					texts.add(text);
				}
			}
			this.sqlite.finalizeStatement.integer(statement);
		});
		return texts;
	}

	/**
	 * Run a statement without parameters, and give it back.
	 * @param statement its address
	 * @return the result code
	 */
	int runToEnd(long statement) {
		int code = ROW;
		while (code == ROW) {
			code = this.sqlite.step.integer(statement);
		}
		return this.sqlite.finalizeStatement.integer(statement);
	}

	/**
	 * Run all statements.
	 * @param sql their text
	 * @return the result code
	 */
	int script(byte[] sql) {
		byte[] rest = sql;
		while (rest.length > 0) {
			int[] end = { rest.length };
			int[] code = { SqliteLibrary.OK };
			int prepared = prepare(rest, (statement, tail) -> {
				end[0] = tail;
				if (statement != 0) {
					code[0] = runToEnd(statement);
				}
			});
			if (prepared != SqliteLibrary.OK || code[0] != SqliteLibrary.OK) {
				return (prepared != SqliteLibrary.OK) ? prepared : code[0];
			}
			rest = Arrays.copyOfRange(rest, end[0], rest.length);
		}
		return SqliteLibrary.OK;
	}

	/**
	 * Return whether nothing but space and comments is left.
	 * @param sql the text
	 * @param start where to begin
	 * @return whether there is no statement
	 */
	static boolean isEmpty(byte[] sql, int start) {
		int i = start;
		while (i < sql.length) {
			if (sql[i] == '-' && i + 1 < sql.length && sql[i + 1] == '-') {
				while (i < sql.length && sql[i] != '\n') {
					i++;
				}
			}
			else if (sql[i] == '/' && i + 1 < sql.length && sql[i + 1] == '*') {
				i += 2;
				while (i + 1 < sql.length && (sql[i] != '*' || sql[i + 1] != '/')) {
					i++;
				}
				i += 2;
			}
			else if (" \t\f\n\r".indexOf(sql[i]) < 0) {
				return false;
			}
			else {
				i++;
			}
		}
		return true;
	}

	/**
	 * Takes a statement.
	 */
	interface Use {

		/**
		 * Take a statement.
		 * @param statement its address, or 0 if the text is empty
		 * @param end where the text behind it begins
		 */
		void accept(long statement, int end);

	}

}
