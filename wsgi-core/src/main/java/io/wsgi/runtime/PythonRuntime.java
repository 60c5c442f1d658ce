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

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * A Python that runs in this JVM.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public interface PythonRuntime {

	/**
	 * Return the name of the implementation, as {@code sys.implementation.name} has it.
	 * @return the name, such as {@code graalpy}
	 */
	String name();

	/**
	 * Return the version of the implementation.
	 * @return the version, such as {@code 25.0.3}
	 */
	String version();

	/**
	 * Return the version of the Python language.
	 * @return the version, such as {@code 3.12.8}
	 */
	String pythonVersion();

	/**
	 * Return whether Python code runs at the full speed of this implementation. If not, a
	 * compiler is missing that it could have.
	 * @return whether nothing is missing
	 */
	boolean optimized();

	/**
	 * Return the executable of the installation that is used.
	 * @return the executable, or {@code null} if the Python comes with this JVM's class
	 * path
	 */
	default @Nullable Path executable() {
		return null;
	}

	/**
	 * Make an interpreter, on a thread that lives as long as it.
	 * @param settings what to make it with
	 * @param log takes what is logged and printed; {@code null} to leave that as it is in
	 * Python
	 * @return the interpreter
	 */
	PythonInterpreter newInterpreter(PythonSettings settings, @Nullable LogBridge log);

}
