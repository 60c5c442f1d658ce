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

import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * An exchange, as the thread of the connection sees it.
 *
 * @author wsgi-spring-boot contributors
 */
interface ServedExchange {

	/**
	 * Return what the application sends.
	 * @return the response, as it comes
	 */
	ResponseSource response();

	/**
	 * Return the template of the route that the application chose.
	 * @return the template, or {@code null} if it does not tell
	 */
	@Nullable String route();

	/**
	 * Return the status for a client when the application has failed to respond.
	 * @return the status
	 */
	default int failureStatus() {
		return HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
	}

	/**
	 * Called before the thread of the connection responds, or leaves without that: what
	 * surrounds the call must not use the request any more.
	 */
	void responding();

	/**
	 * Tell the application that nobody receives what it sends.
	 */
	void clientGone();

}
