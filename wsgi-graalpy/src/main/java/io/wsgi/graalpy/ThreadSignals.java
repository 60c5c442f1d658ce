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

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.WeakHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Wakes up threads that wait in a function of the C library, which then fails with
 * {@code EINTR}. GraalPy looks for something to do, and repeats the call (PEP 475).
 * <p>
 * The signal is the one that the JDK ends its own blocking calls with. Its handler does
 * nothing.
 *
 * @author wsgi-spring-boot contributors
 */
final class ThreadSignals {

	// SIGRTMAX - 2
	private static final int SIGNAL = 62;

	private static final Path THIS_THREAD = Path.of("/proc/thread-self");

	private final CFunction function;

	private final int process;

	private final Map<Thread, Integer> threads = new WeakHashMap<>();

	private ThreadSignals(CFunction function, int process) {
		this.function = function;
		this.process = process;
	}

	/**
	 * Find out whether signals can be sent here.
	 * @return what sends them, or {@code null}
	 */
	static @Nullable ThreadSignals find() {
		try {
			if (!Files.exists(THIS_THREAD) || !isHandled()) {
				return null;
			}
			CFunction function = CFunction.find("tgkill", 3, int.class, int.class, int.class);
			return (function != null) ? new ThreadSignals(function, (int) ProcessHandle.current().pid()) : null;
		}
		catch (IOException ex) {
			return null;
		}
	}

	private static boolean isHandled() throws IOException {
		// The JDK sets the handler when it first reads from a channel. Without it, the
		// signal would end the process.
		try (FileChannel channel = FileChannel.open(Path.of("/proc/self/status"))) {
			ByteBuffer content = ByteBuffer.allocate(16384);
			channel.read(content);
		}
		for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
			if (line.startsWith("SigCgt:")) {
				return new BigInteger(line.substring(7).trim(), 16).testBit(SIGNAL - 1);
			}
		}
		return false;
	}

	/**
	 * Note the current thread, so that it can be woken up.
	 */
	void add() {
		Thread thread = Thread.currentThread();
		if (thread.isVirtual()) {
			return;
		}
		try {
			int id = Integer.parseInt(Files.readSymbolicLink(THIS_THREAD).getFileName().toString());
			synchronized (this.threads) {
				this.threads.put(thread, id);
			}
		}
		catch (IOException ex) {
			// It cannot be woken up then
		}
	}

	/**
	 * Wake up a thread, if it waits.
	 * @param thread the thread, which was noted before
	 */
	void send(Thread thread) {
		Integer id;
		synchronized (this.threads) {
			id = this.threads.get(thread);
		}
		if (id != null && thread.isAlive()) {
			// Fails when the thread has just ended, which is as good
			this.function.call(this.process, id, SIGNAL);
		}
	}

	/**
	 * Wake up all threads that were noted and wait.
	 */
	void sendToAll() {
		Thread[] noted;
		synchronized (this.threads) {
			noted = this.threads.keySet().toArray(Thread[]::new);
		}
		for (Thread thread : noted) {
			send(thread);
		}
	}

}
