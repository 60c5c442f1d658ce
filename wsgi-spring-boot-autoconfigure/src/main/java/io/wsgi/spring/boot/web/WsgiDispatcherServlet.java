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

import java.io.IOException;
import java.util.List;
import java.util.Set;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.util.ObjectUtils;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.HandlerMapping;

/**
 * A {@link DispatcherServlet} that has a request served by a WSGI application at once
 * when nothing else of Spring MVC has a say in it: no controller or other handler claims
 * the path, and there are no interceptors and no exception resolvers of the application.
 * All filters have seen the request before.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class WsgiDispatcherServlet extends DispatcherServlet {

	private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");

	private transient @Nullable WsgiHandlerMapping applications;

	private transient @Nullable ClaimedPaths claimed;

	@Override
	protected void onRefresh(ApplicationContext context) {
		super.onRefresh(context);
		List<HandlerMapping> mappings = getHandlerMappings();
		this.applications = null;
		if (mappings == null || !servesEverything() || hasOwnExceptionResolvers(context)) {
			return;
		}
		for (int i = 0; i < mappings.size(); i++) {
			if (mappings.get(i) instanceof WsgiHandlerMapping mapping
					&& ObjectUtils.isEmpty(mapping.getAdaptedInterceptors())) {
				this.claimed = new ClaimedPaths(mappings.subList(0, i), mapping.resourcePatterns());
				this.applications = mapping;
				return;
			}
		}
	}

	private boolean servesEverything() {
		ServletRegistration registration = getServletContext().getServletRegistration(getServletName());
		return registration != null && Set.of("/").equals(Set.copyOf(registration.getMappings()));
	}

	private boolean hasOwnExceptionResolvers(ApplicationContext context) {
		return context.getBeansOfType(HandlerExceptionResolver.class, true, false)
			.values()
			.stream()
			.anyMatch((resolver) -> !resolver.getClass().getName().startsWith("org.springframework."));
	}

	@Override
	protected void service(HttpServletRequest request, HttpServletResponse response)
			throws ServletException, IOException {
		WsgiRequestHandler handler = findHandler(request);
		if (handler == null) {
			super.service(request, response);
			return;
		}
		try {
			handler.handleRequest(request, response);
		}
		catch (RuntimeException ex) {
			throw new ServletException("Request processing failed", ex);
		}
	}

	private @Nullable WsgiRequestHandler findHandler(HttpServletRequest request) {
		WsgiHandlerMapping mapping = this.applications;
		ClaimedPaths others = this.claimed;
		if (mapping == null || others == null || request.getDispatcherType() != DispatcherType.REQUEST
				|| !METHODS.contains(request.getMethod())) {
			return null;
		}
		String path = request.getRequestURI().substring(request.getContextPath().length());
		return !others.mayContain(path) ? mapping.findHandler(request) : null;
	}

}
