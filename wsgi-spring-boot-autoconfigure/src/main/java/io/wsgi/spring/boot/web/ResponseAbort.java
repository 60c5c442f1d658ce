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

import jakarta.servlet.ServletRequest;

/**
 * The mark of a request whose response has begun and cannot be completed. Whoever is next
 * to the servlet container cuts the connection then: {@link ConnectionAbortValve} in a
 * Tomcat of ours, {@link TruncatedResponseFilter} elsewhere.
 *
 * @author wsgi-spring-boot contributors
 */
final class ResponseAbort {

	private static final String REQUESTED = ResponseAbort.class.getName();

	private ResponseAbort() {
	}

	static void request(ServletRequest request) {
		request.setAttribute(REQUESTED, Boolean.TRUE);
	}

	static boolean isRequested(ServletRequest request) {
		return request.getAttribute(REQUESTED) != null;
	}

}
