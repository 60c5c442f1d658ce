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

package io.wsgi.testsupport;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.wsgi.graalpy.GraalPyRuntime;
import io.wsgi.runtime.ApplicationSettings;
import io.wsgi.runtime.LogBridge;
import io.wsgi.runtime.PythonInterpreter;
import io.wsgi.runtime.PythonResources;
import io.wsgi.runtime.PythonSettings;

/**
 * Makes interpreters for the Python sources of the tests.
 *
 * @author wsgi-spring-boot contributors
 */
public final class TestPython {

	// Of the module whose tests run, and those that several modules use
	private static final List<Path> SOURCES = List.of(Path.of("src/test/python"),
			Path.of("../wsgi-graalpy/src/test/python"));

	// Of all modules: to compile Python's standard library takes many seconds
	private static final Path CACHE = Path.of("../target/test-python-cache").toAbsolutePath().normalize();

	private static final GraalPyRuntime RUNTIME = GraalPyRuntime.detect();

	private TestPython() {
	}

	/**
	 * Return a directory of Python sources.
	 * @param name the name of the directory
	 * @return its path
	 */
	public static Path sources(String name) {
		return SOURCES.stream()
			.map((directory) -> directory.resolve(name).toAbsolutePath().normalize())
			.filter(Files::isDirectory)
			.findFirst()
			.orElseThrow();
	}

	/**
	 * Return the directory in which tests share compiled Python modules.
	 * @return its path
	 */
	public static Path cache() {
		return CACHE;
	}

	/**
	 * Return the directory with the Python packages that the build installs.
	 * @return its path
	 */
	public static Path packages() {
		return Path.of(System.getProperty("test.python.packages"));
	}

	/**
	 * Return the runtime of this JVM.
	 * @return the runtime
	 */
	public static GraalPyRuntime runtime() {
		return RUNTIME;
	}

	/**
	 * Return the directories with the Python half of the server.
	 * @return their paths
	 */
	public static List<Path> gateway() {
		return new PythonResources(TestPython.class.getClassLoader(), CACHE.resolve("packaged"))
			.locate("wsgi-spring-boot-python");
	}

	/**
	 * Return what an interpreter is to load.
	 * @param target the value of {@code wsgi.app}
	 * @return the settings
	 */
	public static ApplicationSettings application(String target) {
		return new ApplicationSettings(target, true, false, null);
	}

	/**
	 * Create an interpreter.
	 * @param directories the directories of {@code sys.path}
	 * @return the interpreter
	 */
	public static PythonInterpreter newInterpreter(Path... directories) {
		return newInterpreter(Map.of(), directories);
	}

	/**
	 * Create an interpreter with environment variables.
	 * @param environment the variables
	 * @param directories the directories of {@code sys.path}
	 * @return the interpreter
	 */
	public static PythonInterpreter newInterpreter(Map<String, String> environment, Path... directories) {
		return newInterpreter(environment, null, directories);
	}

	/**
	 * Create an interpreter whose log goes to that of the test.
	 * @param logBridge takes what is logged and printed
	 * @param directories the directories of {@code sys.path}
	 * @return the interpreter
	 */
	public static PythonInterpreter newInterpreter(LogBridge logBridge, Path... directories) {
		return newInterpreter(Map.of(), logBridge, directories);
	}

	private static PythonInterpreter newInterpreter(Map<String, String> environment, LogBridge logBridge,
			Path... directories) {
		List<Path> path = new ArrayList<>(List.of(directories));
		path.addAll(gateway());
		return RUNTIME.newInterpreter(new PythonSettings(path, environment, CACHE.resolve("bytecode"), true, Map.of()),
				logBridge);
	}

}
