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
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.wsgi.runtime.ApplicationLoadException;
import io.wsgi.runtime.PythonApplication;
import io.wsgi.runtime.PythonInterpreter;
import io.wsgi.testsupport.RecordedExchange;
import io.wsgi.testsupport.TestPython;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PythonInterpreter#reportSources}.
 *
 * @author wsgi-spring-boot contributors
 */
class SourceReportTests {

	private static final long SECOND = 1_700_000_000_000L;

	@TempDir
	private Path sources;

	private final Queue<Path> reported = new ConcurrentLinkedQueue<>();

	@BeforeEach
	void createApplication() throws IOException {
		write("site_app.py", 0, """
				import csv
				from part import TEXT

				def app(environ, start_response):
				    if environ["PATH_INFO"] == "/later":
				        import later
				    start_response("200 OK", [])
				    return [TEXT.encode()]
				""");
		write("part.py", 0, "TEXT = 'one'");
		write("later.py", 0, "");
	}

	@Test
	void whatIsImportedIsReportedWithoutTheStandardLibrary() {
		try (PythonInterpreter interpreter = newInterpreter()) {
			PythonApplication application = load(interpreter);
			assertThat(this.reported).containsExactlyInAnyOrder(this.sources.resolve("site_app.py"),
					this.sources.resolve("part.py"));
			this.reported.clear();
			assertThat(call(application, "/later")).isEqualTo("one");
			assertThat(this.reported).containsExactly(this.sources.resolve("later.py"));
		}
	}

	@Test
	void fileThatIsNotValidIsReported() throws IOException {
		write("part.py", 0, "TEXT = (");
		try (PythonInterpreter interpreter = newInterpreter()) {
			assertThatExceptionOfType(ApplicationLoadException.class).isThrownBy(() -> load(interpreter));
			assertThat(this.reported).contains(this.sources.resolve("part.py"));
		}
	}

	@Test
	void secondChangeWithinASecondIsCompiled() throws IOException {
		for (String text : List.of("one", "two", "six")) {
			write("part.py", text.charAt(1), "TEXT = '" + text + "'");
			try (PythonInterpreter interpreter = newInterpreter()) {
				assertThat(call(load(interpreter), "/")).isEqualTo(text);
			}
		}
	}

	private PythonInterpreter newInterpreter() {
		PythonInterpreter interpreter = TestPython.newInterpreter(this.sources);
		interpreter.reportSources((file) -> {
			if (file.startsWith(this.sources) || !file.toString().contains("wsgi_spring_boot")) {
				this.reported.add(file);
			}
		});
		return interpreter;
	}

	private PythonApplication load(PythonInterpreter interpreter) {
		return interpreter.load(TestPython.application("site_app:app"), (line) -> {
		});
	}

	private static String call(PythonApplication application, String path) {
		RecordedExchange exchange = new RecordedExchange(path);
		application.newCaller().call(exchange);
		return exchange.getResponse();
	}

	private void write(String name, int millis, String source) throws IOException {
		Path file = this.sources.resolve(name);
		Files.writeString(file, source);
		Files.setLastModifiedTime(file, FileTime.fromMillis(SECOND + millis));
	}

}
