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

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.function.support.RouterFunctionMapping;
import org.springframework.web.servlet.handler.AbstractHandlerMapping;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.servlet.handler.HandlerMethodMappingNamingStrategy;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * The paths that handlers of the Spring application may claim before a WSGI application,
 * by their first segment. To ask every mapping for every request costs the more the more
 * controllers there are.
 * <p>
 * It errs on the safe side: what it cannot tell claims every path. Controllers that are
 * registered later count at once.
 *
 * @author wsgi-spring-boot contributors
 */
final class ClaimedPaths {

	private final List<HandlerMapping> mappings;

	private final Supplier<List<PathPattern>> patterns;

	private final AtomicInteger registrations = new AtomicInteger();

	private volatile @Nullable Index index;

	/**
	 * Create the paths of some mappings.
	 * @param mappings the mappings that come before that of the WSGI applications
	 * @param patterns what else is claimed
	 */
	ClaimedPaths(List<HandlerMapping> mappings, Supplier<List<PathPattern>> patterns) {
		this.mappings = List.copyOf(mappings);
		this.patterns = patterns;
		for (HandlerMapping mapping : this.mappings) {
			if (mapping instanceof RequestMappingInfoHandlerMapping methods) {
				watch(methods);
			}
		}
	}

	// A mapping names each handler method while it registers it, under the lock that
	// whoever asks for the methods needs
	private void watch(RequestMappingInfoHandlerMapping mapping) {
		HandlerMethodMappingNamingStrategy<RequestMappingInfo> strategy = mapping.getNamingStrategy();
		if (strategy != null) {
			mapping.setHandlerMethodMappingNamingStrategy((method, info) -> {
				this.registrations.incrementAndGet();
				return strategy.getName(method, info);
			});
		}
	}

	/**
	 * Return whether a handler of the Spring application may want a request.
	 * @param path the path within the application, as it stands in the request
	 * @return whether the mappings have to be asked
	 */
	boolean mayContain(String path) {
		int registered = this.registrations.get();
		Index known = this.index;
		if (known == null || known.registrations() != registered) {
			known = new Index(registered, firstSegments());
			this.index = known;
		}
		return known.segments() == null || !isPlain(path) || known.segments().contains(firstSegment(path));
	}

	// Spring decodes or normalizes others before it compares them
	private boolean isPlain(String path) {
		char before = 0;
		for (int i = 0; i < path.length(); i++) {
			char character = path.charAt(i);
			if (character == '%' || character == ';' || character == '\\'
					|| (before == '/' && (character == '/' || character == '.'))) {
				return false;
			}
			before = character;
		}
		return path.startsWith("/");
	}

	private String firstSegment(String path) {
		int end = path.indexOf('/', 1);
		return path.substring(1, (end < 0) ? path.length() : end);
	}

	private @Nullable Set<String> firstSegments() {
		Set<String> segments = new HashSet<>();
		for (HandlerMapping mapping : this.mappings) {
			if (!addSegments(mapping, segments)) {
				return null;
			}
		}
		return addSegments(this.patterns.get(), segments) ? segments : null;
	}

	private boolean addSegments(HandlerMapping mapping, Set<String> segments) {
		if (!mapping.getClass().getName().startsWith("org.springframework.")
				|| !(mapping instanceof AbstractHandlerMapping known) || known.getDefaultHandler() != null) {
			return false;
		}
		return switch (known) {
			case RouterFunctionMapping functions -> functions.getRouterFunction() == null;
			case RequestMappingInfoHandlerMapping methods -> isComparable(methods)
					&& methods.getNamingStrategy() != null
					&& methods.getHandlerMethods()
						.keySet()
						.stream()
						.map(RequestMappingInfo::getPathPatternsCondition)
						.allMatch((condition) -> condition != null && addSegments(condition.getPatterns(), segments));
			case AbstractUrlHandlerMapping urls -> addSegments(urls, segments);
			default -> false;
		};
	}

	private boolean isComparable(AbstractHandlerMapping mapping) {
		PathPatternParser parser = mapping.getPatternParser();
		return parser != null && parser.isCaseSensitive();
	}

	private boolean addSegments(AbstractUrlHandlerMapping mapping, Set<String> segments) {
		if (mapping.getRootHandler() != null) {
			segments.add("");
		}
		return mapping.getHandlerMap().isEmpty()
				|| (isComparable(mapping) && addSegments(mapping.getPathPatternHandlerMap().keySet(), segments));
	}

	private boolean addSegments(Collection<PathPattern> added, Set<String> segments) {
		return added.stream().allMatch((pattern) -> addSegment(pattern, segments));
	}

	private boolean addSegment(PathPattern pattern, Set<String> segments) {
		String text = pattern.getPatternString();
		if (!text.isEmpty() && !isPlain(text)) {
			return false;
		}
		String segment = text.isEmpty() ? "" : firstSegment(text);
		if (segment.chars().anyMatch((character) -> "*?{}".indexOf(character) >= 0)) {
			return false;
		}
		segments.add(segment);
		return true;
	}

	/**
	 * The first segments of all patterns.
	 *
	 * @param registrations how many registrations had been noticed before
	 * @param segments the segments, or {@code null} if they cannot be told
	 */
	private record Index(int registrations, @Nullable Set<String> segments) {

	}

}
