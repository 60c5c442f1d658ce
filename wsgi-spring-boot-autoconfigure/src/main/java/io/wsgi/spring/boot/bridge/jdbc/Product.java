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
import java.sql.SQLException;
import java.util.Locale;

/**
 * The database products whose drivers have to be treated in a way of their own.
 *
 * @author wsgi-spring-boot contributors
 */
enum Product {

	H2, MYSQL, POSTGRESQL, SQLITE, OTHER;

	/**
	 * Return what a connection leads to.
	 * @param connection the connection
	 * @return the product
	 * @throws SQLException if the driver fails
	 */
	static Product of(Connection connection) throws SQLException {
		return switch (connection.getMetaData().getDatabaseProductName().toLowerCase(Locale.ROOT)) {
			case "h2" -> H2;
			case "mysql", "mariadb" -> MYSQL;
			case "postgresql" -> POSTGRESQL;
			case "sqlite" -> SQLITE;
			default -> OTHER;
		};
	}

}
