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

package io.wsgi.graalpy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Which implementation of the functions of the operating system Python gets.
 * <p>
 * GraalPy's emulation in Java has virtual file descriptors and processes: locks of files,
 * modes, Unix sockets, pipes between processes and more are missing or wrong there. Its
 * native one calls the C library. It is taken where GraalPy brings it, and where a thread
 * that waits in the C library can be woken up.
 *
 * @author wsgi-spring-boot contributors
 */
final class PosixBackend {

	static final String OPTION = "python.PosixModuleBackend";

	private static final String NATIVE = "native";

	private static final String JAVA = "java";

	private PosixBackend() {
	}

	/**
	 * Add the options for the backend, unless one was chosen.
	 * @param options the options of the engine
	 */
	static void apply(Map<String, String> options) {
		options.putIfAbsent(OPTION, isSupported() ? NATIVE : JAVA);
		if (isNative(options)) {
			// It warns that standard streams are those of the process, which is as wanted
			options.putIfAbsent("log.python.com.oracle.graal.python.runtime.PythonContext.level", "SEVERE");
		}
	}

	/**
	 * Return whether descriptors are those of the process.
	 * @param options options of the engine, in which the backend may have been chosen
	 * @return whether the backend is that of the C library
	 */
	static boolean isNative(Map<String, String> options) {
		String chosen = options.get(OPTION);
		return (chosen != null) ? chosen.equals(NATIVE) : isSupported();
	}

	private static boolean isSupported() {
		String architecture = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
		return "Linux".equals(System.getProperty("os.name"))
				&& (architecture.equals("amd64") || architecture.equals("aarch64")) && !isMusl()
				&& ThreadSignals.find() != null;
	}

	static boolean isMusl() {
		// The library is linked against glibc
		return Files.exists(Path.of("/lib/ld-musl-x86_64.so.1")) || Files.exists(Path.of("/lib/ld-musl-aarch64.so.1"));
	}

}
