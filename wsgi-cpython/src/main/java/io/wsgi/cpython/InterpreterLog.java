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

import java.util.Map;

import io.wsgi.runtime.LogBridge;

/**
 * Keeps Python's log connected with the {@link LogBridge}. To be used inside Python.
 *
 * @author wsgi-spring-boot contributors
 */
final class InterpreterLog {

	private final LogBridge bridge;

	private final PythonModule logs;

	private volatile Map<String, Integer> levels;

	InterpreterLog(LogBridge bridge, CPython python, PythonModule session) {
		this.bridge = bridge;
		this.levels = bridge.levels();
		session.run("connect_log", python.hostFunctions().permanent((arguments) -> {
			String name = arguments.text(0);
			int level = (int) arguments.integer(1);
			String text = arguments.text(2);
			return python.threads().outside(() -> {
				bridge.log(name, level, text);
				return null;
			});
		}), lines(this.levels));
		this.logs = python.module("wsgi_spring_boot.runtime.logs");
	}

	/**
	 * Pass the levels on if they have changed. Two threads may do so at a time, to the
	 * same effect.
	 */
	void followLevels() {
		Map<String, Integer> current = this.bridge.levels();
		if (current != this.levels) {
			this.logs.run("set_levels", lines(current));
			this.levels = current;
		}
	}

	private static String lines(Map<String, Integer> levels) {
		StringBuilder lines = new StringBuilder();
		levels.forEach(
				(name, level) -> lines.append(lines.isEmpty() ? "" : "\n").append(name).append('\n').append(level));
		return lines.toString();
	}

}
