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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

import io.wsgi.runtime.PythonApplication;
import io.wsgi.runtime.PythonInterpreter;
import io.wsgi.testsupport.RecordedExchange;
import io.wsgi.testsupport.TestPython;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for releases behind a symbolic link, which differ in nothing but their contents.
 *
 * @author wsgi-spring-boot contributors
 */
@Timeout(600)
class LinkedReleaseTests {

	private static final FileTime TIME = FileTime.from(Instant.parse("2026-01-01T10:00:00Z"));

	@Test
	void moduleOfTheNewReleaseIsNotTakenForThatOfTheOldOne(@TempDir Path directory) throws IOException {
		for (String release : new String[] { "1", "2" }) {
			Path sources = Files.createDirectories(directory.resolve("release " + release));
			write(sources.resolve("linked_version.py"), "VERSION = " + release + "\n");
			write(sources.resolve("linked_site.py"), """
					import linked_version
					def app(environ, start_response):
					    start_response("200 OK", [("Content-Type", "text/plain")])
					    return [str(linked_version.VERSION).encode()]
					""");
		}
		Path current = directory.resolve("current");
		Files.createSymbolicLink(current, Path.of("release 1"));
		assertThat(answer(current)).isEqualTo("1");
		Files.delete(current);
		Files.createSymbolicLink(current, Path.of("release 2"));
		assertThat(answer(current)).isEqualTo("2");
	}

	private static void write(Path file, String content) throws IOException {
		Files.writeString(file, content);
		Files.setLastModifiedTime(file, TIME);
	}

	private static String answer(Path directory) {
		try (PythonInterpreter interpreter = TestPython.newInterpreter(directory)) {
			PythonApplication application = interpreter.load(TestPython.application("linked_site:app"), (line) -> {
			});
			RecordedExchange exchange = new RecordedExchange("/");
			application.newCaller().call(exchange);
			assertThat(exchange.getReport()).isNull();
			return exchange.getResponse();
		}
	}

}
