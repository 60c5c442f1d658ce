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
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

import io.wsgi.runtime.PythonUnavailableException;

/**
 * A shared library whose symbols are visible to all that is loaded after it, which
 * {@link java.lang.foreign.SymbolLookup} cannot: extension modules of Python find those
 * of libpython so.
 *
 * @author wsgi-spring-boot contributors
 */
@SuppressWarnings("restricted")
final class NativeLibrary {

	private static final int RTLD_NOW = 2;

	// <dlfcn.h> of Linux and of macOS
	private static final int RTLD_GLOBAL = System.getProperty("os.name").startsWith("Mac") ? 8 : 0x100;

	private static final long RTLD_DEFAULT = System.getProperty("os.name").startsWith("Mac") ? -2 : 0;

	private final Linker linker = Linker.nativeLinker();

	private final NativeFunction findSymbol;

	private final long handle;

	private NativeLibrary(long handle, NativeFunction findSymbol) {
		this.handle = handle;
		this.findSymbol = findSymbol;
	}

	/**
	 * Load a library, or find it loaded.
	 * @param file the file
	 * @return the library
	 * @throws PythonUnavailableException if it cannot be loaded
	 */
	static NativeLibrary load(Path file) {
		Linker linker = Linker.nativeLinker();
		if (linker.defaultLookup().find("dlopen").isEmpty()) {
			throw new PythonUnavailableException("CPython cannot be loaded on " + System.getProperty("os.name") + ".",
					"Use Linux or macOS, or set wsgi.runtime to another runtime.");
		}
		NativeFunction open = ofSystem(linker, "dlopen", 2);
		NativeFunction error = ofSystem(linker, "dlerror", 0);
		try (Arena arena = Arena.ofConfined()) {
			long handle = open.call(arena.allocateFrom(file.toString()).address(), RTLD_NOW | RTLD_GLOBAL);
			if (handle == 0) {
				String reason = NativeMemory.text(error.call());
				throw new PythonUnavailableException("The library of CPython cannot be loaded: " + reason + ".",
						"Install a Python that was built for this system and architecture ("
								+ System.getProperty("os.arch") + "), and what it needs.");
			}
			return new NativeLibrary(handle, ofSystem(linker, "dlsym", 2));
		}
	}

	private static NativeFunction ofSystem(Linker linker, String name, int parameters) {
		MemorySegment address = linker.defaultLookup().find(name).orElseThrow();
		return new NativeFunction(linker.downcallHandle(address, NativeFunction.descriptor(parameters)));
	}

	/**
	 * Return a function of the system.
	 * @param name the name
	 * @param parameters the number of its parameters
	 * @return the function
	 */
	NativeFunction systemFunction(String name, int parameters) {
		return ofSystem(this.linker, name, parameters);
	}

	/**
	 * Return whether there is a symbol.
	 * @param name the name
	 * @return whether the library has it
	 */
	boolean has(String name) {
		return find(name) != 0;
	}

	private long find(String name) {
		try (Arena arena = Arena.ofConfined()) {
			return this.findSymbol.call(this.handle, arena.allocateFrom(name).address());
		}
	}

	/**
	 * Return the address of a variable.
	 * @param name the name
	 * @return the address
	 */
	long address(String name) {
		long address = find(name);
		if (address == 0) {
			throw new PythonUnavailableException("The library of CPython has no " + name + ".",
					"Install CPython 3.11 to 3.14.");
		}
		return address;
	}

	/**
	 * Tell whether the symbols of another library stand in front of those of this one.
	 * @param name a symbol
	 * @return whether extension modules would find that of another library
	 */
	boolean isHidden(String name) {
		try (Arena arena = Arena.ofConfined()) {
			return this.findSymbol.call(RTLD_DEFAULT, arena.allocateFrom(name).address()) != find(name);
		}
	}

	/**
	 * Return what a variable points to.
	 * @param name the name
	 * @return the pointer that the variable holds
	 */
	long pointer(String name) {
		return NativeMemory.word(address(name));
	}

	NativeFunction function(String name, int parameters) {
		return new NativeFunction(this.linker.downcallHandle(MemorySegment.ofAddress(address(name)),
				NativeFunction.descriptor(parameters)));
	}

	/**
	 * Return a function that takes a word and returns a structure.
	 * @param name the name
	 * @param result the structure
	 * @return the function, whose first parameter allocates the structure
	 */
	MethodHandle function(String name, MemoryLayout result) {
		return this.linker.downcallHandle(MemorySegment.ofAddress(address(name)),
				FunctionDescriptor.of(result, ValueLayout.JAVA_LONG));
	}

	CopyingFunction copyingFunction(String name) {
		return new CopyingFunction(this.linker.downcallHandle(MemorySegment.ofAddress(address(name)),
				CopyingFunction.descriptor(), Linker.Option.critical(true)));
	}

	/**
	 * Make a function in C of one in Java. It stays for the life of the JVM.
	 * @param target takes and returns words
	 * @param parameters the number of its parameters
	 * @return the address of the function
	 */
	long upcall(MethodHandle target, int parameters) {
		return this.linker.upcallStub(target, NativeFunction.descriptor(parameters), Arena.global()).address();
	}

	/**
	 * Allocate memory for the life of the JVM.
	 * @param words the words that it holds
	 * @return its address
	 */
	static long allocateForever(long... words) {
		return Arena.global().allocateFrom(ValueLayout.JAVA_LONG, words).address();
	}

	static long allocateForever(String text) {
		return Arena.global().allocateFrom(text).address();
	}

}
