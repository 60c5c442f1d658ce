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
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

import com.oracle.graal.python.runtime.AsyncHandler.SharedFinalizer;
import com.oracle.graal.python.runtime.AsyncHandler.SharedFinalizer.FinalizableReference;
import com.oracle.graal.python.runtime.PythonContext;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.jspecify.annotations.Nullable;

/**
 * Closes the files and sockets that an application has left open when its interpreter
 * ends. The end of a CPython process does that. Here, the process goes on, with another
 * interpreter.
 *
 * @author wsgi-spring-boot contributors
 */
final class OpenDescriptors {

	private static final Log logger = LogFactory.getLog(OpenDescriptors.class);

	private static final Path DIRECTORY = Path.of("/proc/self/fd");

	private static final String FILE = "OwnFD";

	private final @Nullable CFunction close = CFunction.find("close", 1, int.class);

	private final Map<Integer, String> sockets = new ConcurrentHashMap<>();

	private @Nullable Set<?> references;

	/**
	 * Take note of the files that an interpreter opens.
	 * @param context the context of the interpreter
	 */
	void watch(Context context) {
		context.enter();
		try {
			Field live = SharedFinalizer.class.getDeclaredField("liveReferencesSet");
			live.setAccessible(true);
			this.references = ((Map<?, ?>) live.get(PythonContext.get(null).getSharedFinalizer())).keySet();
		}
		catch (ReflectiveOperationException | RuntimeException | LinkageError ex) {
			logger.debug("Files that an interpreter leaves open will stay open", ex);
		}
		finally {
			context.leave();
		}
	}

	/**
	 * Return what takes note of a socket: called with its descriptor, and whether it is
	 * open.
	 * @return the function for Python
	 */
	ProxyExecutable sockets() {
		return this::note;
	}

	private Object note(Value... arguments) {
		int descriptor = arguments[0].asInt();
		if (arguments[1].asBoolean()) {
			String target = target(descriptor);
			if (target != null) {
				this.sockets.put(descriptor, target);
			}
		}
		else {
			this.sockets.remove(descriptor);
		}
		return true;
	}

	/**
	 * Forget the sockets that are not what they were.
	 */
	void beforeCheckpoint() {
		this.sockets.entrySet().removeIf((socket) -> !socket.getValue().equals(target(socket.getKey())));
	}

	/**
	 * Take note of the sockets anew. They have the same descriptors and other names.
	 */
	void afterRestore() {
		for (Integer descriptor : Set.copyOf(this.sockets.keySet())) {
			String target = target(descriptor);
			if (target != null) {
				this.sockets.put(descriptor, target);
			}
			else {
				this.sockets.remove(descriptor);
			}
		}
	}

	/**
	 * Close what is left, after the interpreter has ended.
	 */
	void close() {
		CFunction close = this.close;
		if (close != null) {
			for (int descriptor : left()) {
				close.call(descriptor);
			}
		}
	}

	private Set<Integer> left() {
		Set<Integer> left = new TreeSet<>();
		// Only what is still the same socket: the number may have been given to another
		this.sockets.forEach((descriptor, target) -> {
			if (target.equals(target(descriptor))) {
				left.add(descriptor);
			}
		});
		Set<?> references = this.references;
		List<Object> files = (references != null) ? new ArrayList<>(references) : List.of();
		for (Object reference : files) {
			if (reference instanceof FinalizableReference file && file.getClass().getSimpleName().equals(FILE)
					&& !file.isReleased() && file.getReference() instanceof Integer descriptor && isFile(descriptor)) {
				file.markReleased();
				left.add(descriptor);
			}
		}
		return left;
	}

	private static boolean isFile(int descriptor) {
		String target = target(descriptor);
		// No socket and no archive of the class path, should the number be theirs by now
		return target != null && (target.startsWith("/") || target.startsWith("pipe:")) && !target.endsWith(".jar");
	}

	private static @Nullable String target(int descriptor) {
		try {
			return Files.readSymbolicLink(DIRECTORY.resolve(Integer.toString(descriptor))).toString();
		}
		catch (IOException ex) {
			return null;
		}
	}

}
