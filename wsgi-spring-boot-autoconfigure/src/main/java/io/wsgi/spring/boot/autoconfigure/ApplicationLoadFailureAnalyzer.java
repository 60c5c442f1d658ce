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

package io.wsgi.spring.boot.autoconfigure;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.wsgi.runtime.ApplicationLoadException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.env.Environment;

/**
 * {@link FailureAnalyzer} for {@link ApplicationLoadException}.
 *
 * @author wsgi-spring-boot contributors
 */
class ApplicationLoadFailureAnalyzer extends AbstractFailureAnalyzer<ApplicationLoadException> {

	// What the dynamic linker says, also in the middle of other exceptions
	private static final Pattern MISSING_LIBRARY = Pattern.compile("([^\\s'\"/]+): cannot open shared object file");

	private static final String NOT_FOR_CPYTHON = "was not built for CPython";

	// What an application is told whose native module has come too late, see
	// native_modules.py
	private static final String NATIVE_MODULES_ELSEWHERE = "native modules work in one worker of a JVM";

	private final Environment environment;

	ApplicationLoadFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, ApplicationLoadException cause) {
		StringBuilder description = new StringBuilder(cause.getMessage()).append('.');
		if (!cause.getTraceback().isEmpty()) {
			description.append(System.lineSeparator()).append(System.lineSeparator()).append(cause.getTraceback());
		}
		return new FailureAnalysis(description.toString(), action(cause), cause);
	}

	private String action(ApplicationLoadException cause) {
		ApplicationProperties properties = ApplicationProperties.find(this.environment, cause.getTarget());
		String app = properties.appProperty();
		return switch (cause.getReason()) {
			case NO_SUCH_MODULE -> "Correct " + app + ", or add the directory that holds the module to "
					+ properties.pythonPath().property() + ". Python looked in:" + System.lineSeparator() + "    "
					+ String.join(System.lineSeparator() + "    ", cause.getPath());
			case MISSING_DEPENDENCY ->
				"Install the package that holds the module: add it to " + "requirements.txt, or point "
						+ properties.virtualEnv().property() + " to a directory where it is installed.";
			case FOREIGN_EXTENSION -> String.valueOf(cause.getMessage()).contains(NOT_FOR_CPYTHON)
					? "Install the package anew with the pip of the CPython "
							+ "that runs the application: the extension is for another version of it."
					: "Install the package with GraalPy's pip, which graalpy-maven-plugin does: it takes a "
							+ "build for GraalPy or makes one. Or run the application on CPython (wsgi.runtime=cpython), "
							+ "which takes any package, or use one in pure Python in its place.";
			case SYNTAX_ERROR -> "Correct the Python source. Syntax that is newer than this Python is an error, too.";
			case IMPORT_FAILED, FACTORY_FAILED -> correction(cause, properties);
			case NO_SUCH_ATTRIBUTE, BAD_EXPRESSION, NOT_CALLABLE -> "Set " + app + " to 'module:attribute' or "
					+ "'module:factory()', where the attribute, or what the factory returns, is a WSGI application.";
			case UNKNOWN_INTERFACE -> "Name an application of WSGI or of ASGI 3. If it is one and was not recognized, "
					+ "set " + properties.applicationInterface().property() + " to 'wsgi' or 'asgi'.";
			case LIFESPAN_FAILED -> "Look at what the application does when it starts. One that knows no lifespan "
					+ "events is served with " + properties.lifespan().property() + "=off.";
			case HOOKS_FAILED -> "Set " + properties.hooks().property()
					+ " to the name of a Python module, or to a file such as gunicorn.conf.py, with functions post_worker_init, pre_request, post_request or worker_exit.";
			case NO_SUCH_FUNCTION ->
				"Add the function to the Python module, or correct the interface with @PythonClient: its module, "
						+ "the name of the method or that in @PythonFunction, and the parameters.";
			case TIMED_OUT -> "Look at where it was: it may wait for a server that does not answer. If the application "
					+ "needs that time, or its warm-up requests do, set " + properties.bootTimeout().property()
					+ " to more.";
		};
	}

	private String correction(ApplicationLoadException cause, ApplicationProperties properties) {
		String problem = cause.getMessage() + cause.getTraceback();
		if (problem.contains(NATIVE_MODULES_ELSEWHERE)) {
			return "Run the application in a process of its own, or let it do without the native module that is named: "
					+ "of the applications in wsgi.apps, one can use native modules.";
		}
		Matcher library = MISSING_LIBRARY.matcher(problem);
		if (library.find()) {
			return "Install the system library " + library.group(1) + " on the machine, or in the image, where the "
					+ "application runs: a Python package needs it.";
		}
		return "Correct what raises the exception in the Python code above. "
				+ "Environment variables that it needs can be given with " + properties.ownEnv().property() + ".";
	}

}
