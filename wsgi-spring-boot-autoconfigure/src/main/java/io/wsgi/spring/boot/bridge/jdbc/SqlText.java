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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A statement with placeholders as JDBC has them.
 *
 * @param sql the text, with {@code ?} for each parameter
 * @param names the names of the parameters; empty if they have none
 * @param count how many parameters there are
 * @author wsgi-spring-boot contributors
 */
record SqlText(String sql, List<String> names, int count) {

	// PEP 249, "Exceptions": "wrong number of parameters specified"
	private static final String WRONG_PARAMETERS = "07001";

	/**
	 * Return parameters in the order of the placeholders.
	 * @param parameters a list, or a map if the placeholders have names
	 * @return the parameters
	 * @throws SQLException if they are not those of the statement
	 */
	List<? extends @Nullable Object> order(@Nullable Object parameters) throws SQLException {
		if (parameters instanceof Map<?, ?> map) {
			return byName(map);
		}
		if (!(parameters instanceof List<?> list) || list.size() != this.count || !this.names.isEmpty()) {
			int given = (parameters instanceof List<?> list) ? list.size() : 0;
			throw new SQLException(this.names.isEmpty()
					? "The statement has " + this.count + " parameters, and " + given + " are given"
					: "The parameters of the statement have names: give a dict", WRONG_PARAMETERS);
		}
		return list;
	}

	private List<? extends @Nullable Object> byName(Map<?, ?> parameters) throws SQLException {
		if (this.names.isEmpty() && this.count > 0) {
			throw new SQLException("The parameters of the statement have no names: give a list", WRONG_PARAMETERS);
		}
		List<@Nullable Object> ordered = new ArrayList<>(this.names.size());
		for (String name : this.names) {
			if (!parameters.containsKey(name)) {
				throw new SQLException("There is no parameter '" + name + "'", WRONG_PARAMETERS);
			}
			ordered.add(parameters.get(name));
		}
		return ordered;
	}

}
