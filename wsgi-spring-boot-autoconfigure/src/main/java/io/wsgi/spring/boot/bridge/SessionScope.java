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

import java.util.Collections;
import java.util.List;
import java.util.function.Function;

import io.wsgi.spring.boot.web.AsyncCallScope;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

/**
 * The session of the request that a call serves. It is looked up before the call, on the
 * thread of the request, and begun by the first change. When the response is about to go
 * to the client, the request is not touched any more, which may soon be another one.
 *
 * @author wsgi-spring-boot contributors
 */
final class SessionScope implements AsyncCallScope {

	private final ThreadLocal<@Nullable SessionScope> current;

	private final HttpServletRequest request;

	private final HttpServletResponse lock;

	private volatile @Nullable HttpSession session;

	private boolean responding;

	/**
	 * Create a new scope, on the thread of the request.
	 * @param current has the scope of each thread
	 * @param request the request
	 * @param response the response, whose headers a change may change
	 */
	SessionScope(ThreadLocal<@Nullable SessionScope> current, HttpServletRequest request,
			HttpServletResponse response) {
		this.current = current;
		this.request = request;
		this.lock = response;
		this.session = request.getSession(false);
	}

	@Nullable Object get(String name) {
		return read((session) -> session.getAttribute(name));
	}

	List<String> names() {
		List<String> names = read((session) -> Collections.list(session.getAttributeNames()));
		return (names != null) ? names : List.of();
	}

	@Nullable String id() {
		return read((session) -> isOpen(session) ? session.getId() : null);
	}

	private static boolean isOpen(HttpSession session) {
		try {
			session.getCreationTime();
			return true;
		}
		catch (IllegalStateException ex) {
			// Another request has ended it
			return false;
		}
	}

	private <T> @Nullable T read(Function<HttpSession, @Nullable T> reader) {
		HttpSession known = this.session;
		try {
			return (known != null) ? reader.apply(known) : null;
		}
		catch (IllegalStateException ex) {
			// Another request has ended it
			return null;
		}
	}

	void put(String name, Object value) {
		synchronized (this.lock) {
			checkChangeable();
			HttpSession known = this.session;
			if (known == null || !isOpen(known)) {
				known = this.request.getSession(true);
				this.session = known;
			}
			known.setAttribute(name, value);
		}
	}

	void remove(String name) {
		synchronized (this.lock) {
			checkChangeable();
			HttpSession known = this.session;
			if (known != null && isOpen(known)) {
				known.removeAttribute(name);
			}
		}
	}

	/**
	 * Give the session another id, and the client with it, such as after a login.
	 * @return the new id
	 */
	String changeId() {
		synchronized (this.lock) {
			checkChangeable();
			HttpSession known = this.session;
			if (known != null && isOpen(known)) {
				return this.request.changeSessionId();
			}
			known = this.request.getSession(true);
			this.session = known;
			return known.getId();
		}
	}

	void invalidate() {
		synchronized (this.lock) {
			checkChangeable();
			HttpSession known = this.session;
			this.session = null;
			if (known != null) {
				try {
					known.invalidate();
				}
				catch (IllegalStateException ex) {
					// Another request was faster
				}
			}
		}
	}

	private void checkChangeable() {
		if (this.responding) {
			throw new Refusal(Refusal.Kind.STATE,
					"The response has begun, or the request is over: a session is changed before that");
		}
	}

	@Override
	public void responding() {
		synchronized (this.lock) {
			this.responding = true;
		}
	}

	@Override
	public void open() {
		this.current.set(this);
	}

	@Override
	public Runnable enter() {
		SessionScope before = this.current.get();
		this.current.set(this);
		return () -> this.current.set(before);
	}

	@Override
	public void close(int status, @Nullable String report) {
		this.current.remove();
	}

}
