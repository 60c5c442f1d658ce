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
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.Base64;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A column of a result: what Python learns about it, and how its values are read.
 *
 * @param name the name of the column
 * @param type the name of its type in the database, in lower case
 * @param kind what Python makes of the text of a value
 * @param displaySize how many characters a value has at most
 * @param precision how many digits, or characters, a value has at most
 * @param scale how many digits follow the decimal point
 * @param nullable whether a value may be missing, or {@code null} if that is unknown
 * @param reader reads a value
 * @author wsgi-spring-boot contributors
 */
record ResultColumn(String name, String type, char kind, int displaySize, int precision, int scale,
		@Nullable Boolean nullable, Reader reader) {

	/**
	 * The kind of a column whose values each have a kind of their own in front.
	 */
	static final char MIXED = 'm';

	private static final char ARRAY = 'a';

	private static final char BINARY = 'x';

	private static final char BOOLEAN = 'b';

	private static final char DATE = 'D';

	private static final char DECIMAL = 'd';

	private static final char FLOAT = 'f';

	private static final char INSTANT = 'Z';

	private static final char INTEGER = 'i';

	private static final char JSON = 'j';

	private static final char TEXT = 's';

	private static final char TEXT_ARRAY = 'A';

	private static final char TIME = 't';

	private static final char TIMESTAMP = 'T';

	/**
	 * Look at a column.
	 * @param meta the result has it
	 * @param index which one it is
	 * @param product the database
	 * @return the column
	 * @throws SQLException if the driver fails
	 */
	static ResultColumn of(ResultSetMetaData meta, int index, Product product) throws SQLException {
		String type = type(meta.getColumnTypeName(index).toLowerCase(Locale.ROOT));
		Typed typed = (product == Product.SQLITE) ? new Typed(MIXED, ResultColumn::mixed)
				: typed(meta.getColumnType(index), type, product);
		Boolean nullable = switch (meta.isNullable(index)) {
			case ResultSetMetaData.columnNoNulls -> false;
			case ResultSetMetaData.columnNullable -> true;
			default -> null;
		};
		return new ResultColumn(meta.getColumnLabel(index), type, typed.kind(), meta.getColumnDisplaySize(index),
				meta.getPrecision(index), meta.getScale(index), nullable, typed.reader());
	}

	// The driver of PostgreSQL tells of a default, too
	private static String type(String name) {
		return switch (name) {
			case "smallserial" -> "int2";
			case "serial" -> "int4";
			case "bigserial" -> "int8";
			default -> name;
		};
	}

	private static Typed typed(int jdbcType, String type, Product product) {
		ArrayElements elements = ArrayElements.of(type);
		if (elements != null) {
			return new Typed(TEXT_ARRAY, elements::read);
		}
		return switch (type) {
			case "json", "jsonb" -> new Typed(JSON, ResultSet::getString);
			case "uuid" -> new Typed('u', ResultSet::getString);
			case "interval" -> new Typed('n', IntervalText::read);
			case "money" -> new Typed(TEXT, ResultSet::getString);
			case "timetz" -> new Typed(TIME, ResultColumn::zonedTime);
			case "timestamptz" -> new Typed(INSTANT, ResultColumn::instant);
			default -> typed(jdbcType, type.startsWith("bit") || type.equals("varbit"), product);
		};
	}

	private static Typed typed(int jdbcType, boolean bits, Product product) {
		return switch (jdbcType) {
			case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> new Typed(INTEGER, ResultSet::getString);
			case Types.REAL, Types.FLOAT, Types.DOUBLE -> new Typed(FLOAT, ResultSet::getString);
			case Types.DECIMAL, Types.NUMERIC -> new Typed(DECIMAL, ResultSet::getString);
			case Types.BOOLEAN -> new Typed(BOOLEAN, ResultColumn::truth);
			case Types.BIT -> bit(bits, product);
			case Types.DATE -> new Typed(DATE, ResultColumn::date);
			case Types.TIME -> new Typed(TIME, ResultColumn::time);
			case Types.TIME_WITH_TIMEZONE -> new Typed(TIME, ResultColumn::zonedTime);
			case Types.TIMESTAMP -> new Typed(TIMESTAMP, ResultColumn::timestamp);
			case Types.TIMESTAMP_WITH_TIMEZONE -> new Typed(INSTANT, ResultColumn::instant);
			case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB ->
				new Typed(BINARY, ResultColumn::binary);
			case Types.ARRAY -> new Typed(ARRAY, ArrayText::read);
			default -> new Typed(TEXT, ResultSet::getString);
		};
	}

	private static Typed bit(boolean bits, Product product) {
		if (product == Product.MYSQL) {
			return new Typed(INTEGER, (row, index) -> {
				int value = row.getInt(index);
				return row.wasNull() ? null : String.valueOf(value);
			});
		}
		return bits ? new Typed(TEXT, ResultSet::getString) : new Typed(BOOLEAN, ResultColumn::truth);
	}

	private static @Nullable String truth(ResultSet row, int index) throws SQLException {
		boolean value = row.getBoolean(index);
		return row.wasNull() ? null : (value ? "1" : "");
	}

	private static @Nullable String binary(ResultSet row, int index) throws SQLException {
		byte[] value = row.getBytes(index);
		return (value != null) ? Base64.getEncoder().encodeToString(value) : null;
	}

	private static @Nullable String date(ResultSet row, int index) throws SQLException {
		LocalDate value = row.getObject(index, LocalDate.class);
		return (value != null) ? PythonTimes.ofDate(value) : null;
	}

	private static @Nullable String time(ResultSet row, int index) throws SQLException {
		LocalTime value = row.getObject(index, LocalTime.class);
		return (value != null) ? PythonTimes.of(value) : null;
	}

	private static @Nullable String zonedTime(ResultSet row, int index) throws SQLException {
		OffsetTime value = row.getObject(index, OffsetTime.class);
		return (value != null) ? PythonTimes.of(value) : null;
	}

	private static @Nullable String timestamp(ResultSet row, int index) throws SQLException {
		LocalDateTime value = row.getObject(index, LocalDateTime.class);
		return (value != null) ? PythonTimes.ofTime(value) : null;
	}

	private static @Nullable String instant(ResultSet row, int index) throws SQLException {
		OffsetDateTime value = row.getObject(index, OffsetDateTime.class);
		return (value != null) ? PythonTimes.ofInstant(value) : null;
	}

	// The values of a column of SQLite have types, not the column
	private static @Nullable String mixed(ResultSet row, int index) throws SQLException {
		Object value = row.getObject(index);
		return switch (value) {
			case null -> null;
			case Integer number -> INTEGER + number.toString();
			case Long number -> INTEGER + number.toString();
			case Number number -> FLOAT + number.toString();
			case byte[] bytes -> BINARY + Base64.getEncoder().encodeToString(bytes);
			default -> TEXT + value.toString();
		};
	}

	/**
	 * How values are read.
	 *
	 * @param kind what Python makes of them
	 * @param reader reads one
	 */
	private record Typed(char kind, Reader reader) {

	}

	/**
	 * Reads a value.
	 */
	@FunctionalInterface
	interface Reader {

		/**
		 * Read it.
		 * @param row the current row has it
		 * @param index the number of the column
		 * @return the value as text, or {@code null} if there is none
		 * @throws SQLException if the driver fails
		 */
		@Nullable String read(ResultSet row, int index) throws SQLException;

	}

}
