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

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyArray;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.jspecify.annotations.Nullable;

/**
 * System calls for Python that GraalPy lacks. Each takes and returns integers; a negative
 * result is that of {@code errno}.
 *
 * @author wsgi-spring-boot contributors
 */
final class SystemCalls {

	private static final int POLL_SIZE = 8;

	private static final int DESCRIPTOR_SIZE = 4;

	private static final int LOCK_SIZE = 32;

	private static final int NOT_IMPLEMENTED = 38;

	private final @Nullable CFunction fcntl = CFunction.find("fcntl", 2, int.class, int.class, long.class);

	private final @Nullable CFunction flock = CFunction.find("flock", 2, int.class, int.class);

	private final @Nullable CFunction lock = CFunction.find("fcntl", 2, int.class, int.class, ByteBuffer.class);

	private final @Nullable CFunction poll = CFunction.find("poll", 3, ByteBuffer.class, long.class, int.class);

	private final Map<String, Optional<CFunction>> others = new ConcurrentHashMap<>();

	private final @Nullable CFunction socketpair = CFunction.find("socketpair", 4, int.class, int.class, int.class,
			ByteBuffer.class);

	/**
	 * Return the system calls for Python, if the C library can be called here.
	 * @return {@code fcntl}, {@code flock}, {@code fcntl} with a lock, {@code poll},
	 * {@code socketpair} and any other, or {@code null}
	 */
	static @Nullable ProxyArray find() {
		SystemCalls calls = new SystemCalls();
		ProxyExecutable fcntl = calls.fcntl();
		ProxyExecutable flock = calls.flock();
		ProxyExecutable lock = calls.lock();
		ProxyExecutable poll = calls.poll();
		ProxyExecutable socketpair = calls.socketpair();
		if (fcntl == null || flock == null || lock == null || poll == null || socketpair == null) {
			return null;
		}
		return ProxyArray.fromArray(fcntl, flock, lock, poll, socketpair, (ProxyExecutable) calls::other);
	}

	/**
	 * Return {@code fcntl(descriptor, command, argument)}.
	 * @return the function, or {@code null} if it cannot be called here
	 */
	private @Nullable ProxyExecutable fcntl() {
		return door(this.fcntl, (function) -> (arguments) -> function.call(arguments[0].asInt(), arguments[1].asInt(),
				arguments[2].asLong()));
	}

	/**
	 * Return {@code flock(descriptor, operation)}.
	 * @return the function, or {@code null} if it cannot be called here
	 */
	private @Nullable ProxyExecutable flock() {
		return door(this.flock, (function) -> (arguments) -> function.call(arguments[0].asInt(), arguments[1].asInt()));
	}

	/**
	 * Return {@code fcntl(descriptor, command, type, whence, start, length)}, for locks.
	 * @return the function, or {@code null} if it cannot be called here
	 */
	private @Nullable ProxyExecutable lock() {
		return door(this.lock, (function) -> (arguments) -> {
			ByteBuffer lock = CFunction.memory(LOCK_SIZE);
			lock.putShort(0, (short) arguments[2].asInt());
			lock.putShort(2, (short) arguments[3].asInt());
			lock.putLong(8, arguments[4].asLong());
			lock.putLong(16, arguments[5].asLong());
			return function.call(arguments[0].asInt(), arguments[1].asInt(), lock);
		});
	}

	/**
	 * Return {@code poll(timeout, descriptor, events, descriptor, events …)}, which waits
	 * for some milliseconds and returns the events of each descriptor, separated by
	 * spaces, or a negative number.
	 * @return the function, or {@code null} if it cannot be called here
	 */
	private @Nullable ProxyExecutable poll() {
		return door(this.poll, (function) -> (arguments) -> poll(function, arguments));
	}

