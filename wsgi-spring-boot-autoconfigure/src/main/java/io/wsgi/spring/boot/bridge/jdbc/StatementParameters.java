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

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Types;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.temporal.Temporal;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Gives values of Python to a statement.
 *
 * @param product the database
 * @author wsgi-spring-boot contributors
 */
record StatementParameters(Product product) {

	/**
	 * Set the parameters of a statement.
	 * @param statement the statement
	 * @param values the values
	 * @throws SQLException if the driver cannot take one
	 */
	void set(PreparedStatement statement, List<? extends @Nullable Object> values) throws SQLException {
		for (int i = 0; i < values.size(); i++) {
			set(statement, i + 1, values.get(i));
		}
	}

	private void set(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
		switch (value) {
			case null -> statement.setNull(index, Types.NULL);
			case String text -> setText(statement, index, text);
			case Integer number -> statement.setInt(index, number);
			case Long number -> statement.setLong(index, number);
			case BigInteger number -> setDecimal(statement, index, new BigDecimal(number));
			case BigDecimal number -> setDecimal(statement, index, number);
			case Double number -> statement.setDouble(index, number);
			case Boolean truth -> statement.setBoolean(index, truth);
			case byte[] bytes -> statement.setBytes(index, bytes);
			case UUID uuid -> setUuid(statement, index, uuid);
			case Duration duration -> setDuration(statement, index, duration);
			case Temporal time -> setTime(statement, index, time);
			case List<?> list -> setArray(statement, index, list);
			default -> throw new SQLFeatureNotSupportedException(
					value.getClass().getSimpleName() + " is no parameter of a statement");
		}
	}

	// PostgreSQL finds out the type, as of a literal
	private void setText(PreparedStatement statement, int index, String text) throws SQLException {
		if (this.product == Product.POSTGRESQL) {
			statement.setObject(index, WholeText.of(text), Types.OTHER);
		}
		else {
			statement.setString(index, WholeText.of(text));
		}
	}

	private void setDecimal(PreparedStatement statement, int index, BigDecimal number) throws SQLException {
		if (this.product == Product.SQLITE) {
			statement.setString(index, number.toPlainString());
		}
		else {
			statement.setBigDecimal(index, number);
		}
	}

	private void setUuid(PreparedStatement statement, int index, UUID uuid) throws SQLException {
		if (this.product == Product.POSTGRESQL || this.product == Product.H2) {
			statement.setObject(index, uuid);
		}
		else {
			statement.setString(index, uuid.toString());
		}
	}

	private void setDuration(PreparedStatement statement, int index, Duration duration) throws SQLException {
		BigDecimal seconds = BigDecimal.valueOf(duration.getSeconds()).add(BigDecimal.valueOf(duration.getNano(), 9));
		if (this.product == Product.POSTGRESQL) {
			statement.setObject(index, seconds.toPlainString() + " seconds", Types.OTHER);
		}
		else {
			statement.setLong(index, seconds.movePointRight(6).longValueExact());
		}
	}

	private void setTime(PreparedStatement statement, int index, Temporal time) throws SQLException {
		if (this.product != Product.SQLITE) {
			statement.setObject(index, time);
			return;
		}
		// As the module sqlite3 does it
		boolean stamp = time instanceof LocalDateTime || time instanceof OffsetDateTime;
		statement.setString(index, stamp ? PythonTimes.of(time).replace('T', ' ') : PythonTimes.of(time));
	}

	private void setArray(PreparedStatement statement, int index, List<?> list) throws SQLException {
		switch (this.product) {
			case POSTGRESQL -> statement.setObject(index, WholeText.of(literal(list)), Types.OTHER);
			case H2 -> statement.setObject(index, list.toArray());
			default -> throw new SQLFeatureNotSupportedException("The database has no arrays");
		}
	}

	// https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO
	private static String literal(List<?> list) {
		return list.stream().map(StatementParameters::element).collect(Collectors.joining(",", "{", "}"));
	}

	private static String element(@Nullable Object element) {
		return switch (element) {
			case null -> "NULL";
			case List<?> list -> literal(list);
			case Boolean truth -> truth ? "t" : "f";
			case Number number -> number.toString();
			case byte[] bytes -> quoted("\\x" + HexFormat.of().formatHex(bytes));
			case Temporal time -> quoted(PythonTimes.of(time));
			default -> quoted(element.toString());
		};
	}

	private static String quoted(String text) {
		return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
	}

}
