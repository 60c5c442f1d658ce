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

import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.core.log.LogMessage;
import org.springframework.http.server.PathContainer;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.filter.ServerHttpObservationFilter;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.handler.AbstractHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;
import org.springframework.web.util.pattern.PathPattern;

/**
 * Gives WSGI applications what no controller of the Spring application wants. Static
 * resources come after this mapping, because theirs usually matches every path; resources
 * that have a path pattern of their own are left to them.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class WsgiHandlerMapping extends AbstractHandlerMapping {

	/**
	 * The order of this mapping: after controllers, before static resources.
	 */
	public static final int ORDER = Ordered.LOWEST_PRECEDENCE - 20;

	private static final HttpRequestHandler REFUSAL = (request, response) -> response
		.sendError(HttpServletResponse.SC_BAD_REQUEST);

	private final List<WsgiRequestHandler> handlers;

	private final Supplier<List<PathPattern>> resourcePatterns;

	/**
	 * Create a new mapping.
	 * @param handlers one handler for each application
	 * @param resourcePatterns the patterns of paths that are left to static resources
	 */
	public WsgiHandlerMapping(List<WsgiRequestHandler> handlers, Supplier<List<PathPattern>> resourcePatterns) {
		Comparator<WsgiRequestHandler> byLength = Comparator
			.comparingInt((handler) -> handler.mountPath().prefix().length());
		this.handlers = handlers.stream().sorted(byLength.reversed()).toList();
		this.resourcePatterns = SingletonSupplier.of(resourcePatterns);
		setOrder(ORDER);
	}

	@Override
	protected @Nullable Object getHandlerInternal(HttpServletRequest request) {
		if (isResource(request)) {
			return null;
		}
		WsgiRequestHandler handler = findHandler(request);
		return (handler != null && refuses(handler, request.getRequestURI())) ? REFUSAL : handler;
	}

	Supplier<List<PathPattern>> resourcePatterns() {
		return this.resourcePatterns;
	}

	private boolean refuses(WsgiRequestHandler handler, String path) {
		try {
			if (!handler.ambiguousPaths().refuses(path)) {
				return false;
			}
			this.logger.debug(LogMessage.format("%s is refused, as wsgi.ambiguous-paths says", path));
		}
		catch (BadRequestException ex) {
			this.logger.debug(ex.getMessage());
		}
		return true;
	}

	/**
	 * Have no interceptor see a request that is refused: it might see another path than
	 * filters did.
	 */
	@Override
	protected HandlerExecutionChain getHandlerExecutionChain(Object handler, HttpServletRequest request) {
		return (handler != REFUSAL) ? super.getHandlerExecutionChain(handler, request)
				: new HandlerExecutionChain(handler);
	}

	private boolean isResource(HttpServletRequest request) {
		List<PathPattern> patterns = this.resourcePatterns.get();
		if (patterns.isEmpty()) {
			return false;
		}
		PathContainer path = ServletRequestPathUtils.getParsedRequestPath(request).pathWithinApplication();
		for (PathPattern pattern : patterns) {
			if (pattern.matches(path)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Find the handler of the application below whose path a request is.
	 * @param request the request
	 * @return the handler, or {@code null}
	 */
	@Nullable WsgiRequestHandler findHandler(HttpServletRequest request) {
		String path = decode(request.getRequestURI().substring(request.getContextPath().length()));
		for (WsgiRequestHandler handler : this.handlers) {
			if (handler.mountPath().contains(path)) {
				ServerHttpObservationFilter.findObservationContext(request)
					.ifPresent((context) -> context.setPathPattern(handler.mountPath().pattern()));
				return handler;
			}
		}
		return null;
	}

	private String decode(String path) {
		try {
			return RequestPath.decode(path);
		}
		catch (BadRequestException ex) {
			return path;
		}
	}

	/**
	 * Cross-origin requests are the business of the WSGI application, preflight ones
	 * included.
	 */
	@Override
	protected HandlerExecutionChain getCorsHandlerExecutionChain(HttpServletRequest request,
			HandlerExecutionChain chain, @Nullable CorsConfiguration config) {
		return chain;
	}

}
