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
import java.util.Set;

import io.wsgi.runtime.EnvironmentChange;
import io.wsgi.runtime.PythonApplication;
import io.wsgi.runtime.PythonInterpreter;
import io.wsgi.testsupport.RecordedExchange;
import io.wsgi.testsupport.TestPython;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for SQLite in a process that is dumped and restored several times.
 *
 * @author wsgi-spring-boot contributors
 */
@Timeout(300)
class SqliteCheckpointTests {

	private static final EnvironmentChange NOTHING = new EnvironmentChange(Map.of(), Set.of());

	// SQLITE_TESTCTRL_PRNG_SAVE and SQLITE_TESTCTRL_PRNG_RESTORE
	private static final int SAVE = 5;

	private static final int RESTORE = 6;

	@TempDir
	private static Path directory;

	private static PythonInterpreter interpreter;

	private static PythonApplication application;

	@BeforeAll
	static void load() {
		interpreter = TestPython.newInterpreter(Map.of("DATABASE", directory.resolve("copies.sqlite3").toString()),
				TestPython.sources("sqlite"));
		interpreter.watchForCheckpoint();
		application = interpreter.load(TestPython.application("copying:app"), (line) -> {
		});
	}

	@AfterAll
	static void close() {
		interpreter.close();
	}

	@Test
	void copiesDrawDifferentRandomNumbers() {
		call("random");
		interpreter.prepareCheckpoint();
		SqliteLibrary sqlite = TestPython.runtime().sqlite().load(Path.of("known")).library();
		sqlite.call("test_control", SAVE);
		interpreter.restoreCheckpoint(NOTHING);
		String first = call("random");
		sqlite.call("test_control", RESTORE);
		interpreter.restoreCheckpoint(NOTHING);
		assertThat(call("random")).hasSameSizeAs(first).isNotEqualTo(first);
	}

	@Test
	void thereIsNoCheckpointWhileAConnectionHasAFileOpen() {
		assertThat(call("connect")).isEqualTo("connected");
		assertThatIllegalStateException().isThrownBy(interpreter::prepareCheckpoint)
			.withMessageContaining("copies.sqlite3")
			.withMessageContaining("pre_checkpoint");
		assertThat(call("disconnect")).isEqualTo("closed");
		interpreter.prepareCheckpoint();
		interpreter.restoreCheckpoint(NOTHING);
		assertThat(call("random")).isNotEmpty();
	}

	@Test
	void thereIsNoCheckpointWhileAnAttachedDatabaseIsOpen() {
		assertThat(call("attach")).isEqualTo("connected");
		assertThatIllegalStateException().isThrownBy(interpreter::prepareCheckpoint)
			.withMessageContaining("copies.sqlite3");
		call("disconnect");
	}

	@Test
	void databaseInMemoryLivesOn() {
		assertThat(call("connect_in_memory")).isEqualTo("connected");
		interpreter.prepareCheckpoint();
		interpreter.restoreCheckpoint(NOTHING);
		assertThat(call("read")).isEqualTo("(1,)");
		call("disconnect");
	}

	@Test
	void connectionThatIsGoneIsInNobodysWay() {
		call("abandon");
		interpreter.prepareCheckpoint();
		interpreter.restoreCheckpoint(NOTHING);
	}

	private static String call(String path) {
		RecordedExchange exchange = new RecordedExchange("/" + path);
		application.newCaller().call(exchange);
		assertThat(exchange.getReport()).isNull();
		return exchange.getResponse();
	}

}
