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

import java.util.ArrayList;
import java.util.List;

import io.wsgi.worker.WorkerSettings;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The scopes of a call on an event loop. Those of other kinds than {@link AsyncCallScope}
 * are left out: what they leave on the thread would be there for other calls, too.
 *
 * @author wsgi-spring-boot contributors
 */
final class CompositeAsyncCallScope {

	private static final Log logger = LogFactory.getLog(CompositeAsyncCallScope.class);

	private final List<AsyncCallScope> scopes;

	private final List<AsyncCallScope> begun = new ArrayList<>();

	private CompositeAsyncCallScope(List<AsyncCallScope> scopes) {
		this.scopes = scopes;
	}

	/**
	 * Make the scopes of a call.
	 * @param factories makes one each, from the outermost to the innermost
	 * @param application the settings of the application
	 * @param request the request
	 * @param response the response
	 * @return the scope, or {@code null} if the call needs none
	 */
	static @Nullable CompositeAsyncCallScope create(List<CallScopeFactory> factories, WorkerSettings application,
			HttpServletRequest request, HttpServletResponse response) {
		List<AsyncCallScope> scopes = null;
		for (int i = 0; i < factories.size(); i++) {
			if (factories.get(i).create(application, request, response) instanceof AsyncCallScope scope) {
				scopes = (scopes != null) ? scopes : new ArrayList<>(factories.size());
				scopes.add(scope);
			}
		}
		return (scopes != null) ? new CompositeAsyncCallScope(scopes) : null;
	}

	/**
	 * Begin all scopes, each within those before it.
	 * @return the variables that they add to the request
	 */
	String begin() {
		StringBuilder environ = new StringBuilder();
		List<Runnable> exits = new ArrayList<>(this.scopes.size());
		try {
			for (AsyncCallScope scope : this.scopes) {
				scope.begin();
				this.begun.add(scope);
				exits.add(scope.enter());
				environ.append(scope.environ());
			}
		}
		finally {
			leave(exits);
		}
		return environ.toString();
	}

	/**
	 * Put all scopes on the current thread.
	 * @return takes them off
	 */
	Runnable enter() {
		List<Runnable> exits = new ArrayList<>(this.begun.size());
		this.begun.forEach((scope) -> exits.add(scope.enter()));
		return () -> leave(exits);
	}

	private static void leave(List<Runnable> exits) {
		for (Runnable exit : exits.reversed()) {
			try {
				exit.run();
			}
			catch (RuntimeException ex) {
				// Must not keep the others
				logger.error("The scope of a call could not be left", ex);
			}
		}
	}

	/**
	 * Tell the scopes that the response is about to go to the client.
	 */
	void responding() {
		this.scopes.forEach(CallScope::responding);
	}

	/**
	 * End the scopes that were begun.
	 * @param status the status of the response
	 * @param report what went wrong, or {@code null}
	 */
	void end(int status, @Nullable String report) {
		for (AsyncCallScope scope : this.begun.reversed()) {
			try {
				scope.end(status, report);
			}
			catch (RuntimeException ex) {
				logger.error("The scope of a call could not be ended", ex);
			}
		}
	}

}
