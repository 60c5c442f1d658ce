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

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

/**
 * The connection under one that Python has: of the pool, or that of Spring's transaction
 * while there is one on the thread. One of the pool is taken when it is needed.
 *
 * @author wsgi-spring-boot contributors
 */
final class UnderlyingConnection {

	private final PooledConnection pooled;

	private final JoinedTransaction joined;

	private @Nullable Product product;

	UnderlyingConnection(DataSource dataSource, Running running) {
		this.pooled = new PooledConnection(dataSource, running);
		this.joined = new JoinedTransaction(dataSource);
	}

	Connection get() throws SQLException {
		Connection connection = this.joined.isPresent() ? this.joined.get() : this.pooled.get();
		if (this.product == null) {
			this.product = Product.of(connection);
		}
		return connection;
	}

	/**
	 * Return what it leads to, which is known once it was there.
	 * @return the product
	 */
	Product product() {
		return (this.product != null) ? this.product : Product.OTHER;
	}

	/**
	 * Take note that a statement was executed.
	 * @param command the statement
	 * @param hasRows whether it has rows
	 */
	void executed(Command command, boolean hasRows) {
		if (command.mayChange(hasRows, product())) {
			this.joined.changed();
		}
		if (command.mayHoldCursor(product())) {
			this.pooled.cursorsAreHeld();
		}
	}

	/**
	 * Take note that something is about to be changed.
	 */
	void changes() {
		this.joined.changed();
	}

	void commit() throws SQLException {
		this.joined.commit();
		this.pooled.commit();
	}

	void rollback() throws SQLException {
		this.joined.rollback();
		this.pooled.rollback();
	}

	void setAutocommit(boolean autocommit) throws SQLException {
		this.pooled.setAutocommit(autocommit);
	}

	void setIsolation(int isolation) throws SQLException {
		this.pooled.setIsolation(isolation);
	}

	/**
	 * Give the one of the pool back.
	 */
	void release() {
		this.pooled.close();
	}

}
