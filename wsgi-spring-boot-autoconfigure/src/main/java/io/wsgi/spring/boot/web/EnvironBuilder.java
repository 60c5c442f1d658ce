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

import org.jspecify.annotations.Nullable;

/**
 * Collects CGI variables in the form in which they cross to Python.
 *
 * @author wsgi-spring-boot contributors
 */
final class EnvironBuilder {

	private static final char SEPARATOR = '\0';

	private final StringBuilder pairs = new StringBuilder(1024);

	EnvironBuilder add(String name, String value) {
		if (value.indexOf(SEPARATOR) >= 0) {
			throw new BadRequestException("NUL in " + name);
		}
		if (!this.pairs.isEmpty()) {
			this.pairs.append(SEPARATOR);
		}
		this.pairs.append(name).append(SEPARATOR).append(value);
		return this;
	}

	EnvironBuilder addIfPresent(String name, @Nullable String value) {
		return (value != null) ? add(name, value) : this;
	}

	@Override
	public String toString() {
		return this.pairs.toString();
	}

}
