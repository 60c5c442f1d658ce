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

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import io.wsgi.worker.WorkerSettings;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Scopes within scopes.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class CompositeCallScope implements CallScope {

	private static final Log logger = LogFactory.getLog(CompositeCallScope.class);

	private final List<CallScope> scopes;

	private final Deque<CallScope> open = new ArrayDeque<>();

	private CompositeCallScope(List<CallScope> scopes) {
		this.scopes = scopes;
	}

	/**
	 * Make the scopes of a call.
	 * @param factories makes one each, from the outermost to the innermost
	 * @param application the settings of the application
	 * @return the scope, or {@code null} if the call needs none
	 */
	public static @Nullable CallScope create(List<CallScopeFactory> factories, WorkerSettings application) {
		List<CallScope> scopes = null;
		for (int i = 0; i < factories.size(); i++) {
			scopes = added(scopes, factories.get(i).create(application), factories.size());
		}
		return (scopes != null) ? new CompositeCallScope(scopes) : null;
	}

	/**
	 * Make the scopes of a call that serves a request.
	 * @param factories makes one each, from the outermost to the innermost
	 * @param application the settings of the application
	 * @param request the request
	 * @param response the response
	 * @return the scope, or {@code null} if the call needs none
	 */
	static @Nullable CallScope create(List<CallScopeFactory> factories, WorkerSettings application,
			HttpServletRequest request, HttpServletResponse response) {
		List<CallScope> scopes = null;
		for (int i = 0; i < factories.size(); i++) {
			scopes = added(scopes, factories.get(i).create(application, request, response), factories.size());
		}
		return (scopes != null) ? new CompositeCallScope(scopes) : null;
	}

	private static @Nullable List<CallScope> added(@Nullable List<CallScope> scopes, @Nullable CallScope scope,
			int capacity) {
		if (scope == null) {
			return scopes;
		}
		List<CallScope> all = (scopes != null) ? scopes : new ArrayList<>(capacity);
		all.add(scope);
		return all;
	}

	@Override
	public void open() {
		for (CallScope scope : this.scopes) {
			scope.open();
			this.open.push(scope);
		}
	}

	@Override
	public String environ() {
		StringBuilder environ = new StringBuilder();
		this.scopes.forEach((scope) -> environ.append(scope.environ()));
		return environ.toString();
	}

	@Override
	public void interrupted() {
		this.scopes.forEach(CallScope::interrupted);
	}

	@Override
	public void responding() {
		this.scopes.forEach(CallScope::responding);
	}

	/**
	 * Close the scopes that were opened: all of them unless one has failed to.
	 */
	@Override
	public void close(int status, @Nullable String report) {
		while (!this.open.isEmpty()) {
			try {
				this.open.pop().close(status, report);
			}
			catch (RuntimeException ex) {
				// Must not end the thread, nor keep the others open
				logger.error("The scope of a call could not be closed", ex);
			}
		}
	}

}
