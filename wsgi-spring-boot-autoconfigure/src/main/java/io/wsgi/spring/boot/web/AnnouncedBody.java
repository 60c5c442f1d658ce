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

import java.util.function.LongSupplier;

import jakarta.servlet.ServletRequest;

/**
 * The mark of a request that came with a body when its headers do not tell the size. Once
 * something has consumed the body, nothing else tells that there was one.
 *
 * @author wsgi-spring-boot contributors
 */
final class AnnouncedBody {

	private static final String MARK = AnnouncedBody.class.getName();

	private AnnouncedBody() {
	}

	static void mark(ServletRequest request, LongSupplier bytesRead) {
		request.setAttribute(MARK, bytesRead);
	}

	static boolean isMarked(ServletRequest request) {
		return request.getAttribute(MARK) != null;
	}

	/**
	 * Return whether something has read from the body.
	 * @param request a marked request
	 * @return whether something has
	 */
	static boolean isRead(ServletRequest request) {
		return request.getAttribute(MARK) instanceof LongSupplier bytesRead && bytesRead.getAsLong() > 0;
	}

}
