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

/**
 * Thrown when there is no Python that could run in this JVM.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public class PythonUnavailableException extends RuntimeException {

	private final String action;

	/**
	 * Create a new exception.
	 * @param message what is missing
	 * @param action what to install or to set
	 */
	public PythonUnavailableException(String message, String action) {
		super(message);
		this.action = action;
	}

	/**
	 * Return what to do.
	 * @return what to install or to set
	 */
	public String getAction() {
		return this.action;
	}

	@Override
	public String toString() {
		return super.toString() + " " + this.action;
	}

}
