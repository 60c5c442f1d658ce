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

package io.wsgi.spring.boot.worker;

import java.util.function.Consumer;

import io.wsgi.spring.boot.python.PythonApplication;
import io.wsgi.spring.boot.python.PythonInterpreter;

/**
 * Loads the application of a pool in an interpreter.
 *
 * @param settings the settings of the pool
 * @param errors takes what the application writes to {@code wsgi.errors}
 * @author wsgi-spring-boot contributors
 */
record ApplicationLoader(WorkerSettings settings, Consumer<String> errors) {

	PythonApplication load(PythonInterpreter interpreter) {
		return interpreter.load(this.settings.target(), isMultithread(), isMultiprocess(), this.errors);
	}

	PythonApplication reload(PythonInterpreter interpreter) {
		return interpreter.reload(this.settings.target(), isMultithread(), isMultiprocess(), this.errors);
	}

	private boolean isMultithread() {
		return this.settings.threads() > 1;
	}

	private boolean isMultiprocess() {
		// Workers share nothing, as processes do
		return this.settings.workers() > 1;
	}

}
