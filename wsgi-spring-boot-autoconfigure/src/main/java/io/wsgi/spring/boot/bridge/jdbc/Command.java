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

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Pattern;

import io.wsgi.spring.boot.bridge.jdbc.PlaceholderReader.Style;
import org.jspecify.annotations.Nullable;

/**
 * A statement to execute.
 *
 * @param cursor the number of the cursor that its rows are for
 * @param sql the text
 * @param style how it has its placeholders, or {@code null} if it has none
 * @param parameters its parameters: a list, a map, a list of those for several
 * executions, or {@code null}
 * @param limit how many rows to read at a time
 * @author wsgi-spring-boot contributors
 */
record Command(long cursor, String sql, @Nullable Style style, @Nullable Object parameters, int limit) {

	private static final Pattern CHANGE = Pattern.compile("\\b(insert|update|delete|merge)\\b",
			Pattern.CASE_INSENSITIVE);

	/**
	 * Make the statement.
	 * @param connection makes it
	 * @param product the database
	 * @param text the text, if it has placeholders
	 * @return the statement
	 * @throws SQLException if the driver fails
	 */
	Statement prepare(Connection connection, Product product, @Nullable SqlText text) throws SQLException {
		if (text == null) {
			Statement statement = connection.createStatement();
			// Braces are what the database makes of them
			statement.setEscapeProcessing(false);
			return statement;
		}
		return connection.prepareStatement(text.sql(),
				mayMakeKey(product) ? Statement.RETURN_GENERATED_KEYS : Statement.NO_GENERATED_KEYS);
	}

	/**
	 * Execute a statement that was made.
	 * @param statement the statement
	 * @param product the database
	 * @param text the text, if it has placeholders
	 * @return whether it returns rows
	 * @throws SQLException if that fails
	 */
	boolean run(Statement statement, Product product, @Nullable SqlText text) throws SQLException {
		statement.setFetchSize(this.limit);
		if (text == null) {
			return mayMakeKey(product) ? statement.execute(this.sql, Statement.RETURN_GENERATED_KEYS)
					: statement.execute(this.sql);
		}
		PreparedStatement prepared = (PreparedStatement) statement;
		new StatementParameters(product).set(prepared, text.order(this.parameters));
		return prepared.execute();
	}

	/**
	 * Execute a statement once for each list of parameters.
	 * @param statement the statement
	 * @param product the database
	 * @param text the text
	 * @return how many rows it has changed, or -1 if the driver does not tell
	 * @throws SQLException if that fails
	 */
	long runBatch(PreparedStatement statement, Product product, SqlText text) throws SQLException {
		StatementParameters binding = new StatementParameters(product);
		for (Object each : (this.parameters instanceof List<?> list) ? list : List.of()) {
			binding.set(statement, text.order(each));
			statement.addBatch();
		}
		long sum = 0;
		for (int count : statement.executeBatch()) {
			if (count < 0) {
				return -1;
			}
			sum += count;
		}
		return sum;
	}

	/**
	 * Tell whether the database may make a key which the driver returns.
	 * @param product the database
	 * @return whether it may. The driver of PostgreSQL would return all columns
	 */
	boolean mayMakeKey(Product product) {
		return product != Product.POSTGRESQL && (begins("insert", product) || begins("replace", product));
	}

	/**
	 * Tell whether this may change something.
	 * @param hasRows whether it returns rows
	 * @param product the database
	 * @return whether it may
	 */
	boolean mayChange(boolean hasRows, Product product) {
		return !hasRows || (!begins("select", product) && CHANGE.matcher(this.sql).find());
	}

	/**
	 * Tell whether this may make a cursor that is there after a commit.
	 * @param product the database
	 * @return whether it may
	 */
	boolean mayHoldCursor(Product product) {
		return product == Product.POSTGRESQL && begins("declare", product);
	}

	private boolean begins(String word, Product product) {
		return this.sql.regionMatches(true, new QuotedParts(this.sql, product).begin(), word, 0, word.length());
	}

}
