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

import java.io.IOException;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Sees to it that a response which cannot be completed does not look as if it were
 * complete.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
@FunctionalInterface
public interface ResponseAbort {

	/**
	 * The way of any servlet container: an exception after the response has begun ends
	 * the connection.
	 */
	ResponseAbort BY_EXCEPTION = (request) -> {
		throw new TruncatedResponseException(request.getMethod() + " " + request.getRequestURI());
	};

	/**
	 * Cut the connection when the request is over, or now.
	 * @param request the request
	 * @throws IOException to be passed on to the container
	 */
	void abort(HttpServletRequest request) throws IOException;

}
