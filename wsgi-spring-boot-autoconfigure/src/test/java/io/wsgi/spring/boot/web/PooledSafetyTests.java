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

package io.wsgi.spring.boot.web;

import io.wsgi.spring.boot.bridge.jdbc.DatabaseAccess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what must not go wrong with {@code spring.connect}, whatever Python code
 * does, over HTTP.
 *
 * @author wsgi-spring-boot contributors
 */
class PooledSafetyTests {

	private static PooledPython python;

	@BeforeAll
	static void startServer() {
		python = PooledPython.start(PooledApplication.class, "dataSource,sqlite", "shelf", "1m");
	}

	@AfterAll
	static void stopServer() {
		python.close();
	}

	@AfterEach
	void connectionsAreBack() {
		python.awaitConnections();
	}

	private static String run(String... lines) throws Exception {
		return python.run(lines);
	}

	@Test
	void blockThatFailsTakesTheTransactionOfSpringBack() throws Exception {
		assertThat(run("with transaction():", "    try:", "        with connect() as connection:",
				"            connection.cursor().execute(\"insert into books (title) values ('half')\")",
				"            raise KeyError('x')", "    except KeyError:", "        pass"))
			.startsWith("UnexpectedRollbackException/JavaError");
		assertThat(run("result = bean('shelf').count('half')")).isEqualTo("0");
	}

	@Test
	void transactionThatWasBegunWithSqlIsNotLeftInThePool() throws Exception {
		assertThat(run("with connect('sqlite') as connection:",
				"    connection.cursor().execute('create table begun (id integer)')",
				"left = connect('sqlite', autocommit=True)", "cursor = left.cursor()", "cursor.execute('begin')",
				"cursor.execute('insert into begun values (1)')", "result = 1"))
			.isEqualTo("1");
		assertThat(run("result = rows('select count(*) from begun', name='sqlite')")).isEqualTo("[(0,)]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-1", "1 << 32" })
	void fetchSizeThatFetchesNothingIsRefused(String size) throws Exception {
		assertThat(run("result = rows('select 1', fetch_size=" + size + ")")).startsWith("ProgrammingError/");
		assertThat(run("with connect(fetch_size=1) as connection:", "    cursor = connection.cursor()",
				"    cursor.execute('select x from system_range(1, 3)')", "    cursor.fetch_size = " + size,
				"    cursor.fetchall()"))
			.startsWith("ProgrammingError/");
	}

	@Test
	void halfOfACharacterIsRefusedAndNotChanged() throws Exception {
		assertThat(run("rows('select ?', ['a\\ud800'])")).startsWith("DataError/");
		assertThat(run("rows(\"select 'a\\udfff'\")")).startsWith("DataError/");
		assertThat(run("result = rows('select ?', ['\\U0001f600'])"))
			.isEqualTo("[('\\U0001f600',)]".replace("\\U0001f600", "\uD83D\uDE00"));
	}

	@Test
	void timesOfSqliteAreWrittenAsByItsOwnModule() throws Exception {
		assertThat(run("values = [datetime(2026, 2, 28, 1, 2, 3, 500000), datetime(2026, 1, 1)]",
				"values += [datetime(2026, 1, 1, 2, 3, 4, 5000, timezone.utc), date(2026, 1, 1)]",
				"result = [str(value) for value in values] == "
						+ "list(rows('select ?, ?, ?, ?', values, name='sqlite')[0])"))
			.isEqualTo("True");
	}

	@Test
	void keyIsReturnedWhateverIsInFrontOfTheStatement() throws Exception {
		assertThat(run("with connect() as connection:", "    cursor = connection.cursor()",
				"    cursor.execute('-- a comment\\n/* another */ insert into books (title) values (?)', ['commented'])",
				"    key = cursor.lastrowid",
				"    cursor.execute('select id from books where title = ?', ['commented'])",
				"    result = cursor.fetchone()[0] == key"))
			.isEqualTo("True");
	}

	// It would be dead after it
	@Test
	void connectionOfTheModuleGoesBackBeforeACheckpoint() throws Exception {
		DatabaseAccess access = python.server().bean(DatabaseAccess.class);
		for (int i = 0; i < 2; i++) {
			assertThat(run("result = lasting.cursor().execute('select 1').fetchone()")).isEqualTo("(1,)");
			assertThat(python.activeConnections()).isOne();
			access.release();
			assertThat(python.activeConnections()).isZero();
		}
	}

	@Test
	void timeLimitOfATransactionIsInWholeSeconds() throws Exception {
		assertThat(run("with transaction(timeout=2.5):", "    pass")).startsWith("TypeError/");
		assertThat(run("with transaction(propagation=1):", "    pass")).startsWith("TypeError/");
	}

}
