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

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.wsgi.runtime.PythonUnavailableException;

/**
 * Asks a Python executable what it belongs to.
 *
 * @author wsgi-spring-boot contributors
 */
final class InstallationProbe {

	private static final long PATIENCE = 60;

	private static final String SCRIPT = "probe.py";

	private final Path executable;

	private final Map<String, String> answers = new HashMap<>();

	private InstallationProbe(Path executable) {
		this.executable = executable;
	}

	/**
	 * Run an executable.
	 * @param executable the executable
	 * @return what it has told
	 * @throws PythonUnavailableException if it does not run
	 */
	static InstallationProbe run(Path executable) {
		InstallationProbe probe = new InstallationProbe(executable);
		try {
			probe.ask();
		}
		catch (IOException ex) {
			throw probe.failed(ex.toString());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw probe.failed("interrupted");
		}
		return probe;
	}

	private void ask() throws IOException, InterruptedException {
		ProcessBuilder builder = new ProcessBuilder(this.executable.toString(), "-c", script())
			.redirectErrorStream(true);
		// Else a file of the working directory could stand for a module of the library
		builder.environment().put("PYTHONSAFEPATH", "1");
		builder.environment().put("PYTHONUTF8", "1");
		Process process = builder.start();
		process.getOutputStream().close();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (!process.waitFor(PATIENCE, TimeUnit.SECONDS)) {
			process.destroyForcibly();
			throw failed("it does not end");
		}
		if (process.exitValue() != 0) {
			throw failed(output.strip());
		}
		output.lines().forEach((line) -> {
			int equals = line.indexOf('=');
			if (equals > 0) {
				this.answers.put(line.substring(0, equals), line.substring(equals + 1));
			}
		});
	}

	private static String script() throws IOException {
		try (InputStream script = InstallationProbe.class.getResourceAsStream(SCRIPT)) {
			if (script == null) {
				throw new IOException("The resource " + SCRIPT + " is missing");
			}
			return new String(script.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	private PythonUnavailableException failed(String reason) {
		return new PythonUnavailableException("The Python " + this.executable + " does not run: " + reason + ".",
				"Install it anew, or set wsgi.python-home to the directory of another installation.");
	}

	Path executable() {
		return this.executable;
	}

	/**
	 * Return an answer.
	 * @param name what is asked
	 * @return the answer, or an empty string
	 */
	String get(String name) {
		return this.answers.getOrDefault(name, "");
	}

	String version() {
		return get("version");
	}

	String implementation() {
		return get("implementation");
	}

	boolean freeThreaded() {
		return get("Py_GIL_DISABLED").equals("1");
	}

}
