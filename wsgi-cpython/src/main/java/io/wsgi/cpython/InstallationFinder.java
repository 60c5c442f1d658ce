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

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.wsgi.runtime.PythonUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the CPython to load: that of a virtual environment, or of a directory, or the
 * first one on the {@code PATH}.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class InstallationFinder {

	private static final int OLDEST = 11;

	private static final int NEWEST = 14;

	private static final String VIRTUAL_ENV_FILE = "pyvenv.cfg";

	private static final Pattern HOME = Pattern.compile("(?m)^\\s*home\\s*=\\s*(.*?)\\s*$");

	private static final Pattern VERSION = Pattern.compile("(?m)^\\s*version(?:_info)?\\s*=\\s*(\\d+\\.\\d+)");

	private static final String[] NAMES = { "python3", "python" };

	private static final String WHAT_TO_INSTALL = "Install CPython 3." + OLDEST + " to 3." + NEWEST
			+ " with its shared library: on Debian and Ubuntu with 'apt-get install python3 libpython3-dev python3-venv', "
			+ "on Fedora with 'dnf install python3 python3-libs', anywhere with 'uv python install'.";

	private final @Nullable Path virtualEnv;

	private final @Nullable Path home;

	private final String searchPath;

	/**
	 * Create a new instance.
	 * @param virtualEnv the virtual environment, or a plain directory with packages, or
	 * {@code null}
	 * @param home the directory of the installation, or {@code null}
	 * @param searchPath the directories in which to look otherwise, as in the environment
	 * variable {@code PATH}
	 */
	public InstallationFinder(@Nullable Path virtualEnv, @Nullable Path home, String searchPath) {
		this.virtualEnv = virtualEnv;
		this.home = home;
		this.searchPath = searchPath;
	}

	/**
	 * Find the installation.
	 * @return the installation
	 * @throws PythonUnavailableException if there is none, or it cannot be loaded into
	 * this JVM
	 */
	public PythonInstallation find() {
		InstallationProbe probe = InstallationProbe.run(executable());
		checkImplementation(probe);
		checkArchitecture(probe);
		checkVirtualEnv(probe);
		return new PythonInstallation(probe.version(), probe.freeThreaded(), Path.of(probe.get("executable")),
				Path.of(probe.get("prefix")).normalize(), new SharedLibrary(probe).find());
	}

	private Path executable() {
		if (this.home != null) {
			Path directory = this.home;
			return executableIn(directory.resolve("bin")).or(() -> executableIn(directory))
				.orElseThrow(() -> new PythonUnavailableException("There is no Python in " + directory + ".",
						"Set wsgi.python-home to the directory of an installation, the one with bin/python3 in it."));
		}
		Path environment = this.virtualEnv;
		if (environment != null && Files.isRegularFile(environment.resolve(VIRTUAL_ENV_FILE))) {
			return executableIn(environment.resolve("bin")).orElseThrow(() -> lostPython(environment));
		}
		return Stream.of(this.searchPath.split(Pattern.quote(File.pathSeparator)))
			.filter((directory) -> !directory.isEmpty())
			.flatMap((directory) -> executableIn(Path.of(directory)).stream())
			.findFirst()
			.orElseThrow(() -> new PythonUnavailableException(
					"There is no python3 on the PATH, and neither wsgi.virtual-env nor wsgi.python-home names a Python.",
					WHAT_TO_INSTALL));
	}

	private static PythonUnavailableException lostPython(Path environment) {
		return new PythonUnavailableException(
				"The virtual environment " + environment + " has lost its Python: it was made for the one in "
						+ setting(environment, HOME) + ", version " + setting(environment, VERSION) + ".",
				"Install that Python, or make the environment anew with 'python3 -m venv'.");
	}

	private static Optional<Path> executableIn(Path directory) {
		return Stream.of(NAMES)
			.map(directory::resolve)
			.filter((file) -> Files.isRegularFile(file) && Files.isExecutable(file))
			.findFirst();
	}

	private void checkImplementation(InstallationProbe probe) {
		if (!probe.implementation().equals("CPython")) {
			throw new PythonUnavailableException(
					"The Python " + probe.executable() + " is no CPython, but " + probe.implementation() + ".",
					"Set wsgi.virtual-env to an environment made with CPython's 'python3 -m venv', or wsgi.runtime to another runtime.");
		}
		String[] version = probe.version().split("\\.");
		int minor = Integer.parseInt(version[1]);
		if (!version[0].equals("3") || minor < OLDEST || minor > NEWEST) {
			throw new PythonUnavailableException(
					"The Python " + probe.executable() + " is CPython " + probe.version() + ", but 3." + OLDEST
							+ " to 3." + NEWEST + " are supported.",
					WHAT_TO_INSTALL + " Then set wsgi.virtual-env or wsgi.python-home to it.");
		}
	}

	private void checkArchitecture(InstallationProbe probe) {
		String machine = System.getProperty("os.arch");
		if (!probe.get("pointer-size").equals("8") || !canonical(probe.get("machine")).equals(canonical(machine))) {
			int bits = Integer.parseInt(probe.get("pointer-size")) * Byte.SIZE;
			throw new PythonUnavailableException(
					"The Python " + probe.executable() + " was built for another architecture (" + probe.get("machine")
							+ ", " + bits + " bits) than this JVM (" + machine + ").",
					"Install a Python and a JVM for the same architecture.");
		}
	}

	private static String canonical(String machine) {
		return switch (machine.toLowerCase()) {
			case "x86_64", "x64" -> "amd64";
			case "arm64" -> "aarch64";
			default -> machine.toLowerCase();
		};
	}

	private void checkVirtualEnv(InstallationProbe probe) {
		if (this.virtualEnv == null) {
			return;
		}
		String found = probe.version().substring(0, probe.version().lastIndexOf('.'));
		List<String> made = versionsOf(this.virtualEnv);
		if (!made.isEmpty() && !made.contains(found)) {
			throw new PythonUnavailableException(
					"The packages in " + this.virtualEnv + " were installed for Python " + String.join(" and ", made)
							+ ", but " + probe.executable() + " is CPython " + probe.version() + ".",
					"Make the environment anew with '" + probe.executable()
							+ " -m venv', or set wsgi.python-home to a CPython " + made.getFirst() + ".");
		}
	}

	private static List<String> versionsOf(Path environment) {
		if (Files.isRegularFile(environment.resolve(VIRTUAL_ENV_FILE))) {
			String version = setting(environment, VERSION);
			if (!version.isEmpty()) {
				return List.of(version);
			}
		}
		try (Stream<Path> libraries = Files.list(environment.resolve("lib"))) {
			return libraries.map((directory) -> directory.getFileName().toString())
				.filter((name) -> name.matches("python3\\.\\d+t?"))
				.map((name) -> name.replaceAll("[^\\d.]", ""))
				.toList();
		}
		catch (IOException ex) {
			return List.of();
		}
	}

	private static String setting(Path environment, Pattern pattern) {
		try {
			Matcher matcher = pattern.matcher(Files.readString(environment.resolve(VIRTUAL_ENV_FILE)));
			return matcher.find() ? matcher.group(1) : "";
		}
		catch (IOException ex) {
			return "";
		}
	}

}
