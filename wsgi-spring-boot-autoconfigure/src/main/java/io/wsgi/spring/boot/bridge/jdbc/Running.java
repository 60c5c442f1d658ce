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

	private @Nullable Statement statement;

	private @Nullable Thread thread;

	private @Nullable Thread waiting;

	synchronized void begin(Statement statement) {
		this.statement = statement;
		this.thread = Thread.currentThread();
	}

	synchronized void end() {
		this.statement = null;
		this.thread = null;
	}

	synchronized void beginWaiting() {
		this.waiting = Thread.currentThread();
		this.thread = this.waiting;
	}

	synchronized void endWaiting() {
		this.waiting = null;
		this.thread = null;
		// It must not reach anything else
		Thread.interrupted();
	}

	synchronized boolean isOf(Thread thread) {
		return this.thread == thread;
	}

	/**
	 * End the wait. The database may be asked to, which takes time.
	 */
	void cancel() {
		Statement running;
		synchronized (this) {
			running = this.statement;
			if (this.waiting != null) {
				this.waiting.interrupt();
			}
		}
		if (running != null) {
			try {
				running.cancel();
			}
			catch (SQLException ex) {
				logger.debug("A statement could not be cancelled", ex);
			}
		}
	}

}
