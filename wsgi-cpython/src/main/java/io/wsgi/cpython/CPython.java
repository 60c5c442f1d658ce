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

import java.util.function.BooleanSupplier;

/**
 * The CPython in this process. There is one at most, and for good: extension modules
 * cannot be loaded a second time. Whoever comes first initializes it; whoever comes later
 * finds it as it is.
 *
 * @author wsgi-spring-boot contributors
 */
final class CPython {

	private final PythonInstallation installation;

	private final PythonObjects objects;

	private final PythonThreads threads;

	private final HostFunctions hostFunctions;

	private final Bridge bridge;

	private final CallInterrupter interrupter;

	private CPython(PythonInstallation installation, NativeLibrary library) {
		this.installation = installation;
		this.objects = new PythonObjects(library);
		this.threads = new PythonThreads(library);
		boolean initialized = (int) library.function("Py_IsInitialized", 0).call() != 0;
		if (initialized) {
			this.bridge = this.threads.inside(() -> Bridge.find(library, this.objects));
		}
		else {
			new Initialization(library, installation).run();
			this.bridge = Bridge.create(library, this.objects);
			BooleanSupplier isMain = () -> this.bridge.test("can_handle_signals");
			this.bridge.run("keep_main_thread", MainThread.find(library, this.threads.identity(), isMain).address());
			this.threads.leave();
		}
		MainThread mainThread = new MainThread(this.threads.inside(() -> this.bridge.number("main_thread_address")));
		this.hostFunctions = new HostFunctions(library, this.objects);
		this.interrupter = this.threads
			.inside(() -> new CallInterrupter(library, this.objects, this.threads, this.bridge,
					this.hostFunctions));
	}

	/**
	 * Load and initialize CPython, if that has not happened yet.
	 * @param installation what to load
	 * @return the CPython in this process
	 * @throws PythonUnavailableException if that fails, or another Python is there
	 * already
	 */
	static CPython open(PythonInstallation installation) {
		synchronized (CPython.class) {
			NativeLibrary library = NativeLibrary.load(installation.library());
			if (library.isHidden("Py_IsInitialized")) {
				throw new PythonUnavailableException(
						"This process has loaded another Python already, beside which CPython " + installation.version()
								+ " cannot run.",
						"Start the process again, and use one Python in it.");
			}
			return new CPython(installation, library);
		}
	}

	PythonInstallation installation() {
		return this.installation;
	}

	PythonObjects objects() {
		return this.objects;
	}

	PythonThreads threads() {
		return this.threads;
	}

	HostFunctions hostFunctions() {
		return this.hostFunctions;
	}

	Bridge bridge() {
		return this.bridge;
	}

	CallInterrupter interrupter() {
		return this.interrupter;
	}

}
