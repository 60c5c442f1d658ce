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

package io.wsgi.runtime;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Where a thread is in the code of Java.
 *
 * @param thread the thread
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public record JavaStack(Thread thread) {

	private static final String INTERPRETER = "com.oracle.truffle.";

	/**
	 * Describe what the thread has called from Python: the functions of Python are
	 * indistinguishable calls of the interpreter here, and left out.
	 * @return the stack down to the interpreter, the innermost call first, or
	 * {@code null} if the thread is in Python
	 */
	public @Nullable String outsidePython() {
		List<StackTraceElement> frames = frames().toList();
		// The interpreter itself calls the C library
		boolean inLibrary = !frames.isEmpty() && frames.getFirst().isNativeMethod();
		String text = text(frames.stream()
			.dropWhile((frame) -> inLibrary && isInterpreter(frame))
			.takeWhile((frame) -> !isInterpreter(frame)));
		return !text.isEmpty() ? text : null;
	}

	private static boolean isInterpreter(StackTraceElement frame) {
		return frame.getClassName().startsWith(INTERPRETER);
	}

	@Override
	public String toString() {
		return text(frames());
	}

	private Stream<StackTraceElement> frames() {
		return Arrays.stream(this.thread.getStackTrace());
	}

	private static String text(Stream<StackTraceElement> frames) {
		return frames.map((frame) -> "\tat " + frame).collect(Collectors.joining(System.lineSeparator()));
	}

}
