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

import io.wsgi.worker.WorkerSettings;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * Strategy that makes a {@link CallScope} on the thread of a request.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
@FunctionalInterface
public interface CallScopeFactory {

	/**
	 * Make the scope of a call, out of what the current thread knows.
	 * @param application the settings of the application that will be called
	 * @return the scope, or {@code null} if the call needs none
	 */
	@Nullable CallScope create(WorkerSettings application);

	/**
	 * Make the scope of a call that serves a request, by default one like any other.
	 * @param application the settings of the application that will be called
	 * @param request the request, which can be used until {@link CallScope#responding()}
	 * @param response the response, for which the same is true, and of which others
	 * change the headers, too, with it as their lock
	 * @return the scope, or {@code null} if the call needs none
	 */
	default @Nullable CallScope create(WorkerSettings application, HttpServletRequest request,
			HttpServletResponse response) {
		return create(application);
	}

}
