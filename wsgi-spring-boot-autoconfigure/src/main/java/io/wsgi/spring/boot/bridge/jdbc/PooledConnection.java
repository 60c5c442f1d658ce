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

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A connection of the pool, once it is needed. The pool gets it back as it was.
 *
 * @author wsgi-spring-boot contributors
 */
final class PooledConnection {

	private static final Log logger = LogFactory.getLog(PooledConnection.class);

	private static final int OF_THE_POOL = -1;

	private final DataSource dataSource;

	private final Running running;

	private @Nullable Connection connection;

	private boolean autocommit;

	private int isolation = OF_THE_POOL;

	private boolean initialAutocommit;

	private int initialIsolation;

	PooledConnection(DataSource dataSource, Running running) {
		this.dataSource = dataSource;
		this.running = running;
	}

	Connection get() throws SQLException {
		Connection present = this.connection;
		if (present != null) {
			return present;
		}
		Connection taken = take();
		try {
			this.initialAutocommit = taken.getAutoCommit();
			this.initialIsolation = taken.getTransactionIsolation();
			apply(taken);
		}
		catch (SQLException ex) {
			release(taken);
			throw ex;
		}
		this.connection = taken;
		return taken;
	}

	private Connection take() throws SQLException {
		this.running.beginWaiting();
		try {
			return this.dataSource.getConnection();
		}
		finally {
			this.running.endWaiting();
		}
	}

	private void apply(Connection taken) throws SQLException {
		int wanted = (this.isolation != OF_THE_POOL) ? this.isolation : this.initialIsolation;
		if (taken.getTransactionIsolation() != wanted) {
			taken.setTransactionIsolation(wanted);
		}
		if (taken.getAutoCommit() != this.autocommit) {
			taken.setAutoCommit(this.autocommit);
		}
	}

	void setAutocommit(boolean autocommit) throws SQLException {
		this.autocommit = autocommit;
		if (this.connection != null) {
			apply(this.connection);
		}
	}

	void setIsolation(int isolation) throws SQLException {
		this.isolation = isolation;
		if (this.connection != null) {
			apply(this.connection);
		}
	}

	void commit() throws SQLException {
		if (this.connection != null && !this.autocommit) {
			this.connection.commit();
		}
	}

	void rollback() throws SQLException {
		if (this.connection != null && !this.autocommit) {
			this.connection.rollback();
		}
	}

	void close() {
		Connection held = this.connection;
		this.connection = null;
		if (held == null) {
			return;
		}
		try {
			if (!this.autocommit) {
				held.rollback();
			}
			if (held.getTransactionIsolation() != this.initialIsolation) {
				held.setTransactionIsolation(this.initialIsolation);
			}
			if (this.autocommit != this.initialAutocommit) {
				held.setAutoCommit(this.initialAutocommit);
			}
		}
		catch (SQLException ex) {
			logger.debug("A connection could not be reset", ex);
		}
		finally {
			release(held);
		}
	}

	private static void release(Connection held) {
		try {
			held.close();
		}
		catch (SQLException ex) {
			logger.debug("A connection could not be closed", ex);
		}
	}

}
