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

import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The results of a connection that have further rows, by the numbers of their cursors.
 *
 * @author wsgi-spring-boot contributors
 */
final class OpenResults {

	private static final Log logger = LogFactory.getLog(OpenResults.class);

	private final Map<Long, Result> results = new HashMap<>();

	/**
	 * Keep a result unless it has no further rows.
	 * @param cursor the number of its cursor
	 * @param result the result
	 * @param answer what it has answered
	 * @throws SQLException if the driver fails
	 */
	void keep(long cursor, Result result, String answer) throws SQLException {
		if (Result.isComplete(answer)) {
			result.close();
		}
		else {
			this.results.put(cursor, result);
		}
	}

	Result get(long cursor) throws SQLException {
		Result result = this.results.get(cursor);
		if (result == null) {
			throw new SQLException("The rows are gone with their transaction", "24000");
		}
		return result;
	}

	void close(long cursor) throws SQLException {
		Result result = this.results.remove(cursor);
		if (result != null) {
			result.close();
		}
	}

	void closeAll() {
		this.results.values().forEach((result) -> closeQuietly(result.statement()));
		this.results.clear();
	}

	static void closeQuietly(Statement statement) {
		try {
			statement.close();
		}
		catch (SQLException ex) {
			logger.debug("A statement could not be closed", ex);
		}
	}

}
