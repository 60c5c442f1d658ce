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

package io.wsgi.spring.boot.web;

import java.util.Enumeration;
import java.util.regex.Pattern;

/**
 * The header with which a client offers extensions of the protocol of WebSockets. Where
 * it is malformed, Tomcat fails.
 *
 * @author wsgi-spring-boot contributors
 */
final class WebSocketExtensions {

	private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

	private WebSocketExtensions() {
	}

	/**
	 * Tell whether headers are lists of extensions (RFC 6455 section 9.1). A value in
	 * quotation marks is a token as well, so that no separator can be within it.
	 * @param headers the values of the headers
	 * @return whether they are
	 */
	static boolean areWellFormed(Enumeration<String> headers) {
		while (headers.hasMoreElements()) {
			for (String extension : headers.nextElement().split(",", -1)) {
				// A list may have empty elements
				if (!extension.isBlank() && !isExtension(extension)) {
					return false;
				}
			}
		}
		return true;
	}

	private static boolean isExtension(String extension) {
		String[] parts = extension.split(";", -1);
		for (int i = 1; i < parts.length; i++) {
			if (!isParameter(parts[i])) {
				return false;
			}
		}
		return isToken(parts[0]);
	}

	private static boolean isParameter(String parameter) {
		int equals = parameter.indexOf('=');
		if (equals < 0) {
			return isToken(parameter);
		}
		String value = parameter.substring(equals + 1).strip();
		if (value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")) {
			value = value.substring(1, value.length() - 1);
		}
		return isToken(parameter.substring(0, equals)) && isToken(value);
	}

	private static boolean isToken(String text) {
		return TOKEN.matcher(text.strip()).matches();
	}

}
