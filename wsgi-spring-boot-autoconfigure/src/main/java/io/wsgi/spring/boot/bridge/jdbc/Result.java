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
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a statement has returned: rows, which are read piece by piece, or a number.
 *
 * @author wsgi-spring-boot contributors
 */
final class Result implements AutoCloseable {

	private static final char MARK = 'R';

	private static final int NO_COLUMNS = -1;

	private final Statement statement;

	private final Product product;

	private @Nullable ResultSet rows;

	private List<ResultColumn> columns = List.of();

	/**
	 * Create a new result.
	 * @param statement the statement, which was executed
	 * @param product the database
	 */
	Result(Statement statement, Product product) {
		this.statement = statement;
		this.product = product;
	}

	Statement statement() {
		return this.statement;
	}

	/**
	 * Answer with the description and the first rows, or with how many rows a statement
	 * has changed.
	 * @param hasRows whether there are rows
	 * @param limit how many rows to read at most
	 * @param hasKeys whether the database may have made a key
	 * @return the answer
	 * @throws SQLException if the driver fails
	 */
	String begin(boolean hasRows, int limit, boolean hasKeys) throws SQLException {
		if (!hasRows) {
			int changed = this.statement.getUpdateCount();
			return head(changed, false, 0, hasKeys ? generatedKey() : "", NO_COLUMNS).toString();
		}
		ResultSet opened = this.statement.getResultSet();
		this.rows = opened;
		this.columns = describe(opened.getMetaData());
		RowText text = new RowText(this.columns);
		boolean complete = text.read(opened, limit);
		StringBuilder answer = head(complete ? text.count() : -1, !complete, text.count(), "", this.columns.size());
		for (ResultColumn column : this.columns) {
			answer.append(RowText.COLUMN)
				.append(RowText.escape(column.name()))
				.append(RowText.VALUE)
				.append(column.type())
				.append(RowText.VALUE)
				.append(column.kind())
				.append(RowText.VALUE)
				.append(column.displaySize())
				.append(RowText.VALUE)
				.append(column.precision())
				.append(RowText.VALUE)
				.append(column.scale())
				.append(RowText.VALUE)
				.append((column.nullable() != null) ? (column.nullable() ? "1" : "0") : "");
		}
		text.appendTo(answer);
		return answer.toString();
	}

	private List<ResultColumn> describe(ResultSetMetaData meta) throws SQLException {
		int count = meta.getColumnCount();
		List<ResultColumn> described = new ArrayList<>(count);
		for (int i = 1; i <= count; i++) {
			described.add(ResultColumn.of(meta, i, this.product));
		}
		return described;
	}

	private String generatedKey() throws SQLException {
		try (ResultSet keys = this.statement.getGeneratedKeys()) {
			if (keys.next() && keys.getObject(1) instanceof Number key) {
				return String.valueOf(key.longValue());
			}
			return "";
		}
	}

	/**
	 * Answer with further rows.
	 * @param limit how many at most
	 * @return the answer
	 * @throws SQLException if the driver fails
	 */
	String next(int limit) throws SQLException {
		ResultSet opened = this.rows;
		RowText text = new RowText(this.columns);
		boolean complete = opened == null || text.read(opened, limit);
		StringBuilder answer = head(-1, !complete, text.count(), "", this.columns.size());
		text.appendTo(answer);
		return answer.toString();
	}

	private static StringBuilder head(int changed, boolean more, int count, String key, int columns) {
		return new StringBuilder().append(MARK)
			.append(changed)
			.append(RowText.VALUE)
			.append(more ? 1 : 0)
			.append(RowText.VALUE)
			.append(count)
			.append(RowText.VALUE)
			.append(key)
			.append(RowText.VALUE)
			.append(columns);
	}

	/**
	 * Tell whether an answer has the last of the rows.
	 * @param answer the answer
	 * @return whether nothing follows
	 */
	static boolean isComplete(String answer) {
		return answer.charAt(answer.indexOf(RowText.VALUE) + 1) == '0';
	}

	@Override
	public void close() throws SQLException {
		// With its rows
		this.statement.close();
	}

}
