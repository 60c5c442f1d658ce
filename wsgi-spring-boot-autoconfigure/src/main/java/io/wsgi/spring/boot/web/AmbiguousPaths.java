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

/**
 * What becomes of requests whose path does not mean the same to everybody: one with a
 * segment {@code .} or {@code ..}, encoded or not, with a backslash, or with an encoded
 * slash or backslash. The servlet container selects filters by the path without such
 * segments, while Python gets it as it was sent, so that a rule for some paths could be
 * got round.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public enum AmbiguousPaths {

	/**
	 * The request is answered with 400.
	 */
	REFUSE,

	/**
	 * The request is passed on. Only safe when nothing in front of the application goes
	 * by the path.
	 */
	ALLOW;

	/**
	 * Return whether a request is to be answered with 400.
	 * @param rawPath the path as it stands in the request
	 * @return whether it is ambiguous, and that matters
	 */
	boolean refuses(String rawPath) {
		return this == REFUSE && RequestPath.isAmbiguous(rawPath);
	}

}
