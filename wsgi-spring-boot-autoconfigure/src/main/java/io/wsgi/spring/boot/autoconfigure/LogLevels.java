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

package io.wsgi.spring.boot.autoconfigure;

import java.util.HashMap;
import java.util.Map;

import io.wsgi.runtime.LogBridge;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggerConfiguration;
import org.springframework.boot.logging.LoggingSystem;

/**
 * The levels that are configured for loggers, as Python has them.
 *
 * @author wsgi-spring-boot contributors
 */
final class LogLevels {

	private static final int EVERYTHING = 1;

	private final @Nullable LoggingSystem loggingSystem;

	LogLevels(@Nullable LoggingSystem loggingSystem) {
		this.loggingSystem = loggingSystem;
	}

	/**
	 * Return the levels.
	 * @return the levels in force, see {@link LogBridge#setLevels(Map)}
	 */
	Map<String, Integer> current() {
		Map<String, Integer> levels = new HashMap<>();
		// When nobody knows, each record is left to its Java logger
		levels.put(LogBridge.ROOT, EVERYTHING);
		if (this.loggingSystem != null) {
			this.loggingSystem.getLoggerConfigurations().forEach((logger) -> add(logger, levels));
		}
		return levels;
	}

	private void add(LoggerConfiguration logger, Map<String, Integer> levels) {
		LogLevel level = logger.getConfiguredLevel();
		if (level != null) {
			boolean root = LoggingSystem.ROOT_LOGGER_NAME.equals(logger.getName());
			levels.put(root ? LogBridge.ROOT : logger.getName(), number(level));
		}
	}

	private static int number(LogLevel level) {
		return switch (level) {
			case TRACE -> EVERYTHING;
			case DEBUG -> 10;
			case INFO -> 20;
			case WARN -> 30;
			case ERROR -> 40;
			case FATAL -> 50;
			case OFF -> Integer.MAX_VALUE;
		};
	}

}
