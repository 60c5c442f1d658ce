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
 * The sessions that are open. One that is opened in a call ends with it, others with the
 * thread that has opened them, at the latest.
 *
 * @author wsgi-spring-boot contributors
 */
final class Sessions {

	private static final Log logger = LogFactory.getLog(Sessions.class);

	private final Map<Long, Session> open = new ConcurrentHashMap<>();

	private final AtomicLong numbers = new AtomicLong();

	private final ThreadLocal<@Nullable SessionScope> scopes = new ThreadLocal<>();

	/**
	 * Add a session.
	 * @param session the session
	 * @return its number
	 */
	long add(Session session) {
		closeOrphans();
		long number = this.numbers.incrementAndGet();
		this.open.put(number, session);
		SessionScope scope = this.scopes.get();
		if (scope != null) {
			scope.opened.add(number);
		}
		return number;
	}

	// Of threads that are gone, such as those of a worker that was replaced
	private void closeOrphans() {
		this.open.forEach((number, session) -> {
			if (!session.owner().isAlive()) {
				close(number);
			}
		});
	}

	Session get(long number) throws SQLException {
		Session session = this.open.get(number);
		if (session == null) {
			throw new SQLException("The connection is closed", "08003");
		}
		return session;
	}

	/**
	 * Close a session.
	 * @param number its number
	 * @return whether it was open
	 */
	boolean close(long number) {
		Session session = this.open.remove(number);
		SessionScope scope = this.scopes.get();
		if (scope != null) {
			scope.opened.remove(number);
		}
		if (session != null) {
			session.close();
		}
		return session != null;
	}

	void closeAll() {
		this.open.keySet().forEach(this::close);
	}

	/**
	 * Give all connections back to their pools. The sessions take others when they need
	 * some.
	 */
	void releaseAll() {
		this.open.values().forEach(Session::release);
	}

	CallScope newScope() {
		return new SessionScope();
	}

	/**
	 * A call, and what it has opened. On an event loop it may do so on several threads.
	 */
	private final class SessionScope implements AsyncCallScope {

		private final Set<Long> opened = ConcurrentHashMap.newKeySet();

		private volatile @Nullable Thread thread;

		@Override
		public void open() {
			this.thread = Thread.currentThread();
			Sessions.this.scopes.set(this);
		}

		@Override
		public Runnable enter() {
			SessionScope before = Sessions.this.scopes.get();
			Sessions.this.scopes.set(this);
			return () -> Sessions.this.scopes.set(before);
		}

		@Override
		public void interrupted() {
			Thread target = this.thread;
			if (target != null) {
				Sessions.this.open.values().forEach((session) -> session.running().cancel(target));
			}
		}

		@Override
		public void close(int status, @Nullable String report) {
			Sessions.this.scopes.remove();
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
				if (Sessions.this.close(number)) {
					logger.debug("A connection that Python code has not closed goes back to its pool");
				}
			}
		}

	}

}
