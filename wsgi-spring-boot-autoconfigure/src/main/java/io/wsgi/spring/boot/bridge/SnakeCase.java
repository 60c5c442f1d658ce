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

package io.wsgi.spring.boot.bridge;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How Python writes the names of Java.
 *
 * @author wsgi-spring-boot contributors
 */
final class SnakeCase {

	private static final Pattern WORD = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

	private SnakeCase() {
	}

	/**
	 * Return the name in Python's way.
	 * @param name the name, such as {@code customerName}
	 * @return the same name, such as {@code customer_name}
	 */
	static String of(String name) {
		return WORD.matcher(name).replaceAll("_").toLowerCase(Locale.ROOT);
	}

	/**
	 * Tell whether Python means a name of Java, in its way or in Java's.
	 * @param given the name in Python
	 * @param name the name in Java
	 * @return whether it does
	 */
	static boolean matches(String given, String name) {
		return given.equals(name) || given.equals(of(name));
	}

}
