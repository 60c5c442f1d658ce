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

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address to listen on, in gunicorn's form.
 *
 * @param host the host name or address
 * @param port the port
 * @author wsgi-spring-boot contributors
 */
record BindAddress(String host, String port) {

	private static final Pattern FORM = Pattern.compile("(?:tcp://)?(?:\\[([^]]+)]|([^:\\[\\]]*))(?::(\\d{1,5}))?");

	private static final String ALL_INTERFACES = "0.0.0.0";

	/**
	 * Parse an address.
	 * @param value {@code HOST:PORT}, {@code HOST} or {@code :PORT}
	 * @return the address
	 * @throws UsageException if it has another form
	 */
	static BindAddress parse(String value) {
		if (value.startsWith("unix:") || value.startsWith("fd:")) {
			throw new UsageException(
					"'" + value + "' is not there: bind to 127.0.0.1 and a port, and point the proxy" + " to it");
		}
		Matcher matcher = FORM.matcher(value);
		if (!matcher.matches()) {
			throw new UsageException("'" + value + "' has to be HOST:PORT");
		}
		String host = (matcher.group(1) != null) ? matcher.group(1) : matcher.group(2);
		String port = (matcher.group(3) != null) ? matcher.group(3) : "8000";
		if (Integer.parseInt(port) > 65535) {
			throw new UsageException("'" + value + "' has no valid port number");
		}
		return new BindAddress(host.isEmpty() ? ALL_INTERFACES : host.toLowerCase(Locale.ROOT), port);
	}

}
