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

package io.wsgi.cpython;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

import io.wsgi.runtime.ApplicationCaller;
import io.wsgi.runtime.EnvironmentChange;
import io.wsgi.runtime.PythonInterpreter;
import io.wsgi.testsupport.RecordedExchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what CPython does before a checkpoint and after a restore.
 *
 * @author wsgi-spring-boot contributors
 */
class CPythonCheckpointTests {

	private static PythonInterpreter interpreter;

	private static ApplicationCaller caller;

	@BeforeAll
	static void load() {
		interpreter = TestCPython.newInterpreter(TestCPython.runtime());
		interpreter.watchForCheckpoint();
		caller = TestCPython.load(interpreter, "restored:app", (line) -> {
		}).newCaller();
	}

	@AfterAll
	static void close() {
		if (interpreter != null) {
			interpreter.exit(Duration.ofMinutes(1));
			interpreter.close();
		}
	}

	@Test
	void anotherLifeHasAnotherEnvironmentAndOtherRandomNumbers() {
		assertThat(call("/environment")).isEqualTo("yes - -");
		interpreter.prepareCheckpoint();
		Set<String> read = interpreter
			.restoreCheckpoint(new EnvironmentChange(Map.of("TESTED", "again", "ADDED", "\u00e4"), Set.of("GONE")));
		interpreter.resumeAfterCheckpoint();
		assertThat(read).containsExactlyInAnyOrder("TESTED", "ADDED");
		assertThat(call("/environment")).isEqualTo("again \u00e4 again");
		assertThat(call("/random")).isEqualTo("2 of 2 differ");
	}

	private static String call(String path) {
		RecordedExchange exchange = new RecordedExchange(path);
		caller.call(exchange);
		exchange.await();
		assertThat(exchange.getReport()).isNull();
		return new String(exchange.getResponse().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
	}

}
