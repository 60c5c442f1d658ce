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

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.wsgi.spring.boot.web.CallScope;
import io.wsgi.spring.boot.web.CallScopeFactory;
import io.wsgi.worker.WorkerSettings;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * The session of a request, for Python: that of the servlet container, or of Spring
 * Session. What it has that Python has no value for, such as the context of Spring
 * Security, is neither seen nor changed.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class SessionAccess implements DoorService, CallScopeFactory {

	private final Set<String> applications;

	private final ThreadLocal<@Nullable SessionScope> scopes = new ThreadLocal<>();

	/**
	 * Create new access.
	 * @param applications the names of the applications that may use sessions
	 */
	public SessionAccess(Set<String> applications) {
		this.applications = Set.copyOf(applications);
	}

	@Override
	public Map<String, Operation> operations() {
		return Map.of("session.get", this::get, "session.put", this::put, "session.remove", this::remove,
				"session.values", (question) -> values(scope(question)), "session.clear", this::clear, "session.id",
				(question) -> scope(question).id(), "session.change_id", (question) -> scope(question).changeId(),
				"session.invalidate", this::invalidate);
	}

	private SessionScope scope(Question question) {
		SessionScope scope = this.scopes.get();
		if (scope != null) {
			return scope;
		}
		throw new Refusal(Refusal.Kind.STATE,
				this.applications.contains(question.application())
						? "There is no session here: this thread serves no request"
						: "wsgi.session is off: Python may use the sessions of requests when it is on");
	}

	// A list of it, so that nothing can be told from a value
	private Object get(Question question) {
		Object value = scope(question).get(question.text(0));
		if (value == null) {
			return List.of();
		}
		checkPlain(question.text(0), value);
		return List.of(value);
	}

	private @Nullable Object put(Question question) {
		Object value = question.value(1);
		if (value == null) {
			throw new Refusal(Refusal.Kind.TYPE, "A session keeps no None: delete '" + question.text(0) + "' instead");
		}
		SessionScope scope = scope(question);
		Object before = scope.get(question.text(0));
		if (before != null) {
			checkPlain(question.text(0), before);
		}
		scope.put(question.text(0), value);
		return null;
	}

	private Object remove(Question question) {
		SessionScope scope = scope(question);
		Object value = scope.get(question.text(0));
		if (value == null) {
			return List.of();
		}
		checkPlain(question.text(0), value);
		scope.remove(question.text(0));
		return List.of(value);
	}

	private @Nullable Object clear(Question question) {
		SessionScope scope = scope(question);
		values(scope).keySet().forEach(scope::remove);
		return null;
	}

	private @Nullable Object invalidate(Question question) {
		scope(question).invalidate();
		return null;
	}

	private static Map<String, Object> values(SessionScope scope) {
		Map<String, Object> values = new TreeMap<>();
		for (String name : new ArrayList<>(scope.names())) {
			Object value = scope.get(name);
			if (value != null && isPlain(value)) {
				values.put(name, value);
			}
		}
		return Collections.unmodifiableMap(values);
	}

	private static void checkPlain(String name, Object value) {
		if (!isPlain(value)) {
			throw new Refusal(Refusal.Kind.TYPE, "'%s' of the session is a %s, which has no value in Python"
				.formatted(name, value.getClass().getName()));
		}
	}

	private static boolean isPlain(Object value) {
		try {
			WireWriter.write(value);
			return true;
		}
		catch (Refusal ex) {
			return false;
		}
	}

	// A call that serves no request has no session
	@Override
	public @Nullable CallScope create(WorkerSettings application) {
		return null;
	}

	@Override
	public @Nullable CallScope create(WorkerSettings application, HttpServletRequest request,
			HttpServletResponse response) {
		return this.applications.contains(application.name()) ? new SessionScope(this.scopes, request, response) : null;
	}

}
