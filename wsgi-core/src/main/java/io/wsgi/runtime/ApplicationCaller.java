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

import org.jspecify.annotations.Nullable;

/**
 * Calls the application from one thread.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public interface ApplicationCaller extends AutoCloseable {

	/**
	 * Serve one request. Whatever goes wrong is reported to the exchange.
	 * @param exchange the request and its response
	 * @return the Python class of the exception that ended the call, or {@code null}
	 */
	@Nullable String call(Exchange exchange);

	/**
	 * Give up what the interpreter holds for the thread. To be called on it, before it
	 * ends.
	 */
	@Override
	default void close() {
	}

}
