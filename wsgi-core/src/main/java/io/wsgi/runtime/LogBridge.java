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

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Where Python's log goes: to the loggers of the same names. One serves all interpreters.
 * <p>
 * A logger stays for the life of the process. So there is a limit to those that are made
 * for Python: beyond it, what is logged goes to the closest one above that there is, with
 * the name in front of the text.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class LogBridge {

	/**
	 * The name that Python has for the logger above all others.
	 */
	public static final String ROOT = "root";

	private static final int CRITICAL = 50;

	private static final int ERROR = 40;

	private static final int WARNING = 30;

	private static final int INFO = 20;

	private static final int DEBUG = 10;

	static final int LIMIT = 4096;

	private final Map<String, Log> logs = new ConcurrentHashMap<>();

	private volatile Map<String, Integer> levels;

	/**
	 * Create a new bridge.
	 * @param levels the levels of loggers, see {@link #setLevels(Map)}
	 */
	public LogBridge(Map<String, Integer> levels) {
		this.levels = checked(levels);
	}

	/**
	 * Set what is logged in Python at all. An interpreter follows with its next request.
	 * @param levels the levels of loggers by name, as the numbers that Python has for
	 * levels. That of {@link #ROOT} has to be among them.
	 * @throws IllegalArgumentException if it is not
	 */
	public void setLevels(Map<String, Integer> levels) {
		this.levels = checked(levels);
	}

	private static Map<String, Integer> checked(Map<String, Integer> levels) {
		if (!levels.containsKey(ROOT)) {
			throw new IllegalArgumentException("The level of the root logger is missing");
		}
		return Map.copyOf(levels);
	}

	/**
	 * Return the levels of loggers.
	 * @return the levels: another map whenever they have changed
	 */
	public Map<String, Integer> levels() {
		return this.levels;
	}

	/**
	 * Log something.
	 * @param name the name of the logger
	 * @param level the level, as the number that Python has for it
	 * @param text the text
	 */
	public void log(String name, int level, String text) {
		Log log = this.logs.get(name);
		if (log != null) {
			log(log, level, text);
		}
		else if (this.logs.size() < LIMIT) {
			log(this.logs.computeIfAbsent(name, LogFactory::getLog), level, text);
		}
		else {
			log(closest(name), level, name + ": " + text);
		}
	}

	private Log closest(String name) {
		for (int end = name.lastIndexOf('.'); end > 0; end = name.lastIndexOf('.', end - 1)) {
			Log log = this.logs.get(name.substring(0, end));
			if (log != null) {
				return log;
			}
		}
		return LogFactory.getLog(ROOT);
	}

	private static void log(Log log, int level, String text) {
		if (level >= CRITICAL) {
			log.fatal(text);
		}
		else if (level >= ERROR) {
			log.error(text);
		}
		else if (level >= WARNING) {
			log.warn(text);
		}
		else if (level >= INFO) {
			log.info(text);
		}
		else if (level >= DEBUG) {
			log.debug(text);
		}
		else {
			log.trace(text);
		}
	}

}
