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
import java.util.Locale;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Turns request headers into {@code HTTP_} variables (RFC 3875 section 4.1.18).
 *
 * @author wsgi-spring-boot contributors
 */
final class HeaderVariables {

	private static final String DROPPED = "";

	private static final String COOKIE = "HTTP_COOKIE";

	private final UnderscoreHeaderPolicy underscores;

	private final KnownNames knownNames = new KnownNames();

	HeaderVariables(UnderscoreHeaderPolicy underscores) {
		this.underscores = underscores;
	}

	void append(EnvironBuilder environ, HttpServletRequest request) {
		Enumeration<String> names = request.getHeaderNames();
		while (names.hasMoreElements()) {
			String name = names.nextElement();
			String variable = variable(name);
			if (variable != DROPPED) {
				environ.add(variable, values(request.getHeaders(name), variable));
			}
		}
	}

	private String values(Enumeration<String> values, String variable) {
		String first = values.nextElement();
		if (!values.hasMoreElements()) {
			return first;
		}
		// RFC 9110 section 5.3; RFC 9113 section 8.2.3 for cookies
		String separator = COOKIE.equals(variable) ? "; " : ", ";
		StringBuilder joined = new StringBuilder(first);
		while (values.hasMoreElements()) {
			joined.append(separator).append(values.nextElement());
		}
		return joined.toString();
	}

	private String variable(String name) {
		String known = this.knownNames.get(name);
		if (known != null) {
			return known;
		}
		String variable = newVariable(name);
		this.knownNames.put(name, variable);
		return variable;
	}

	private String newVariable(String name) {
		String upper = name.toUpperCase(Locale.ROOT);
		if (upper.indexOf('_') >= 0 && !this.underscores.allows(upper)) {
			return DROPPED;
		}
		String variable = upper.replace('-', '_');
		return switch (variable) {
			// Have variables of their own, which do not depend on what a client sends
			case "CONTENT_TYPE", "CONTENT_LENGTH" -> DROPPED;
			// The body is decoded
			case "TRANSFER_ENCODING" -> DROPPED;
			// Would become HTTP_PROXY, which many libraries take for a setting (httpoxy)
			case "PROXY" -> DROPPED;
			default -> "HTTP_" + variable;
		};
	}

	/**
	 * The names of late and their variables. Clients choose the names, so there is only
	 * so much of them, and new ones take the place of old ones: whoever sends many makes
	 * them forgotten, but not for longer than he does so.
	 */
	static final class KnownNames {

		private static final int SIZE = 512;

		private static final int MAX_LENGTH = 64;

		// Two places for each name, so that two usual ones do not drive each other out.
		// Threads may overwrite what others put there: entries are whole or not there
		private final @Nullable Entry[] entries = new Entry[SIZE];

		@Nullable String get(String name) {
			int place = place(name);
			Entry first = this.entries[place];
			if (first != null && first.name().equals(name)) {
				return first.variable();
			}
			Entry second = this.entries[place + 1];
			return (second != null && second.name().equals(name)) ? second.variable() : null;
		}

		void put(String name, String variable) {
			if (name.length() <= MAX_LENGTH) {
				int place = place(name);
				this.entries[place + 1] = this.entries[place];
				this.entries[place] = new Entry(name, variable);
			}
		}

		private int place(String name) {
			int hash = name.hashCode();
			return ((hash ^ (hash >>> 16)) & (SIZE / 2 - 1)) * 2;
		}

		/**
		 * A name.
		 *
		 * @param name the name
		 * @param variable the variable
		 */
		private record Entry(String name, String variable) {

		}

	}

}
