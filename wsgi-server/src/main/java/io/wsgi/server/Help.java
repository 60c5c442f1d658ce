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

import java.util.Arrays;
import java.util.stream.Collectors;

import io.wsgi.graalpy.GraalPyRuntime;
import io.wsgi.runtime.PythonRuntime;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * What {@code --help} and {@code --version} print.
 *
 * @author wsgi-spring-boot contributors
 */
final class Help {

	private static final String GRAALPY = "io.wsgi.graalpy.GraalPyRuntime";

	private Help() {
	}

	static String line(String names, String help) {
		return "  %-30s %s%n".formatted(names, help);
	}

	static String text() {
		String options = Arrays.stream(GunicornOption.values())
			.map(GunicornOption::usage)
			.collect(Collectors.joining());
		return """
				Usage: wsgi-server [option…] [module:app]

				Serves a Python WSGI application with gunicorn's options, from the current directory.

				%s%s%s%s%s%s%s%s
				Other options of gunicorn are taken, too: what they become, and which have no
				meaning here, tells --print-config. Each property of Spring Boot and wsgi-spring-boot
				is an option of the form --name=value, such as --wsgi.queue-timeout=5s.
				""".formatted(options, line("-c, --config FILE", "gunicorn's configuration file; ./gunicorn.conf.py"),
				line("--chdir DIR", "working directory"),
				line("--virtual-env DIR", "virtual environment, or packages; $VIRTUAL_ENV, .venv or venv"),
				line("--runtime NAME", "graalpy, or cpython: an installed one; that of the environment"),
				line("--print-config", "print the application.yml for this command line, and end"),
				line("-v, --version", "print the versions, and end"), line("-h, --help", "print this, and end"));
	}

	static String version() {
		@Nullable String version = Help.class.getPackage().getImplementationVersion();
		String number = (version != null) ? version : "development";
		return "wsgi-server %s (%s)%n".formatted(number,
				ClassUtils.isPresent(GRAALPY, null) ? graalPy() : "for an installed CPython");
	}

	private static String graalPy() {
		PythonRuntime runtime = GraalPyRuntime.detect();
		return "Python %s on GraalPy %s%s".formatted(runtime.pythonVersion(), runtime.version(),
				runtime.optimized() ? " with JIT" : "");
	}

}
