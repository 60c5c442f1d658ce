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

import java.util.function.BooleanSupplier;

import jakarta.servlet.ServletRequest;

/**
 * The mark of a request with which it can be found out whether the client is still there.
 * Without it that shows when something is sent.
 *
 * @author wsgi-spring-boot contributors
 */
final class ClientPresence {

	private static final String MARK = ClientPresence.class.getName();

	private ClientPresence() {
	}

	static void mark(ServletRequest request, BooleanSupplier presence) {
		request.setAttribute(MARK, presence);
	}

	static BooleanSupplier of(ServletRequest request) {
		return (request.getAttribute(MARK) instanceof BooleanSupplier presence) ? presence : () -> true;
	}

}
