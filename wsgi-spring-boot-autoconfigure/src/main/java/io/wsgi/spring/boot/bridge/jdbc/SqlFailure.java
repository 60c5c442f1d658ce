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

import java.sql.BatchUpdateException;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLSyntaxErrorException;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Tells Python what has failed, as one of the exceptions of PEP 249.
 *
 * @author wsgi-spring-boot contributors
 */
final class SqlFailure {

	/**
	 * What an answer begins with that is a failure.
	 */
	static final char MARK = 'E';

	private static final String DATA = "DataError";

	private static final String INTEGRITY = "IntegrityError";

	private static final String INTERNAL = "InternalError";

	private static final String NOT_SUPPORTED = "NotSupportedError";

	private static final String OPERATIONAL = "OperationalError";

	private static final String PROGRAMMING = "ProgrammingError";

	// The classes of SQLSTATE, ISO/IEC 9075-2, subclause 24.1, and those of PostgreSQL
	private static final Map<String, String> CLASSES = Map.ofEntries(Map.entry("07", PROGRAMMING),
			Map.entry("0A", NOT_SUPPORTED), Map.entry("20", PROGRAMMING), Map.entry("21", PROGRAMMING),
			Map.entry("22", DATA), Map.entry("23", INTEGRITY), Map.entry("24", INTERNAL), Map.entry("25", INTERNAL),
			Map.entry("2B", INTERNAL), Map.entry("2D", INTERNAL), Map.entry("2F", INTERNAL), Map.entry("38", INTERNAL),
			Map.entry("39", INTERNAL), Map.entry("3B", INTERNAL), Map.entry("3D", PROGRAMMING),
			Map.entry("3F", PROGRAMMING), Map.entry("42", PROGRAMMING), Map.entry("44", PROGRAMMING),
			Map.entry("F0", INTERNAL), Map.entry("P0", INTERNAL), Map.entry("XX", INTERNAL));

	// https://www.sqlite.org/rescode.html
	private static final Map<Integer, String> SQLITE = Map.of(2, INTERNAL, 12, INTERNAL, 18, DATA, 19, INTEGRITY, 20,
			INTEGRITY, 21, PROGRAMMING, 25, PROGRAMMING);

	private static final String CLOSED = "08003";

	private SqlFailure() {
	}

	/**
	 * Return what Python is told.
	 * @param thrown what was thrown
	 * @return the answer
	 */
	static String answer(SQLException thrown) {
		SQLException cause = (thrown instanceof BatchUpdateException && thrown.getNextException() != null)
				? thrown.getNextException() : thrown;
		return answer(name(cause), cause.getSQLState(), cause.getErrorCode(), String.valueOf(cause.getMessage()));
	}

	/**
	 * Return what Python is told.
	 * @param name the name of the exception
	 * @param state the SQLSTATE, if there is one
	 * @param code the number that the driver gives it
	 * @param message the message
	 * @return the answer
	 */
	static String answer(String name, @Nullable String state, int code, String message) {
		return MARK + name + RowText.VALUE + ((state != null) ? state : "") + RowText.VALUE + code + RowText.VALUE
				+ RowText.escape(message);
	}

	private static String name(SQLException thrown) {
		String state = thrown.getSQLState();
		if (CLOSED.equals(state)) {
			return "InterfaceError";
		}
		String known = (state != null && state.length() >= 2) ? CLASSES.get(state.substring(0, 2)) : null;
		if (known != null) {
			return known;
		}
		if (thrown.getClass().getName().startsWith("org.sqlite.")) {
			return SQLITE.getOrDefault(thrown.getErrorCode() & 0xff, OPERATIONAL);
		}
		return switch (thrown) {
			case SQLIntegrityConstraintViolationException violation -> INTEGRITY;
			case SQLDataException data -> DATA;
			case SQLSyntaxErrorException syntax -> PROGRAMMING;
			case SQLFeatureNotSupportedException feature -> NOT_SUPPORTED;
			default -> OPERATIONAL;
		};
	}

}
