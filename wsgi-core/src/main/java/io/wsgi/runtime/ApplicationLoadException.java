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

package io.wsgi.runtime;

import java.util.List;

/**
 * Thrown when the application that {@code wsgi.app} names cannot be loaded.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public class ApplicationLoadException extends RuntimeException {

	private final String target;

	private final Reason reason;

	private final String traceback;

	private final List<String> path;

	/**
	 * Create a new exception.
	 * @param target the value of {@code wsgi.app}
	 * @param reason the kind of failure
	 * @param message what is wrong
	 * @param traceback the Python traceback, or an empty string
	 * @param path the {@code sys.path} in force
	 */
	public ApplicationLoadException(String target, Reason reason, String message, String traceback, List<String> path) {
		super((reason == Reason.NO_SUCH_FUNCTION) ? "Java code calls a function that Python does not have: " + message
				: "The application '" + target + "' could not be loaded: " + message);
		this.target = target;
		this.reason = reason;
		this.traceback = traceback;
		this.path = List.copyOf(path);
	}

	public String getTarget() {
		return this.target;
	}

	public Reason getReason() {
		return this.reason;
	}

	public String getTraceback() {
		return this.traceback;
	}

	public List<String> getPath() {
		return this.path;
	}

	/**
	 * The kinds of failure.
	 */
	public enum Reason {

		/**
		 * The module of the application does not exist.
		 */
		NO_SUCH_MODULE,

		/**
		 * A module that the application imports does not exist.
		 */
		MISSING_DEPENDENCY,

		/**
		 * An extension that the application imports was built for another Python than the
		 * one that runs.
		 */
		FOREIGN_EXTENSION,

		/**
		 * A module of the application is not valid Python.
		 */
		SYNTAX_ERROR,

		/**
		 * The module of the application raised an exception while it was imported.
		 */
		IMPORT_FAILED,

		/**
		 * The module has no attribute of that name.
		 */
		NO_SUCH_ATTRIBUTE,

		/**
		 * The part after the colon is neither a name nor a call with literal arguments.
		 */
		BAD_EXPRESSION,

		/**
		 * The factory raised an exception.
		 */
		FACTORY_FAILED,

		/**
		 * What was found is not a callable.
		 */
		NOT_CALLABLE,

		/**
		 * What was found is an application neither of WSGI nor of ASGI 3.
		 */
		UNKNOWN_INTERFACE,

		/**
		 * The application did not start as ASGI's Lifespan protocol has it.
		 */
		LIFESPAN_FAILED,

		/**
		 * The hooks of {@code wsgi.hooks} could not be loaded, or one raised an
		 * exception.
		 */
		HOOKS_FAILED,

		/**
		 * A function that Java code calls is not there, or does not have the parameters
		 * that it is called with.
		 */
		NO_SUCH_FUNCTION,

		/**
		 * Importing the application and warming up took longer than
		 * {@code wsgi.boot-timeout}. The traceback tells where it was.
		 */
		TIMED_OUT

	}

}
