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
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import io.wsgi.spring.boot.web.AsyncCallScope;
import io.wsgi.spring.boot.web.CallScope;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The connections that Python has open. One that is opened in a call ends with it, others
 * with the thread that has opened them, at the latest.
 *
 * @author wsgi-spring-boot contributors
 */
final class OpenConnections {

	private static final Log logger = LogFactory.getLog(OpenConnections.class);

	private final Map<Long, PythonConnection> open = new ConcurrentHashMap<>();

	private final AtomicLong numbers = new AtomicLong();

	private final ThreadLocal<@Nullable CallConnections> scopes = new ThreadLocal<>();

	/**
	 * Add a connection.
	 * @param connection the connection
	 * @return its number
	 */
	long add(PythonConnection connection) {
		closeOrphans();
		long number = this.numbers.incrementAndGet();
		this.open.put(number, connection);
		CallConnections scope = this.scopes.get();
		if (scope != null) {
			scope.opened.add(number);
		}
		return number;
	}

	// Of threads that are gone, such as those of a worker that was replaced
	private void closeOrphans() {
		this.open.forEach((number, connection) -> {
			if (!connection.owner().isAlive()) {
				close(number);
			}
		});
	}

	PythonConnection get(long number) throws SQLException {
		PythonConnection connection = this.open.get(number);
		if (connection == null) {
			throw new SQLException("The connection is closed", "08003");
		}
		return connection;
	}

	/**
	 * Close a connection.
	 * @param number its number
	 * @return whether it was open
	 */
	boolean close(long number) {
		PythonConnection connection = this.open.remove(number);
		CallConnections scope = this.scopes.get();
		if (scope != null) {
			scope.opened.remove(number);
		}
		if (connection != null) {
			connection.close();
		}
		return connection != null;
	}

	void closeAll() {
		this.open.keySet().forEach(this::close);
	}

	/**
	 * Give all connections back to their pools. Others are taken when Python needs some.
	 */
	void releaseAll() {
		this.open.values().forEach(PythonConnection::release);
	}

	CallScope newScope() {
		return new CallConnections();
	}

	/**
	 * A call, and what it has opened. On an event loop it may do so on several threads.
	 */
	private final class CallConnections implements AsyncCallScope {

		private final Set<Long> opened = ConcurrentHashMap.newKeySet();

		private volatile @Nullable Thread thread;

		@Override
		public void open() {
			this.thread = Thread.currentThread();
			OpenConnections.this.scopes.set(this);
		}

		@Override
		public Runnable enter() {
			CallConnections before = OpenConnections.this.scopes.get();
			OpenConnections.this.scopes.set(this);
			return () -> OpenConnections.this.scopes.set(before);
		}

		@Override
		public void interrupted() {
			Thread target = this.thread;
			if (target != null) {
				OpenConnections.this.open.values().forEach((connection) -> connection.running().cancel(target));
			}
		}

		@Override
		public void close(int status, @Nullable String report) {
			OpenConnections.this.scopes.remove();
			closeAll();
		}

		@Override
		public void end(int status, @Nullable String report) {
			if (!this.opened.isEmpty()) {
				// The loop does not wait for a database
				Thread.ofVirtual().name("wsgi-release").start(this::closeAll);
			}
		}

		private void closeAll() {
			for (Long number : this.opened) {
				if (OpenConnections.this.close(number)) {
					logger.debug("A connection that Python code has not closed goes back to its pool");
				}
			}
		}

	}

}
