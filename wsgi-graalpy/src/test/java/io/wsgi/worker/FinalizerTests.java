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
import java.util.stream.Stream;

import io.wsgi.testsupport.TestPython;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what Python does when an object is collected.
 *
 * @author wsgi-spring-boot contributors
 */
class FinalizerTests {

	@TempDir
	private Path directory;

	@Test
	void finalizersRunWhileTheWorkerIsIdle() throws IOException {
		Path notes = this.directory.resolve("notes");
		try (TestPool pool = TestPool.of("collected:app", TestPython.sources("working"))
			.environment("NOTES", notes)
			.start()) {
			pool.call("/drop");
			// The frames of the last call are forgotten with the next one
			pool.call("/");
			TestPool.waitUntil(() -> {
				System.gc();
				return Files.exists(notes) && lines(notes) == 2;
			});
			assertThat(Files.readAllLines(notes)).containsExactlyInAnyOrder("finalizer", "callback");
			TestPool.waitUntil(() -> pool.call("/").equals("0"));
		}
	}

	private static long lines(Path file) {
		try (Stream<String> lines = Files.lines(file)) {
			return lines.count();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
