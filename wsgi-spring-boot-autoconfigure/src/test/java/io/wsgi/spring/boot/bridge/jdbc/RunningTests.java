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
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.after;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.verify;

/**
 * Tests for {@link Running}.
 *
 * @author wsgi-spring-boot contributors
 */
class RunningTests {

	private static final int MINUTE = 60_000;

	// Longer than it waits before it tries again
	private static final int A_WHILE = 500;

	private final Running running = new Running();

	// It may not have reached the database the first time
	@Test
	void statementIsCancelledUntilItEnds() throws SQLException {
		Statement statement = mock();
		this.running.begin(statement);
		this.running.cancel(Thread.currentThread());
		verify(statement, timeout(MINUTE).atLeast(3)).cancel();
		this.running.end();
	}

	@Test
	void statementOfAnotherThreadIsLeftAlone() throws Exception {
		Statement statement = mock();
		this.running.begin(statement);
		Thread other = Thread.ofPlatform().start(() -> this.running.cancel(Thread.currentThread()));
		other.join();
		this.running.end();
		verify(statement, never()).cancel();
	}

	@Test
	void nextStatementIsNotCancelledInPlaceOfTheOneThatWasMeant() throws Exception {
		Statement meant = mock();
		Statement next = mock();
		CountDownLatch asked = new CountDownLatch(1);
		CountDownLatch changed = new CountDownLatch(1);
		willAnswer((invocation) -> {
			asked.countDown();
			changed.await();
			return null;
		}).given(meant).cancel();
		this.running.begin(meant);
		this.running.cancel(Thread.currentThread());
		asked.await();
		this.running.end();
		this.running.begin(next);
		changed.countDown();
		verify(next, after(A_WHILE).never()).cancel();
		this.running.end();
	}

	@Test
	void nothingBeginsAfterTheEnd() {
		this.running.cancelAll();
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> this.running.begin(mock()))
			.withMessage("The connection is closed");
		assertThatExceptionOfType(SQLException.class).isThrownBy(this.running::beginWaiting);
	}

}
