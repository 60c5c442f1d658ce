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

package io.wsgi.maven;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The pip of a Python on this machine, or the one inside GraalPy, in a process of its
 * own.
 *
 * @param name what it is called in messages
 * @param command the command line up to the arguments of pip
 * @author wsgi-spring-boot contributors
 */
record PipProcess(String name, List<String> command) implements Pip {

	// The environment that decides where pip installs, and what would keep it from going
	// on
	private static final Map<String, String> ENVIRONMENT = Map.of("PIP_USER", "false", "PIP_REQUIRE_VIRTUALENV",
			"false", "PIP_DISABLE_PIP_VERSION_CHECK", "1", "PIP_ROOT_USER_ACTION", "ignore", "PIP_NO_INPUT", "1",
			// No look at a remote repository of patches, and no search for C sources
			// in all that was installed before, for each package
			"PIP_GRAALPY_PATCHES_URL", "disabled", "PIP_GRAALPY_DISABLE_PATCHING", "true");

	// GraalPy has pip as a wheel, from which ensurepip would install it. Python can run
	// it from there.
	private static final String PIP_OF_GRAALPY = """
			import ensurepip, pathlib, runpy, sys
			wheels = pathlib.Path(ensurepip.__file__).parent / "_bundled"
			sys.path.insert(0, str(next(wheels.glob("pip-*.whl"))))
			sys.argv[0] = "pip"
			runpy.run_module("pip", run_name="__main__", alter_sys=True)
			""";

	/**
	 * Return the pip of a Python on this machine.
	 * @param python the name or the path of its executable
	 * @return its pip
	 */
	static PipProcess of(String python) {
		return new PipProcess(python + " -m pip", List.of(python, "-m", "pip"));
	}

	/**
	 * Return the pip inside GraalPy.
	 * @param java the executable of Java
	 * @param classPath the jars of GraalPy and of its launcher
	 * @return its pip
	 */
	static PipProcess ofGraalPy(Path java, String classPath) {
		return new PipProcess("pip of GraalPy", List.of(java.toString(),
				// It does not run for long
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "-classpath",
				classPath, "com.oracle.graal.python.shell.GraalPythonMain", "-c", PIP_OF_GRAALPY));
	}

	@Override
	public void run(List<String> arguments) throws PipException, InterruptedException {
		List<String> line = new ArrayList<>(this.command);
		line.addAll(arguments);
		ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
		builder.environment().putAll(ENVIRONMENT);
		try {
			Process process = builder.start();
			try {
				process.getOutputStream().close();
				String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
				int status = process.waitFor();
				if (status != 0) {
					throw new PipException("%s ended with status %d: %s".formatted(this.name, status, output));
				}
			}
			finally {
				process.destroy();
			}
		}
		catch (IOException ex) {
			throw new PipException("%s: %s".formatted(this.name, ex.getMessage()));
		}
	}

}
