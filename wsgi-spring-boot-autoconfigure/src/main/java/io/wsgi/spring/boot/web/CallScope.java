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
 * What surrounds one call of the application on the thread that makes it, which is not
 * that of the request.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 * @see CallScopeFactory
 */
public interface CallScope {

	/**
	 * Called on the thread that is about to call the application.
	 */
	void open();

	/**
	 * Return variables to add to the environ, or to replace in it. Called while the scope
	 * is open.
	 * @return names and values in turn, with a NUL before each of them
	 */
	default String environ() {
		return "";
	}

	/**
	 * Called on another thread when the call has taken too long, and an exception is on
	 * its way to it. Must not take time.
	 */
	default void interrupted() {
	}

	/**
	 * Called when the response is about to go to the client, or there will be none: from
	 * now on the request and the response of the container must not be used. That may be
	 * on any thread, and more than once.
	 */
	default void responding() {
	}

	/**
	 * Called on the same thread when the call is over.
	 * @param status the status of the response
	 * @param report what went wrong, or {@code null}
	 */
	void close(int status, @Nullable String report);

}
