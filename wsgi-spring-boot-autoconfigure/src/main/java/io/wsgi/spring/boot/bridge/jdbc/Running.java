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
import java.sql.Statement;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What a thread waits for, so that another one can end the wait: a statement, or a
 * connection of the pool.
 *
 * @author wsgi-spring-boot contributors
 */
final class Running {

	private static final Log logger = LogFactory.getLog(Running.class);

	private static final long PATIENCE_MILLIS = 200;

	private @Nullable Statement statement;

	private @Nullable Thread thread;

	private boolean waiting;

	private boolean over;

	synchronized void begin(Statement statement) throws SQLException {
		check();
		this.statement = statement;
		this.thread = Thread.currentThread();
	}

	synchronized void end() {
		this.statement = null;
		this.thread = null;
		notifyAll();
	}

	synchronized void beginWaiting() throws SQLException {
		check();
		this.waiting = true;
		this.thread = Thread.currentThread();
	}

	synchronized void endWaiting() {
		this.waiting = false;
		this.thread = null;
		// It must not reach anything else
		Thread.interrupted();
	}

	private void check() throws SQLException {
		if (this.over) {
			throw new SQLException("The connection is closed", "08003");
		}
	}

	/**
	 * End what a thread waits for, if it does. Does not take time.
	 * @param target the thread
	 */
	synchronized void cancel(Thread target) {
		if (this.thread == target) {
			cancelCurrent();
		}
	}

	/**
	 * End what any thread waits for, and let nothing begin any more. Does not take time.
	 */
	synchronized void cancelAll() {
		this.over = true;
		cancelCurrent();
	}

	private void cancelCurrent() {
		Thread current = this.thread;
		Statement running = this.statement;
		if (this.waiting && current != null) {
			current.interrupt();
		}
		else if (running != null) {
			// The database may take its time
			Thread.ofVirtual().name("wsgi-cancel").start(() -> cancel(running));
		}
	}

	// A driver takes no notice of it before the statement has reached the database
	private void cancel(Statement running) {
		try {
			while (isRunning(running)) {
				running.cancel();
				awaitEnd(running);
			}
		}
		catch (SQLException ex) {
			logger.debug("A statement could not be cancelled", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private synchronized boolean isRunning(Statement running) {
		return this.statement == running;
	}

	private synchronized void awaitEnd(Statement running) throws InterruptedException {
		if (this.statement == running) {
			wait(PATIENCE_MILLIS);
		}
	}

}
