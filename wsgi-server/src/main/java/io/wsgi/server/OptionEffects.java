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

package io.wsgi.server;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Collects the Spring properties that options stand for.
 *
 * @author wsgi-spring-boot contributors
 */
class OptionEffects {

	private static final String CERTIFICATE = "server.ssl.certificate";

	private static final String PRIVATE_KEY = "server.ssl.certificate-private-key";

	private static final String ACCESS_LOG = "server.tomcat.accesslog.";

	private static final Map<String, String> LOG_LEVELS = Map.of("debug", "debug", "info", "info", "warning", "warn",
			"error", "error", "critical", "error");

	private final Map<String, String> properties = new LinkedHashMap<>();

	/**
	 * Return the properties.
	 * @return names and values
	 */
	Map<String, String> properties() {
		Map<String, String> properties = new LinkedHashMap<>(this.properties);
		// One file may hold both
		if (properties.containsKey(CERTIFICATE)) {
			properties.putIfAbsent(PRIVATE_KEY, properties.get(CERTIFICATE));
		}
		return properties;
	}

	void set(String name, String value) {
		// Spring would replace what looks like a placeholder
		this.properties.put(name, value.replace("${", "\\${"));
	}

	void number(String name, String value, int least) {
		set(name, String.valueOf(parse(value, least)));
	}

	void numberUnlessZero(String name, String value) {
		int number = parse(value, 0);
		if (number > 0) {
			set(name, String.valueOf(number));
		}
	}

	void seconds(String name, String value) {
		set(name, parse(value, 0) + "s");
	}

	void timeout(String value) {
		if (parse(value, 0) > 0) {
			seconds("wsgi.request-timeout", value);
		}
	}

	void gracefulTimeout(String value) {
		seconds("spring.lifecycle.timeout-per-shutdown-phase", value);
		seconds("wsgi.graceful-timeout", value);
	}

	void keepAlive(String value) {
		if (parse(value, 0) > 0) {
			seconds("server.tomcat.keep-alive-timeout", value);
		}
		else {
			set("server.tomcat.max-keep-alive-requests", "1");
		}
	}

	void bind(String value) {
		if (this.properties.containsKey("server.port")) {
			throw new UsageException("there can be one address to listen on");
		}
		BindAddress address = BindAddress.parse(value);
		set("server.address", address.host());
		set("server.port", address.port());
	}

	void environment(String value) {
		int separator = value.indexOf('=');
		if (separator < 1) {
			throw new UsageException("'" + value + "' has to be NAME=VALUE");
		}
		String name = value.substring(0, separator);
		String content = value.substring(separator + 1);
		if ("SCRIPT_NAME".equals(name)) {
			set("wsgi.path", content.isEmpty() ? "/" : content);
		}
		else {
			set("wsgi.env." + name, content);
		}
	}

	void pythonPath(String value) {
		this.properties.keySet().removeIf((name) -> name.startsWith("wsgi.python-path["));
		String[] directories = value.split(",");
		int index = 0;
		// gunicorn puts each in front of the others
		for (int i = directories.length - 1; i >= 0; i--) {
			set("wsgi.python-path[" + index++ + "]", directories[i]);
		}
		set("wsgi.python-path[" + index + "]", ".");
	}

	void extraFile(String value) {
		String list = "wsgi.reload-extra-files";
		long count = this.properties.keySet().stream().filter((name) -> name.startsWith(list)).count();
		set(list + "[" + count + "]", value);
	}

	void file(String name, String value) {
		set(name, "file:" + value);
	}

	void logLevel(String value) {
		String level = LOG_LEVELS.get(value.trim().toLowerCase(Locale.ROOT));
		if (level == null) {
			throw new UsageException("the level has to be debug, info, warning, error or critical");
		}
		// Everything in debug would be the whole of Spring, too
		set("debug".equals(level) ? "logging.level.io.wsgi" : "logging.level.root", level);
	}

	void accessLog(String value) {
		String path = "-".equals(value) ? "/dev/stdout" : value;
		int name = path.lastIndexOf('/') + 1;
		int suffix = path.lastIndexOf('.');
		int end = (suffix > name) ? suffix : path.length();
		set(ACCESS_LOG + "enabled", "true");
		this.properties.put(ACCESS_LOG + "directory", directory(path.substring(0, name)));
		set(ACCESS_LOG + "prefix", path.substring(name, end));
		set(ACCESS_LOG + "suffix", path.substring(end));
		set(ACCESS_LOG + "rotate", "false");
		set(ACCESS_LOG + "buffered", "false");
		set(ACCESS_LOG + "pattern", "combined");
	}

	private static String directory(String path) {
		// Tomcat would start from a directory of its own
		String absolute = path.startsWith("/") ? path : "${user.dir}/" + path;
		return (absolute.length() > 1) ? absolute.substring(0, absolute.length() - 1) : absolute;
	}

	private static int parse(String value, int least) {
		try {
			int number = Integer.parseInt(value.trim());
			if (number < least) {
				throw new UsageException(number + " has to be " + least + " or more");
			}
			return number;
		}
		catch (NumberFormatException ex) {
			throw new UsageException("'" + value + "' is not a number");
		}
	}

}
