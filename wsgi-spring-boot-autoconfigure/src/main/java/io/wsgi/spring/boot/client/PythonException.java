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

package io.wsgi.spring.boot.client;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a function of Python has raised an exception. Its stack trace begins with
 * the frames of Python.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class PythonException extends PythonClientException {

	private static final long serialVersionUID = 1L;

	private final ArrayList<String> types;

	private final @Nullable String pythonMessage;

	private final String traceback;

	/**
	 * Create a new exception.
	 * @param types the name of the Python class, and of those above it
	 * @param message the text of the exception, or {@code null}
	 * @param traceback the traceback, as Python prints it
	 * @param frames where it was raised, from the outermost call to the innermost
	 */
	public PythonException(List<String> types, @Nullable String message, String traceback,
			List<StackTraceElement> frames) {
		super((message == null || message.isEmpty()) ? types.get(0) : types.get(0) + ": " + message);
		this.types = new ArrayList<>(types);
		this.pythonMessage = message;
		this.traceback = traceback;
		List<StackTraceElement> trace = new ArrayList<>(frames);
		Collections.reverse(trace);
		trace.addAll(Arrays.asList(getStackTrace()));
		setStackTrace(trace.toArray(StackTraceElement[]::new));
	}

	/**
	 * Return the Python class of the exception.
	 * @return its name, such as {@code ValueError} or {@code shop.pricing.NoPrice}
	 */
	public String getType() {
		return this.types.get(0);
	}

	/**
	 * Return whether the exception is of a Python class, or of one below it.
	 * @param type the name of the class
	 * @return whether it is
	 */
	public boolean isA(String type) {
		return this.types.contains(type);
	}

	/**
	 * Return the text of the exception in Python.
	 * @return the text, or {@code null} if it has none that can be read
	 */
	public @Nullable String getPythonMessage() {
		return this.pythonMessage;
	}

	/**
	 * Return the traceback, with the causes of the exception.
	 * @return the traceback, as Python prints it
	 */
	public String getTraceback() {
		return this.traceback;
	}

}
