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

package io.wsgi.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.wsgi.runtime.ApplicationLoadException;
import io.wsgi.testsupport.RecordedExchange;
import io.wsgi.testsupport.TestPython;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for the hooks and the warm-up of workers, with real interpreters.
 *
 * @author wsgi-spring-boot contributors
 */
@ExtendWith(OutputCaptureExtension.class)
class WorkerHookTests {

	@TempDir
	private Path directory;

	@Test
	void hooksAreCalledAsThoseOfGunicorn() {
		try (TestPool pool = pool().hooks("hooked").start()) {
			assertThat(pool.call("/shop")).isEqualTo("1");
		}
		assertThat(notes()).containsExactly("post_worker_init wsgi-test-1 1 True",
				"pre_request wsgi-test-1 GET /shop (1, 1)", "app /shop", "post_request /shop /shop 201 Created 201",
				"worker_exit wsgi-test-1 True", "atexit");
	}

	@Test
	void hookThatFailsFailsTheRequestOnlyBeforeIt() {
		try (TestPool pool = pool().hooks("hooked").start()) {
			RecordedExchange forbidden = pool.submit("/forbidden").await();
			assertThat(forbidden.isComplete()).isFalse();
			assertThat(forbidden.getReport()).contains("PermissionError: not this one");
			assertThat(pool.submit("/late").await().isComplete()).isTrue();
			assertThat(pool.submit("/fail").await().getReport()).contains("ValueError: as told");
		}
		assertThat(notes()).doesNotContain("app /forbidden")
			.contains("app /late", "post_request /fail /fail None None",
					"post_request /forbidden /forbidden None None");
	}

	@Test
	void hooksOfAConfigurationFileOfGunicornAreFound() {
		try (TestPool pool = pool().hooks("gunicorn.conf.py").start()) {
			assertThat(pool.call("/")).isEqualTo("1");
		}
		assertThat(notes()).contains("app /").anySatisfy((line) -> assertThat(line).contains("{"));
	}

	@Test
	void hooksThatCannotBeLoadedEndTheStart() {
		assertThat(startFails("broken_hooks").getTraceback()).contains("post_worker_init")
			.endsWith("RuntimeError: no database");
		assertThat(startFails("nowhere")).hasMessageContaining("wsgi.hooks 'nowhere' failed with ModuleNotFoundError");
		assertThat(startFails("nowhere.py")).hasMessageContaining("there is no file nowhere.py");
		assertThat(startFails("retaining")).hasMessageContaining("it defines none of post_worker_init, pre_request");
	}

	private ApplicationLoadException startFails(String hooks) {
		TestPool pool = pool().hooks(hooks).build();
		ApplicationLoadException failure = catchThrowableOfType(ApplicationLoadException.class,
				() -> pool.pool().start());
		assertThat(failure.getReason()).isEqualTo(ApplicationLoadException.Reason.HOOKS_FAILED);
		return failure;
	}

	@Test
	void workerServesToItselfBeforeItIsReady(CapturedOutput output) {
		try (TestPool pool = pool().warmup("/warm", 20, null)
			.warmup("/fail", 20, null)
			.warmup("/timed", Integer.MAX_VALUE, Duration.ofMillis(1))
			.start()) {
			List<String> notes = notes();
			assertThat(notes).filteredOn("app /warm"::equals).hasSize(20);
			assertThat(notes).filteredOn("app /fail"::equals).hasSize(1);
			assertThat(notes).contains("app /timed");
			assertThat(Integer.valueOf(pool.call("/"))).isEqualTo(notes.size() + 1);
		}
		assertThat(output).contains("wsgi-test-1 has made 20 warm-up requests of /warm")
			.contains("Warm-up request /fail failed")
			.contains("ValueError: as told");
	}

	@Test
	void eachNewWorkerWarmsUp() {
		try (TestPool pool = pool().warmup("/warm", 3, null).start()) {
			pool.pool().reload();
			assertThat(pool.call("/")).isEqualTo("4");
		}
		assertThat(notes()).filteredOn("app /warm"::equals).hasSize(6);
	}

	private TestPool.Builder pool() {
		return TestPool.of("hooked:app", TestPython.sources("working"))
			.environment("NOTES", this.directory.resolve("notes"));
	}

	private List<String> notes() {
		try {
			return Files.readAllLines(this.directory.resolve("notes"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
