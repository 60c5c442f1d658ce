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

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

/**
 * Tests for {@link PooledConnection}.
 *
 * @author wsgi-spring-boot contributors
 */
class PooledConnectionTests {

	private final DataSource dataSource = mock();

	private final Connection connection = mock();

	private final PooledConnection pooled = new PooledConnection(this.dataSource, new Running());

	@BeforeEach
	void haveConnection() throws SQLException {
		given(this.dataSource.getConnection()).willReturn(this.connection);
		given(this.connection.getAutoCommit()).willReturn(true);
	}

	@Test
	void connectionThatCannotBeResetIsNotUsedAgain() throws SQLException {
		this.pooled.get();
		willThrow(new SQLException("gone")).given(this.connection).rollback();
		this.pooled.close();
		var order = inOrder(this.connection);
		order.verify(this.connection).abort(any());
		order.verify(this.connection).close();
	}

	@Test
	void connectionThatWasResetIsUsedAgain() throws SQLException {
		this.pooled.get();
		this.pooled.close();
		var order = inOrder(this.connection);
		order.verify(this.connection).rollback();
		order.verify(this.connection).setAutoCommit(true);
		order.verify(this.connection).close();
		verify(this.connection, never()).abort(any());
	}

	// PostgreSQL's server is asked each time
	@Test
	void isolationIsNotAskedForUnlessItChanges() throws SQLException {
		this.pooled.get();
		this.pooled.setAutocommit(true);
		this.pooled.close();
		verify(this.connection, never()).getTransactionIsolation();
		verify(this.connection, never()).setTransactionIsolation(anyInt());
	}

	@Test
	void isolationThatHasChangedIsSetBack() throws SQLException {
		given(this.connection.getTransactionIsolation()).willReturn(Connection.TRANSACTION_READ_COMMITTED);
		this.pooled.setIsolation(Connection.TRANSACTION_SERIALIZABLE);
		this.pooled.get();
		this.pooled.setAutocommit(true);
		this.pooled.close();
		var order = inOrder(this.connection);
		order.verify(this.connection).setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
		order.verify(this.connection).setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
		order.verify(this.connection).close();
	}

}
