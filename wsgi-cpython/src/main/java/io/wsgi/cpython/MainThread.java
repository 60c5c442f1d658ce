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
 * Which thread CPython takes for its main thread. Only that one runs signal handlers, and
 * so only there a signal ends a wait in the system for good: elsewhere Python begins the
 * wait anew (PEP 475), whatever exception is pending for the thread. So another thread is
 * made the main thread for the moment in which it is to be woken up.
 * <p>
 * CPython has no function for that, but keeps the thread in a word of its
 * {@code _PyRuntime}, which is looked for, and taken only if it is seen to have this
 * effect. Otherwise threads that wait are not woken up.
 *
 * @author wsgi-spring-boot contributors
 */
final class MainThread {

	private static final int WORDS = 2048;

	private final long address;

	/**
	 * Create a new instance.
	 * @param address where CPython keeps the thread, or 0
	 */
	MainThread(long address) {
		this.address = address;
	}

	/**
	 * Find where CPython keeps the thread. To be called on the main thread, inside
	 * Python.
	 * @param library the library
	 * @param identity the identity of the main thread
	 * @param isMain tells whether CPython takes this thread for the main thread
	 * @return the main thread
	 */
	static MainThread find(NativeLibrary library, long identity, BooleanSupplier isMain) {
		if (library.has("_PyRuntime") && isMain.getAsBoolean()) {
			long runtime = library.address("_PyRuntime");
			for (int i = 0; i < WORDS; i++) {
				long address = runtime + (long) i * Long.BYTES;
				if (NativeMemory.word(address) == identity && decides(address, identity, isMain)) {
					return new MainThread(address);
				}
			}
		}
		return new MainThread(0);
	}

	private static boolean decides(long address, long identity, BooleanSupplier isMain) {
		NativeMemory.setWord(address, 0);
		try {
			return !isMain.getAsBoolean();
		}
		finally {
			NativeMemory.setWord(address, identity);
		}
	}

	boolean isKnown() {
		return this.address != 0;
	}

	long address() {
		return this.address;
	}

	/**
	 * Make another thread the main thread.
	 * @param identity its identity
	 * @return the identity of the one that was it
	 */
	long set(long identity) {
		long before = NativeMemory.word(this.address);
		NativeMemory.setWord(this.address, identity);
		return before;
	}

}
