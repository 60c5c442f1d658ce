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

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.wsgi.runtime.ApplicationSettings;
import io.wsgi.runtime.PythonApplication;
import io.wsgi.runtime.PythonInterpreter;
import io.wsgi.runtime.PythonResources;
import io.wsgi.runtime.PythonSettings;
import io.wsgi.runtime.PythonUnavailableException;
import org.junit.jupiter.api.Assumptions;

/**
 * The CPython of the tests: the one on the {@code PATH}, or in the directory that the
 * system property {@code test.python-home} names.
 *
 * @author wsgi-spring-boot contributors
 */
final class TestCPython {

	private static final Path SOURCES = Path.of("src/test/python").toAbsolutePath();

	private static final Path CACHE = Path.of("target/test-python-cache").toAbsolutePath();

	private TestCPython() {
	}

	/**
	 * Find a CPython, or have the test skipped with what is missing.
	 * @return the runtime
	 */
	static CPythonRuntime runtime() {
		String home = System.getProperty("test.python-home", "");
		try {
			return new CPythonRuntime(new InstallationFinder(null, home.isEmpty() ? null : Path.of(home),
					"/usr/bin:" + System.getenv("PATH"))
				.find());
		}
		catch (PythonUnavailableException ex) {
			return Assumptions.abort(ex.toString());
		}
	}

	static PythonInterpreter newInterpreter(CPythonRuntime runtime) {
		List<Path> own = new PythonResources(TestCPython.class.getClassLoader(), CACHE)
			.locate("wsgi-spring-boot-python");
		List<Path> path = new java.util.ArrayList<>(own);
		path.addFirst(SOURCES.resolve("calls"));
		return runtime.newInterpreter(new PythonSettings(path, Map.of("TESTED", "yes"), CACHE, false, Map.of()), null);
	}

	static PythonApplication load(PythonInterpreter interpreter, String target, Consumer<String> errors) {
		return interpreter.load(new ApplicationSettings(target, true, false, null), errors);
	}

}
