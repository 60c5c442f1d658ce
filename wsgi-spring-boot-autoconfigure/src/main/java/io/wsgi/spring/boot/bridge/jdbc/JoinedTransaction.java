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

import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The part that a connection has in the transaction of Spring that is on the thread. It
 * cannot commit that. It can have it rolled back if it has changed something.
 *
 * @author wsgi-spring-boot contributors
 */
final class JoinedTransaction {

	private final DataSource dataSource;

	private @Nullable ConnectionHolder changed;

	JoinedTransaction(DataSource dataSource) {
		this.dataSource = dataSource;
	}

	boolean isPresent() {
		return holder() != null;
	}

	private @Nullable ConnectionHolder holder() {
		return (TransactionSynchronizationManager.isActualTransactionActive()
				&& TransactionSynchronizationManager.getResource(this.dataSource) instanceof ConnectionHolder holder)
						? holder : null;
	}

	/**
	 * Return the connection, which the transaction keeps.
	 * @return the connection
	 * @throws SQLException if it cannot be had
	 */
	Connection get() throws SQLException {
		Connection connection = DataSourceUtils.doGetConnection(this.dataSource);
		DataSourceUtils.doReleaseConnection(connection, this.dataSource);
		return connection;
	}

	void changed() {
		this.changed = holder();
	}

	void commit() {
		this.changed = null;
	}

	void rollback() {
		ConnectionHolder holder = holder();
		if (holder != null && holder == this.changed) {
			holder.setRollbackOnly();
		}
		this.changed = null;
	}

}
