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
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Map;

import io.wsgi.spring.boot.bridge.WireText;
import org.jspecify.annotations.Nullable;

/**
 * The elements of arrays of PostgreSQL that are read from text.
 *
 * @param kind what Python makes of an element
 * @param element makes of its text what a column of that type has
 * @author wsgi-spring-boot contributors
 */
record ArrayElements(char kind, ArrayLiteral.Element element) {

	private static final DateTimeFormatter ZONED_TIME = new DateTimeFormatterBuilder()
		.append(DateTimeFormatter.ISO_LOCAL_TIME)
		.appendOffset("+HH:mm:ss", "+00")
		.toFormatter();

	private static final DateTimeFormatter INSTANT = new DateTimeFormatterBuilder()
		.append(DateTimeFormatter.ISO_LOCAL_DATE)
		.appendLiteral(' ')
		.append(ZONED_TIME)
		.toFormatter();

	private static final Map<String, ArrayElements> BY_TYPE = Map.ofEntries(
			Map.entry("_date", new ArrayElements('D', ArrayElements::date)),
			Map.entry("_interval", new ArrayElements('n', IntervalText::microseconds)),
			Map.entry("_json", new ArrayElements('j', (text) -> text)),
			Map.entry("_jsonb", new ArrayElements('j', (text) -> text)),
			Map.entry("_numeric", new ArrayElements('d', (text) -> text)),
			Map.entry("_time", new ArrayElements('t', ArrayElements::time)),
			Map.entry("_timestamp", new ArrayElements('T', ArrayElements::timestamp)),
			Map.entry("_timestamptz", new ArrayElements('Z', ArrayElements::instant)),
			Map.entry("_timetz", new ArrayElements('t', ArrayElements::zonedTime)));

	/**
	 * Return the elements of an array.
	 * @param type the name of its type
	 * @return the elements, or {@code null} if JDBC reads them as well
	 */
	static @Nullable ArrayElements of(String type) {
		return BY_TYPE.get(type);
	}

	/**
	 * Read an array.
	 * @param row the current row has it
	 * @param index the number of the column
	 * @return the kind of the elements, and JSON of them
	 * @throws SQLException if the driver fails, or Python does not have an element
	 */
	@Nullable String read(ResultSet row, int index) throws SQLException {
		String text = row.getString(index);
		return (text != null) ? this.kind + WireText.of(ArrayLiteral.read(text, this.element)) : null;
	}

	private static String date(String text) throws SQLException {
		return switch (text) {
			case "infinity" -> PythonTimes.ofDate(LocalDate.MAX);
			case "-infinity" -> PythonTimes.ofDate(LocalDate.MIN);
			default -> PythonTimes.ofDate(LocalDate.parse(PythonTimes.inYearsOfPython(text)));
		};
	}

	private static String timestamp(String text) throws SQLException {
		return switch (text) {
			case "infinity" -> PythonTimes.ofTime(LocalDateTime.MAX);
			case "-infinity" -> PythonTimes.ofTime(LocalDateTime.MIN);
			default -> PythonTimes.ofTime(LocalDateTime.parse(PythonTimes.inYearsOfPython(text).replace(' ', 'T')));
		};
	}

	private static String instant(String text) throws SQLException {
		return switch (text) {
			case "infinity" -> PythonTimes.ofInstant(LocalDateTime.MAX.atOffset(ZoneOffset.UTC));
			case "-infinity" -> PythonTimes.ofInstant(LocalDateTime.MIN.atOffset(ZoneOffset.UTC));
			default -> PythonTimes.ofInstant(OffsetDateTime.parse(PythonTimes.inYearsOfPython(text), INSTANT));
		};
	}

	private static String time(String text) {
		return PythonTimes.of(text.startsWith("24") ? LocalTime.MAX : LocalTime.parse(text));
	}

	private static String zonedTime(String text) {
		return PythonTimes.of(OffsetTime.parse(text.replaceFirst("^24:00:00", "23:59:59.999999"), ZONED_TIME));
	}

}
