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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Reads intervals of PostgreSQL, as microseconds. A year has 365 days there and a month
 * 30, as in psycopg.
 *
 * @author wsgi-spring-boot contributors
 */
final class IntervalText {

	private static final Pattern PART = Pattern.compile("([-+]?[\\d.]+) (year|mon|day|hour|min|sec)");

	private static final Pattern CLOCK = Pattern.compile("([-+]?)(\\d+):(\\d\\d):([\\d.]+)");

	private static final long HOUR = 3600;

	private static final long DAY = 24 * HOUR;

	private IntervalText() {
	}

	static @Nullable String read(ResultSet row, int index) throws SQLException {
		String text = row.getString(index);
		return (text != null) ? microseconds(text) : null;
	}

	/**
	 * Return how many microseconds an interval has.
	 * @param text the interval
	 * @return the number
	 */
	static String microseconds(String text) {
		BigDecimal seconds = BigDecimal.ZERO;
		Matcher part = PART.matcher(text);
		while (part.find()) {
			seconds = seconds.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit(part.group(2)))));
		}
		Matcher clock = CLOCK.matcher(text);
		if (clock.find()) {
			BigDecimal time = new BigDecimal(clock.group(4))
				.add(BigDecimal.valueOf(Long.parseLong(clock.group(2)) * HOUR + Long.parseLong(clock.group(3)) * 60));
			seconds = clock.group(1).equals("-") ? seconds.subtract(time) : seconds.add(time);
		}
		return seconds.movePointRight(6).toBigInteger().toString();
	}

	private static long unit(String name) {
		return switch (name) {
			case "year" -> 365 * DAY;
			case "mon" -> 30 * DAY;
			case "day" -> DAY;
			case "hour" -> HOUR;
			case "min" -> 60;
			default -> 1;
		};
	}

}
