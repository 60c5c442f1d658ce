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

import java.util.Map;

import io.wsgi.runtime.LogBridge;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;

/**
 * Keeps the log of one interpreter connected with the {@link LogBridge}.
 *
 * @author wsgi-spring-boot contributors
 */
final class InterpreterLog {

	private final LogBridge bridge;

	private final Value setLevels;

	private Map<String, Integer> levels;

	/**
	 * Connect an interpreter.
	 * @param bridge where its log goes
	 * @param module the Python half
	 */
	InterpreterLog(LogBridge bridge, Value module) {
		this.bridge = bridge;
		this.setLevels = module.getMember("set_levels");
		this.levels = bridge.levels();
		ProxyExecutable publish = (arguments) -> {
			bridge.log(arguments[0].asString(), arguments[1].asInt(), arguments[2].asString());
			return null;
		};
		module.getMember("install").executeVoid(publish, lines(this.levels));
	}

	/**
	 * Pass the levels on if they have changed. Two threads may do so at a time, to the
	 * same effect.
	 */
	void followLevels() {
		Map<String, Integer> current = this.bridge.levels();
		if (current != this.levels) {
			this.setLevels.executeVoid(lines(current));
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
