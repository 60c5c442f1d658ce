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
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.nio.charset.Charset;

import io.wsgi.runtime.PythonUnavailableException;

/**
 * Initializes CPython: in UTF-8 mode, without signal handlers and arguments of its own,
 * as the executable of the installation, whose environment variables count.
 *
 * @author wsgi-spring-boot contributors
 */
final class Initialization {

	private static final int OPAQUE_CONFIGURATION_SINCE = 14;

	// PyStatus: type, function, message, exit code
	private static final StructLayout STATUS = MemoryLayout.structLayout(ValueLayout.JAVA_INT,
			MemoryLayout.paddingLayout(4), ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT,
			MemoryLayout.paddingLayout(4));

	private static final long MESSAGE_OF_STATUS = 16;

	// PyPreConfig, which is the same in 3.11 to 3.13
	private static final long SIZE_OF_PRECONFIG = 64;

	private static final int CONFIGURE_LOCALE = 16;

	private static final int COERCE_C_LOCALE = 20;

	private static final int UTF8_MODE = 28;

	private final NativeLibrary library;

	private final PythonInstallation installation;

	Initialization(NativeLibrary library, PythonInstallation installation) {
		this.library = library;
		this.installation = installation;
	}

	/**
	 * Initialize it. The current thread becomes Python's main thread, and is inside
	 * afterwards.
	 * @throws PythonUnavailableException if that fails
	 */
	void run() {
		if (this.installation.minorVersion() >= OPAQUE_CONFIGURATION_SINCE) {
			initialize();
		}
		else {
			initializeAsBefore();
		}
	}

	private void initialize() {
		NativeFunction setNumber = this.library.function("PyInitConfig_SetInt", 3);
		long configuration = this.library.function("PyInitConfig_Create", 0).call();
		try (Arena arena = Arena.ofConfined()) {
			String[] names = { "isolated", "use_environment", "user_site_directory", "utf8_mode", "safe_path",
					"install_signal_handlers" };
			int[] values = { 0, 1, 1, 1, 1, 0 };
			for (int i = 0; i < names.length; i++) {
				setNumber.call(configuration, arena.allocateFrom(names[i]).address(), values[i]);
			}
			this.library.function("PyInitConfig_SetStr", 3)
				.call(configuration, arena.allocateFrom("program_name").address(),
						arena.allocateFrom(this.installation.executable().toString()).address());
			int result = (int) this.library.function("Py_InitializeFromInitConfig", 1).call(configuration);
			if (result < 0) {
				long message = arena.allocate(ValueLayout.JAVA_LONG).address();
				this.library.function("PyInitConfig_GetError", 2).call(configuration, message);
				throw failed(NativeMemory.text(NativeMemory.word(message)));
			}
		}
		finally {
			this.library.function("PyInitConfig_Free", 1).call(configuration);
		}
	}

	private void initializeAsBefore() {
		try (Arena arena = Arena.ofConfined()) {
			long configuration = arena.allocate(SIZE_OF_PRECONFIG, Long.BYTES).address();
			this.library.function("PyPreConfig_InitPythonConfig", 1).call(configuration);
			NativeMemory.setInt(configuration + CONFIGURE_LOCALE, 0);
			NativeMemory.setInt(configuration + COERCE_C_LOCALE, 0);
			NativeMemory.setInt(configuration + UTF8_MODE, 1);
			preinitialize(arena, configuration);
		}
		// In the encoding of wchar_t
		byte[] name = (this.installation.executable() + "\0").getBytes(Charset.forName("UTF-32LE"));
		this.library.function("Py_SetProgramName", 1)
			.call(Arena.global().allocateFrom(ValueLayout.JAVA_BYTE, name).address());
		this.library.function("Py_InitializeEx", 1).call(0);
	}

	private void preinitialize(Arena arena, long configuration) {
		MemorySegment status;
		try {
			status = (MemorySegment) this.library.function("Py_PreInitialize", STATUS)
				.invokeExact((SegmentAllocator) arena, configuration);
		}
		catch (Throwable ex) {
			throw NativeFunction.unexpected(ex);
		}
		long message = status.get(ValueLayout.JAVA_LONG, MESSAGE_OF_STATUS);
		if (message != 0) {
			throw failed(NativeMemory.text(message));
		}
	}

	private PythonUnavailableException failed(String reason) {
		return new PythonUnavailableException(
				"CPython " + this.installation.version() + " (" + this.installation.library()
						+ ") cannot be initialized: " + reason + ".",
				"Install it anew, or set wsgi.python-home to the directory of another installation.");
	}

}
