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
import java.sql.Statement;

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

	// Not known before it matters: the driver of PostgreSQL asks the server for it
	private int initialIsolation = OF_THE_POOL;

	private int currentIsolation = OF_THE_POOL;

	private boolean cursorsHeld;

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
			this.initialIsolation = OF_THE_POOL;
			this.currentIsolation = OF_THE_POOL;
			this.cursorsHeld = false;
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
		if (this.isolation != OF_THE_POOL && this.initialIsolation == OF_THE_POOL) {
			this.initialIsolation = taken.getTransactionIsolation();
			this.currentIsolation = this.initialIsolation;
		}
		isolate(taken, (this.isolation != OF_THE_POOL) ? this.isolation : this.initialIsolation);
		if (taken.getAutoCommit() != this.autocommit) {
			taken.setAutoCommit(this.autocommit);
		}
	}

	private void isolate(Connection taken, int wanted) throws SQLException {
		if (this.currentIsolation != wanted) {
			taken.setTransactionIsolation(wanted);
			this.currentIsolation = wanted;
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

	/**
	 * Take note that there may be cursors which a rollback does not close.
	 */
	void cursorsAreHeld() {
		this.cursorsHeld = true;
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
			reset(held);
		}
		catch (SQLException ex) {
			logger.debug("A connection could not be reset, and is not used again", ex);
			abort(held);
		}
		finally {
			release(held);
		}
	}

	private void reset(Connection held) throws SQLException {
		if (this.autocommit) {
			beginRollback(held);
		}
		held.rollback();
		if (this.cursorsHeld) {
			try (Statement statement = held.createStatement()) {
				statement.execute("close all");
			}
			held.commit();
		}
		isolate(held, this.initialIsolation);
		if (this.initialAutocommit) {
			held.setAutoCommit(true);
		}
	}

	// SQL may have begun a transaction, which a driver only ends without autocommit
	private static void beginRollback(Connection held) {
		try {
			held.setAutoCommit(false);
		}
		catch (SQLException ex) {
			// The driver of SQLite cannot begin another one, but is without autocommit
			// now
			logger.debug("A transaction has begun already", ex);
		}
	}

	private static void abort(Connection held) {
		try {
			held.abort(Runnable::run);
		}
		catch (SQLException ex) {
			logger.debug("A connection could not be aborted", ex);
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
