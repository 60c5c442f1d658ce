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

import java.sql.SQLDataException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Year;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.Temporal;

/**
 * Writes times as {@code fromisoformat} of Python reads them.
 *
 * @author wsgi-spring-boot contributors
 */
final class PythonTimes {

	private static final int MAX_YEAR = 9999;

	private static final int MAX_DIGITS = 4;

	private static final String LATEST_TIME = "T23:59:59.999999";

	private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("HH:mm:ss");

	private static final DateTimeFormatter MICROSECONDS = DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS");

	private PythonTimes() {
	}

	/**
	 * Write a time, as {@code isoformat} of Python does.
	 * @param time the time
	 * @return the text
	 */
	static String of(Temporal time) {
		return switch (time) {
			case LocalDateTime local -> local.toLocalDate() + "T" + of(local.toLocalTime());
			case OffsetDateTime zoned -> of(zoned.toLocalDateTime()) + of(zoned.getOffset());
			case LocalTime local -> local.format((local.getNano() < 1000) ? SECONDS : MICROSECONDS);
			case OffsetTime zoned -> of(zoned.toLocalTime()) + of(zoned.getOffset());
			default -> time.toString();
		};
	}

	private static String of(ZoneOffset offset) {
		return (offset == ZoneOffset.UTC) ? "+00:00" : offset.getId();
	}

	/**
	 * Write a date of a database. What is infinite there is the first or the last one
	 * that Python has.
	 * @param date the date
	 * @return the text
	 * @throws SQLDataException if Python does not have it
	 */
	static String ofDate(LocalDate date) throws SQLDataException {
		if (date.equals(LocalDate.MAX)) {
			return "9999-12-31";
		}
		return date.equals(LocalDate.MIN) ? "0001-01-01" : of(checked(date));
	}

	/**
	 * Write a time stamp of a database.
	 * @param time the time
	 * @return the text
	 * @throws SQLDataException if Python does not have it
	 */
	static String ofTime(LocalDateTime time) throws SQLDataException {
		if (time.toLocalDate().equals(LocalDate.MAX)) {
			return "9999-12-31" + LATEST_TIME;
		}
		return time.toLocalDate().equals(LocalDate.MIN) ? "0001-01-01T00:00:00" : of(checked(time));
	}

	/**
	 * Write a time stamp of a database, in UTC.
	 * @param time the time
	 * @return the text
	 * @throws SQLDataException if Python does not have it
	 */
	static String ofInstant(OffsetDateTime time) throws SQLDataException {
		if (time.getYear() == Year.MAX_VALUE) {
			return "9999-12-31" + LATEST_TIME + "+00:00";
		}
		return (time.getYear() == Year.MIN_VALUE) ? "0001-01-01T00:00:00+00:00"
				: of(checked(time.withOffsetSameInstant(ZoneOffset.UTC)));
	}

	/**
	 * Return a date of PostgreSQL as text, with or without a time, if Python has its
	 * year.
	 * @param text the text, such as {@code 0044-03-15 BC}
	 * @return the text
	 * @throws SQLDataException if Python does not have it
	 */
	static String inYearsOfPython(String text) throws SQLDataException {
		if (text.endsWith(" BC") || text.indexOf('-') > MAX_DIGITS) {
			throw new SQLDataException("Python has no " + text, "22008");
		}
		return text;
	}

	private static Temporal checked(Temporal time) throws SQLDataException {
		int year = time.get(ChronoField.YEAR);
		if (year < 1 || year > MAX_YEAR) {
			throw new SQLDataException("Python has no year " + year, "22008");
		}
		return time;
	}

}
