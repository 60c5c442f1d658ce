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

package io.wsgi.reload;

import io.wsgi.runtime.ApplicationLoadException;

/**
 * Tells why an application could not be loaded.
 *
 * @param message what is wrong
 * @param traceback the Python traceback, or an empty string
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public record LoadFailure(String message, String traceback) {

	static LoadFailure of(RuntimeException cause) {
		String message = (cause.getMessage() != null) ? cause.getMessage() : cause.toString();
		String traceback = (cause instanceof ApplicationLoadException failure) ? failure.getTraceback() : "";
		return new LoadFailure(message, traceback);
	}

}
