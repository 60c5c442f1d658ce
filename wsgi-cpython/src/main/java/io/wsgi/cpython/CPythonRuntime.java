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

import java.nio.file.Path;

import io.wsgi.runtime.LogBridge;
import io.wsgi.runtime.PythonInterpreter;
import io.wsgi.runtime.PythonRuntime;
import io.wsgi.runtime.PythonSettings;
import org.jspecify.annotations.Nullable;

/**
 * CPython in this JVM. All interpreters are the one that a process can have: they share
 * their modules and the global interpreter lock.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class CPythonRuntime implements PythonRuntime {

	private static final String NAME = "cpython";

	private final PythonInstallation installation;

	private @Nullable CPython python;

	/**
	 * Create a new instance. Loads nothing yet.
	 * @param installation the CPython to load
	 */
	public CPythonRuntime(PythonInstallation installation) {
		this.installation = installation;
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public String version() {
		return this.installation.version() + (this.installation.freeThreaded() ? " free-threaded" : "");
	}

	@Override
	public String pythonVersion() {
		return this.installation.version();
	}

	@Override
	public boolean optimized() {
		return true;
	}

	@Override
	public Path executable() {
		return this.installation.executable();
	}

	@Override
	public PythonInterpreter newInterpreter(PythonSettings settings, @Nullable LogBridge log) {
		return new CPythonInterpreter(open(settings), "CPython " + version() + ", of which a process can have one",
				settings, log);
	}

	private synchronized CPython open(PythonSettings settings) {
		CPython opened = this.python;
		if (opened == null) {
			opened = CPython.open(this.installation, settings.path());
			this.python = opened;
		}
		return opened;
	}

}
