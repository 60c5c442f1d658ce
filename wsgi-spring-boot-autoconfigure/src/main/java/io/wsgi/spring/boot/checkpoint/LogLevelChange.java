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

package io.wsgi.spring.boot.checkpoint;

import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggerGroup;
import org.springframework.boot.logging.LoggerGroups;
import org.springframework.boot.logging.LoggingSystem;

/**
 * Sets log levels that the configuration gives.
 *
 * @author wsgi-spring-boot contributors
 */
final class LogLevelChange {

	private static final ConfigurationPropertyName LEVELS = ConfigurationPropertyName.of("logging.level");

	private final LoggingSystem loggingSystem;

	private final @Nullable LoggerGroups groups;

	LogLevelChange(LoggingSystem loggingSystem, @Nullable LoggerGroups groups) {
		this.loggingSystem = loggingSystem;
		this.groups = groups;
	}

	/**
	 * Set the levels that are different.
	 * @param loaded the new configuration
	 * @param changed the properties that have changed
	 */
	void apply(Configuration.Loaded loaded, Set<ConfigurationPropertyName> changed) {
		for (ConfigurationPropertyName name : changed) {
			if (LEVELS.isAncestorOf(name)) {
				String logger = name.toString().substring(LEVELS.toString().length() + 1).replaceAll("[\\[\\]]", "");
				set(logger, loaded.value(name));
			}
		}
	}

	private void set(String logger, @Nullable String value) {
		LogLevel level = (value != null) ? level(value) : null;
		LoggerGroup group = (this.groups != null) ? this.groups.get(logger) : null;
		if (group != null && group.hasMembers() && level != null) {
			group.configureLogLevel(level, this.loggingSystem::setLogLevel);
		}
		else if (LoggingSystem.ROOT_LOGGER_NAME.equalsIgnoreCase(logger)) {
			this.loggingSystem.setLogLevel(null, (level != null) ? level : LogLevel.INFO);
		}
		else {
			this.loggingSystem.setLogLevel(logger, level);
		}
	}

	private static LogLevel level(String value) {
		// YAML reads "off" as false
		return "false".equalsIgnoreCase(value) ? LogLevel.OFF : LogLevel.valueOf(value.toUpperCase(Locale.ROOT));
	}

}
