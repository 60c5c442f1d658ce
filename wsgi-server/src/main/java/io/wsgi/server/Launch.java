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

package io.wsgi.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.wsgi.runtime.CacheDirectory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Turns a command line into what Spring Boot starts with.
 *
 * @author wsgi-spring-boot contributors
 */
class Launch {

	private static final String CONFIGURATION_FILE = "gunicorn.conf.py";

	private static final String CPYTHON = "cpython";

	// Not in every package of the server
	private static final String GRAALPY = "io.wsgi.graalpy.GraalPyRuntime";

	private static final String HOOKS = "wsgi.hooks";

	private static final String CHDIR = "--chdir";

	private static final List<String> VARIABLES = List.of("GUNICORN_CMD_ARGS", "FORWARDED_ALLOW_IPS", "SCRIPT_NAME");

	private final CommandLine commandLine;

	private final Map<String, String> environment;

	private final Path directory;

	/**
	 * Create a new launch.
	 * @param commandLine the command line
	 * @param environment the environment variables
	 * @param directory the directory in which the command was given. It need not be the
	 * working directory any more
	 */
	Launch(CommandLine commandLine, Map<String, String> environment, Path directory) {
		this.commandLine = commandLine;
		this.environment = environment;
		this.directory = directory.toAbsolutePath();
	}

	/**
	 * Return the properties that count unless something else says otherwise.
	 * @return names and values
	 */
	Map<String, Object> defaults() {
		Map<String, Object> defaults = new LinkedHashMap<>();
		String port = this.environment.getOrDefault("PORT", "");
		defaults.put("server.address", port.isEmpty() ? "127.0.0.1" : "0.0.0.0");
		defaults.put("server.port", port.isEmpty() ? "8000" : port);
		defaults.put("spring.application.name", "wsgi-server");
		defaults.put("spring.main.banner-mode", "off");
		// Nothing here goes by the path but the application
		defaults.put("wsgi.ambiguous-paths", "allow");
		defaults.put("wsgi.python-path", Path.of("").toAbsolutePath().toString());
		VirtualEnvironment virtualEnvironment = virtualEnvironment();
		if (virtualEnvironment != null) {
			defaults.put("wsgi.virtual-env", virtualEnvironment.directory().toString());
			virtualEnvironment.runtime().ifPresent((runtime) -> defaults.put("wsgi.runtime", runtime));
		}
		return defaults;
	}

	/**
	 * Return the arguments for Spring Boot.
	 * @return properties of the form {@code --name=value}
	 * @throws UsageException if the command line or a configuration file is not valid
	 */
	List<String> arguments() {
		Map<String, String> properties = new LinkedHashMap<>(translate());
		properties.putAll(this.commandLine.properties());
		List<String> arguments = new ArrayList<>();
		properties.forEach((name, value) -> arguments.add("--" + name + "=" + value));
		return arguments;
	}

	/**
	 * Return the equivalent {@code application.yml}.
	 * @return its lines
	 * @throws UsageException if the command line or a configuration file is not valid
	 */
	List<String> configuration() {
		List<String> arguments = new ArrayList<>(this.commandLine.gunicorn());
		if (this.commandLine.chdir() != null) {
			arguments.addAll(List.of(CHDIR, this.commandLine.chdir()));
		}
		return read(arguments).lines();
	}

	private Map<String, String> translate() {
		checkWorkingDirectory("--chdir", this.commandLine.chdir());
		if (!hasConfigurationFile() && !hasVariablesOfGunicorn()) {
			Map<String, String> properties = this.commandLine.translate();
			if (properties != null) {
				return properties;
			}
		}
		return translateAll();
	}

	private Map<String, String> translateAll() {
		List<String> arguments = new ArrayList<>(this.commandLine.gunicorn());
		if (this.commandLine.chdir() != null) {
			// It is the working directory already
			arguments.addAll(List.of(CHDIR, "."));
		}
		GunicornReader.Result result = read(arguments);
		if (this.commandLine.chdir() == null) {
			checkWorkingDirectory("chdir in " + CONFIGURATION_FILE + " or GUNICORN_CMD_ARGS", result.chdir());
		}
		if (result.notes().containsKey("bind") && !result.properties().containsKey("server.port")) {
			throw new UsageException("bind: " + result.notes().get("bind"));
		}
		result.notes().forEach((name, reason) -> System.err.println("wsgi-server: " + name + ": " + reason));
		Map<String, String> properties = new LinkedHashMap<>(result.properties());
		properties.computeIfPresent(HOOKS,
				(name, file) -> file.endsWith(".py") ? this.directory.resolve(file).toString() : file);
		return properties;
	}

	private GunicornReader.Result read(List<String> arguments) {
		try (GunicornReader reader = reader()) {
			return reader.read(arguments, this.environment, this.directory);
		}
	}

	private GunicornReader reader() {
		VirtualEnvironment packages = virtualEnvironment();
		String named = this.commandLine.properties().get("wsgi.runtime");
		String runtime = (named != null || packages == null) ? named : packages.runtime().orElse(null);
		if (CPYTHON.equals(runtime) || !ClassUtils.isPresent(GRAALPY, null)) {
			return new CPythonGunicornReader(executable(packages));
		}
		return new GraalPyGunicornReader((packages != null) ? packages.directory().toString() : null,
				cache().resolve("bytecode"));
	}

	// In the order of the runtime
	private String executable(@Nullable VirtualEnvironment packages) {
		String home = this.commandLine.properties().get("wsgi.python-home");
		Path directory = (home != null) ? Path.of(home) : (packages != null) ? packages.directory() : Path.of("");
		Path executable = directory.resolve("bin/python3");
		return Files.isExecutable(executable) ? executable.toAbsolutePath().toString() : "python3";
	}

	private @Nullable VirtualEnvironment virtualEnvironment() {
		String named = this.commandLine.properties().get("wsgi.virtual-env");
		String directory = (named != null) ? named : this.environment.get("VIRTUAL_ENV");
		return (directory != null) ? new VirtualEnvironment(Path.of(directory))
				: VirtualEnvironment.in(Path.of("").toAbsolutePath(), this.directory).orElse(null);
	}

	// The same as the application's
	private Path cache() {
		String configured = this.commandLine.properties().get("wsgi.cache-dir");
		return (configured != null) ? CacheDirectory.of(Path.of(configured)) : CacheDirectory.ofUser();
	}

	private boolean hasVariablesOfGunicorn() {
		return VARIABLES.stream().anyMatch((name) -> !this.environment.getOrDefault(name, "").isEmpty());
	}

	private boolean hasConfigurationFile() {
		return Files.exists(this.directory.resolve(CONFIGURATION_FILE));
	}

	// A Java process cannot change it
	private void checkWorkingDirectory(String setting, @Nullable String wanted) {
		if (wanted == null) {
			return;
		}
		try {
			if (!Files.isSameFile(this.directory.resolve(wanted), Path.of(""))) {
				throw new UsageException(setting + ": start wsgi-server in " + wanted + ", or bin/wsgi-server with "
						+ CHDIR + " " + wanted);
			}
		}
		catch (IOException ex) {
			throw new UsageException(setting + ": there is no directory " + wanted);
		}
	}

}
