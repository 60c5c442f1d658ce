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

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * JUnit extension that hands the {@link WsgiServer} to tests: the same one to all of
 * them, because an interpreter takes seconds to start.
 *
 * @author wsgi-spring-boot contributors
 */
class WsgiServerExtension implements ParameterResolver {

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == WsgiServer.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		// A JVM of several that share the tests gets one class after the other
		Store store = context.getStore(StoreScope.LAUNCHER_SESSION, Namespace.create(WsgiServerExtension.class));
		return store.computeIfAbsent(WsgiServer.class,
				(type) -> WsgiServer.start("wsgi.env.CONFORMANCE=from settings", "wsgi.env.REQUEST_METHOD=BOGUS",
						"wsgi.max-request-size=3GB", "wsgi.max-in-memory-size=64KB",
						"wsgi.max-response-buffer-size=8MB"));
	}

}
