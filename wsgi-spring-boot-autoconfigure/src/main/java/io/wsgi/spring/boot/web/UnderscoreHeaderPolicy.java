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

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides about request headers with an underscore in their name. In the environ they
 * cannot be told from those with a dash, so a client could pass {@code X_Forwarded_For}
 * by a proxy that only knows about {@code X-Forwarded-For}.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class UnderscoreHeaderPolicy {

	private final Mode mode;

	private final Set<String> allowed;

	/**
	 * Create a new header map.
	 * @param mode what becomes of such headers
	 * @param allowed the names that are passed on in any case
	 */
	public UnderscoreHeaderPolicy(Mode mode, Collection<String> allowed) {
		this.mode = mode;
		this.allowed = allowed.stream().map((name) -> name.toUpperCase(Locale.ROOT)).collect(Collectors.toSet());
	}

	boolean allows(String upperCaseName) {
		if (this.mode == Mode.ALLOW || this.allowed.contains(upperCaseName)) {
			return true;
		}
		if (this.mode == Mode.REFUSE) {
			throw new BadRequestException("A header name contains an underscore");
		}
		return false;
	}

	/**
	 * What becomes of headers with an underscore in their name.
	 */
	public enum Mode {

		/**
		 * The header is ignored.
		 */
		DROP,

		/**
		 * The request is answered with 400.
		 */
		REFUSE,

		/**
		 * The header is passed on. Only safe when nothing relies on headers that a proxy
		 * sets.
		 */
		ALLOW

	}

}