	private static Object poll(CFunction function, Value[] arguments) {
		int count = arguments.length / 2;
		ByteBuffer descriptors = CFunction.memory(Math.max(count, 1) * POLL_SIZE);
		for (int i = 0; i < count; i++) {
			descriptors.putInt(i * POLL_SIZE, arguments[1 + 2 * i].asInt());
			descriptors.putShort(i * POLL_SIZE + 4, (short) arguments[2 + 2 * i].asInt());
		}
		int result = function.call(descriptors, (long) count, arguments[0].asInt());
		if (result < 0) {
			return result;
		}
		StringBuilder events = new StringBuilder();
		for (int i = 0; i < count; i++) {
			events.append(descriptors.getShort(i * POLL_SIZE + 6) & 0xffff).append(' ');
		}
		return events.toString();
	}

	/**
	 * Return {@code socketpair(family, type, protocol)}, which returns both descriptors,
	 * separated by a space, or a negative number.
	 * @return the function, or {@code null} if it cannot be called here
	 */
	private @Nullable ProxyExecutable socketpair() {
		return door(this.socketpair, (function) -> (arguments) -> {
			ByteBuffer descriptors = CFunction.memory(2 * DESCRIPTOR_SIZE);
			int result = function.call(arguments[0].asInt(), arguments[1].asInt(), arguments[2].asInt(), descriptors);
			return (result < 0) ? result : descriptors.getInt(0) + " " + descriptors.getInt(DESCRIPTOR_SIZE);
		});
	}

	/**
	 * Call a function that returns an {@code int}. The arguments are its name, the kinds
	 * of its parameters as letters, and a value for each of them: {@code i} for an
	 * {@code int}, {@code l} for a {@code long}, {@code b} for a pointer to bytes, which
	 * are the characters of a string, {@code x} for such that the function changes, and
	 * {@code o} for a pointer to as many bytes as the number says, which the function
	 * fills in.
	 * @param arguments the arguments
	 * @return the result, or the result, a space and the bytes if a parameter is
	 * {@code o} or {@code x} and the result is not negative
	 */
	private Object other(Value[] arguments) {
		String name = arguments[0].asString();
		String kinds = arguments[1].asString();
		CFunction function = this.others.computeIfAbsent(name + ' ' + kinds, (key) -> find(name, kinds)).orElse(null);
		if (function == null) {
			return -NOT_IMPLEMENTED;
		}
		Object[] values = new Object[kinds.length()];
		ByteBuffer filled = null;
		for (int i = 0; i < values.length; i++) {
			Value argument = arguments[i + 2];
			values[i] = switch (kinds.charAt(i)) {
				case 'i' -> argument.asInt();
				case 'l' -> argument.asLong();
				case 'b', 'x' -> bytes(argument.asString());
				default -> CFunction.memory(Math.max(argument.asInt(), 1));
			};
			if (kinds.charAt(i) == 'o' || kinds.charAt(i) == 'x') {
				filled = (ByteBuffer) values[i];
			}
		}
		int result = function.call(values);
		return (result < 0 || filled == null) ? result : result + " " + StandardCharsets.ISO_8859_1.decode(filled);
	}

	private static Optional<CFunction> find(String name, String kinds) {
		Class<?>[] parameters = new Class<?>[kinds.length()];
		for (int i = 0; i < parameters.length; i++) {
			parameters[i] = switch (kinds.charAt(i)) {
				case 'i' -> int.class;
				case 'l' -> long.class;
				default -> ByteBuffer.class;
			};
		}
		return Optional.ofNullable(CFunction.find(name, parameters.length, parameters));
	}

	private static ByteBuffer bytes(String characters) {
		byte[] bytes = characters.getBytes(StandardCharsets.ISO_8859_1);
		// What is a text ends with a NUL
		ByteBuffer memory = CFunction.memory(bytes.length + 1);
		memory.put(0, bytes);
		return memory;
	}

	private static @Nullable ProxyExecutable door(@Nullable CFunction function,
			Function<CFunction, ProxyExecutable> door) {
		return (function != null) ? door.apply(function) : null;
	}

}
