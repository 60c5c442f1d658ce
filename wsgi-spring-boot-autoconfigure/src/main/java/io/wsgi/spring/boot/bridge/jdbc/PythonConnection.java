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
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DataSourceUtils;

/**
 * A connection as Python has it, with the statements that are executed on it and their
 * results.
 *
 * @author wsgi-spring-boot contributors
 */
final class PythonConnection {

	private final DataSource dataSource;

	private final Thread owner = Thread.currentThread();

	private final UnderlyingConnection underlying;

	private final StatementTexts texts;

	private final OpenResults results = new OpenResults();

	private final ReentrantLock lock = new ReentrantLock();

	private final Running running = new Running();

	private boolean closed;

	PythonConnection(DataSource dataSource, StatementTexts texts) {
		this.dataSource = dataSource;
		this.texts = texts;
		this.underlying = new UnderlyingConnection(dataSource, this.running);
	}

	/**
	 * Return the thread that has opened it.
	 * @return the thread
	 */
	Thread owner() {
		return this.owner;
	}

	/**
	 * Return what can be ended from another thread.
	 * @return what runs at the time, if anything does
	 */
	Running running() {
		return this.running;
	}

	/**
	 * Execute a statement.
	 * @param command the statement
	 * @return the answer
	 * @throws SQLException if that fails
	 */
	String execute(Command command) throws SQLException {
		return inside(() -> {
			this.results.close(command.cursor());
			Connection connection = this.underlying.get();
			Product product = this.underlying.product();
			SqlText text = (command.style() != null) ? this.texts.get(command.sql(), command.style(), product) : null;
			Statement statement = command.prepare(connection, product, text);
			try {
				DataSourceUtils.applyTransactionTimeout(statement, this.dataSource);
				this.running.begin(statement);
				boolean hasRows = command.run(statement, product, text);
				this.underlying.executed(command, hasRows);
				Result result = new Result(statement, product);
				String answer = result.begin(hasRows, command.limit(), command.mayMakeKey(product));
				this.results.keep(command.cursor(), result, answer);
				return answer;
			}
			catch (SQLException | RuntimeException ex) {
				OpenResults.closeQuietly(statement);
				throw ex;
			}
			finally {
				this.running.end();
			}
		});
	}

	/**
	 * Execute a statement once for each list of parameters.
	 * @param command the statement
	 * @return the answer
	 * @throws SQLException if that fails
	 */
	long executeBatch(Command command) throws SQLException {
		return inside(() -> {
			this.results.close(command.cursor());
			Connection connection = this.underlying.get();
			Product product = this.underlying.product();
			SqlText text = this.texts.get(command.sql(),
					(command.style() != null) ? command.style() : PlaceholderReader.Style.QMARK, product);
			try (PreparedStatement statement = connection.prepareStatement(text.sql())) {
				DataSourceUtils.applyTransactionTimeout(statement, this.dataSource);
				this.running.begin(statement);
				this.underlying.changes();
				return command.runBatch(statement, product, text);
			}
			finally {
				this.running.end();
			}
		});
	}

	/**
	 * Return further rows.
	 * @param cursor the number of the cursor
	 * @param limit how many at most
	 * @return the answer
	 * @throws SQLException if that fails
	 */
	String fetch(long cursor, int limit) throws SQLException {
		return inside(() -> {
			Result result = this.results.get(cursor);
			this.running.begin(result.statement());
			try {
				String answer = result.next(limit);
				if (Result.isComplete(answer)) {
					this.results.close(cursor);
				}
				return answer;
			}
			finally {
				this.running.end();
			}
		});
	}

	/**
	 * Forget the rows of a cursor.
	 * @param cursor its number
	 * @throws SQLException if the driver fails
	 */
	void finish(long cursor) throws SQLException {
		this.lock.lock();
		try {
			this.results.close(cursor);
		}
		finally {
			this.lock.unlock();
		}
	}

	void commit() throws SQLException {
		inside(() -> {
			this.results.closeAll();
			this.underlying.commit();
			return true;
		});
	}

	void rollback() throws SQLException {
		inside(() -> {
			this.results.closeAll();
			this.underlying.rollback();
			return true;
		});
	}

	/**
	 * Set whether each statement is a transaction.
	 * @param autocommit whether it is
	 * @throws SQLException if the driver fails
	 */
	void setAutocommit(boolean autocommit) throws SQLException {
		inside(() -> {
			this.underlying.setAutocommit(autocommit);
			return true;
		});
	}

	/**
	 * Set how far transactions are isolated from others.
	 * @param level one of {@link Connection}, or -1 for that of the pool
	 * @throws SQLException if the driver fails
	 */
	void setIsolation(int level) throws SQLException {
		inside(() -> {
			this.underlying.setIsolation(level);
			return true;
		});
	}

	/**
	 * Return what the connection leads to.
	 * @return the name and the version of the product, and its major and minor number
	 * @throws SQLException if the driver fails
	 */
	List<Object> describe() throws SQLException {
		return inside(() -> {
			DatabaseMetaData meta = this.underlying.get().getMetaData();
			return List.of(meta.getDatabaseProductName(), meta.getDatabaseProductVersion(),
					meta.getDatabaseMajorVersion(), meta.getDatabaseMinorVersion());
		});
	}

	private <T> T inside(Work<T> work) throws SQLException {
		this.lock.lock();
		try {
			if (this.closed) {
				throw new SQLException("The connection is closed", "08003");
			}
			return work.run();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Give the connection back to the pool for good.
	 */
	void close() {
		// Another thread may be in there
		if (!this.lock.tryLock()) {
			this.running.cancelAll();
			this.lock.lock();
		}
		try {
			this.closed = true;
			release();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Give the connection back to the pool. What is not committed is rolled back.
	 */
	void release() {
		this.lock.lock();
		try {
			this.results.closeAll();
			this.underlying.release();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Something that is done with the connection.
	 *
	 * @param <T> what it returns
	 */
	@FunctionalInterface
	private interface Work<T> {

		T run() throws SQLException;

	}

}
