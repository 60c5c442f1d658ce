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

package io.wsgi.graalpy;

import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

import io.wsgi.runtime.PythonApplication;
import io.wsgi.runtime.PythonInterpreter;
import io.wsgi.testsupport.RecordedExchange;
import io.wsgi.testsupport.TestPython;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for connections, cursors and transactions of SQLite that an application leaves as
 * they are, in two interpreters with the same database.
 *
 * @author wsgi-spring-boot contributors
 */
class SqliteLifetimeTests {

	@TempDir
	private static Path directory;

	private static Path database;

	private static PythonInterpreter interpreter;

	private static PythonApplication application;

	@BeforeAll
	static void load() {
		database = directory.resolve(UUID.randomUUID() + ".sqlite3");
		interpreter = newInterpreter();
		application = load(interpreter);
		assertThat(call("create")).isEqualTo("created");
	}

	@AfterAll
	static void close() {
		assertThat(interpreter.nativeModules()).isEmpty();
		interpreter.close();
	}

	@BeforeEach
	void canBeWritten() {
		assertThat(call("write")).isEqualTo("written");
	}

	@Test
	void cursorThatIsHalfReadHoldsNoLockWhenItsConnectionIsClosed() {
		assertThat(call("close_half_read")).isEqualTo("(0,)");
		assertThat(call("write")).isEqualTo("written");
	}

	@Test
	void cursorThatIsHalfReadAndGoneHoldsNoLockForLong() {
		assertThat(call("abandon_half_read")).isEqualTo("(0,)");
		assertThat(call("write")).isEqualTo("written");
	}

	@Test
	void connectionThatIsGoneHoldsNoLockForLong() {
		assertThat(call("abandon_transaction")).isEqualTo("left");
		assertThat(call("write")).isEqualTo("written");
	}

	@Test
	void connectionsAreClosedWithTheirInterpreter() {
		PythonInterpreter other = newInterpreter();
		PythonApplication otherApplication = load(other);
		assertThat(call(otherApplication, "write")).isEqualTo("written");
		assertThat(call(otherApplication, "keep_transaction")).isEqualTo("1");
		assertThat(call("write")).isEqualTo("database is locked");
		assertThat(other.nativeModules()).isEmpty();
		other.close();
		assertThat(call("write")).isEqualTo("written");
	}

	@Test
	void otherThreadsRunWhileOneWaitsForALock() {
		assertThat(call("wait_while_another_thread_runs")).isEqualTo("database is locked, others ran");
	}

	@Test
	void connectionCanBeClosedWhileOthersUseIt() {
		assertThat(call("close_while_others_use"))
			.isEqualTo("['ProgrammingError: Cannot operate on a closed database.']");
	}

	@Test
	void connectionThatAFunctionClosesIsClosedAfterIt() {
		assertThat(call("close_in_a_function")).isEqualTo("ProgrammingError: Cannot operate on a closed database.");
	}

	@Test
	void whatAFunctionRaisesToEndTheProgramIsRaisedBehindSqlite() {
		assertThat(call("exit_in_a_function")).isEqualTo("KeyboardInterrupt: told, (1,)");
	}

	private static PythonInterpreter newInterpreter() {
		return TestPython.newInterpreter(Map.of("DATABASE", database.toString()), TestPython.sources("sqlite"));
	}

	private static PythonApplication load(PythonInterpreter interpreter) {
		return interpreter.load(TestPython.application("keeping:app"), (line) -> {
		});
	}

	private static String call(String path) {
		return call(application, path);
	}

	private static String call(PythonApplication application, String path) {
		RecordedExchange exchange = new RecordedExchange("/" + path);
		application.newCaller().call(exchange);
		assertThat(exchange.getReport()).isNull();
		return exchange.getResponse();
	}

}
