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

/**
 * Thrown when Java cannot do what Python asks for. It becomes an exception of Python's
 * own.
 *
 * @author wsgi-spring-boot contributors
 */
final class Refusal extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Kind kind;

	Refusal(Kind kind, String message) {
		super(message, null, false, false);
		this.kind = kind;
	}

	Kind kind() {
		return this.kind;
	}

	/**
	 * What kind of exception it becomes.
	 */
	enum Kind {

		/**
		 * {@code NoSuchBeanError}.
		 */
		BEAN,

		/**
		 * {@code LookupError}.
		 */
		LOOKUP,

		/**
		 * {@code AttributeError}.
		 */
		METHOD,

		/**
		 * {@code TypeError}.
		 */
		TYPE,

		/**
		 * {@code RuntimeError}.
		 */
		STATE

	}

}
