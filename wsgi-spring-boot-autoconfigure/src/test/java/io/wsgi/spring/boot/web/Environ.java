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

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Takes apart what crosses to Python.
 *
 * @author wsgi-spring-boot contributors
 */
final class Environ {

	private Environ() {
	}

	static Map<String, String> parse(String pairs) {
		Map<String, String> variables = new LinkedHashMap<>();
		if (pairs.isEmpty()) {
			return variables;
		}
		String[] parts = pairs.split("\0", -1);
		for (int i = 0; i < parts.length; i += 2) {
			if (variables.put(parts[i], parts[i + 1]) != null) {
				throw new AssertionError(parts[i] + " is there twice");
			}
		}
		return variables;
	}

}
