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

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;

import io.wsgi.runtime.PythonUnavailableException;

/**
 * The CPython in this process. There is one at most, and for good: extension modules
 * cannot be loaded a second time. Whoever comes first initializes it; whoever comes later
 * finds it as it is.
 *
 * @author wsgi-spring-boot contributors
 */
final class CPython {

	private final PythonObjects objects;

	private final PythonThreads threads;

	private final HostFunctions hostFunctions;

	private final CallInterrupter interrupter;

	private final NativeFunction importModule;

	private CPython(PythonInstallation installation, NativeLibrary library, List<Path> path) {
		this.objects = new PythonObjects(library);
		this.threads = new PythonThreads(library);
		this.hostFunctions = new HostFunctions(library, this.objects);
		this.importModule = library.function("PyImport_ImportModule", 1);
		if ((int) library.function("Py_IsInitialized", 0).call() == 0) {
			new Initialization(library, installation).run();
			try {
				addToPath(library, path);
				findMainThread(library);
			}
			finally {
				this.threads.leave();
			}
		}
		this.interrupter = this.threads.inside(() -> new CallInterrupter(library, this.objects, this.threads,
				module("wsgi_cpython.interruption"), this.hostFunctions));
	}

	/**
	 * Load and initialize CPython, if that has not happened yet.
	 * @param installation what to load
	 * @param path where to find the server's own modules
	 * @return the CPython in this process
	 * @throws PythonUnavailableException if that fails, or another Python is there
	 * already
	 */
	static CPython open(PythonInstallation installation, List<Path> path) {
		synchronized (CPython.class) {
			NativeLibrary library = NativeLibrary.load(installation.library());
			if (library.isHidden("Py_IsInitialized")) {
				throw new PythonUnavailableException(
						"This process has loaded another Python already, beside which CPython " + installation.version()
								+ " cannot run.",
						"Start the process again, and use one Python in it.");
			}
			return new CPython(installation, library, path);
		}
	}

	private void addToPath(NativeLibrary library, List<Path> path) {
		try (Arena arena = Arena.ofConfined()) {
			long list = library.function("PySys_GetObject", 1).call(arena.allocateFrom("path").address());
			NativeFunction insert = library.function("PyList_Insert", 3);
			for (Path directory : path.reversed()) {
				long entry = this.objects.string(directory.toString());
				insert.call(list, 0, entry);
				this.objects.release(entry);
			}
		}
	}

	private void findMainThread(NativeLibrary library) {
		PythonModule interruption = module("wsgi_cpython.interruption");
		BooleanSupplier isMain = () -> interruption.test("can_handle_signals");
		interruption.run("keep_main_thread", MainThread.find(library, this.threads.identity(), isMain).address());
	}

	/**
	 * Import a module. To be called inside Python.
	 * @param name its name
	 * @return the module, which stays for good
	 */
	PythonModule module(String name) {
		try (Arena arena = Arena.ofConfined()) {
			return new PythonModule(this.objects,
					this.objects.errors().checked(this.importModule.call(arena.allocateFrom(name).address())));
		}
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

	CallInterrupter interrupter() {
		return this.interrupter;
	}

}
