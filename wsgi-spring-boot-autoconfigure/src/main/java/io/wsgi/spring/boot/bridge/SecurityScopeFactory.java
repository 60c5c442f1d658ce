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

package io.wsgi.spring.boot.bridge;

import io.wsgi.spring.boot.web.AsyncCallScope;
import io.wsgi.spring.boot.web.CallScope;
import io.wsgi.spring.boot.web.CallScopeFactory;
import io.wsgi.worker.WorkerSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * {@link CallScopeFactory} that has the principal of a request on the thread of its call,
 * too: Java code that Python calls there is under the same rules as a controller.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class SecurityScopeFactory implements CallScopeFactory {

	@Override
	public @Nullable CallScope create(WorkerSettings application) {
		Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
		return (authentication != null) ? new SecurityScope(authentication) : null;
	}

	/**
	 * Sets the principal.
	 *
	 * @param authentication the principal
	 */
	private record SecurityScope(Authentication authentication) implements AsyncCallScope {

		@Override
		public void open() {
			SecurityContext context = SecurityContextHolder.createEmptyContext();
			context.setAuthentication(this.authentication);
			SecurityContextHolder.setContext(context);
		}

		@Override
		public Runnable enter() {
			SecurityContext before = SecurityContextHolder.getContext();
			open();
			return () -> SecurityContextHolder.setContext(before);
		}

		@Override
		public void close(int status, @Nullable String report) {
			SecurityContextHolder.clearContext();
		}

	}

}
