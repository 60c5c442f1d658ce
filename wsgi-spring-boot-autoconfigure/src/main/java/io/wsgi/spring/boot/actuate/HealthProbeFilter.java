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

package io.wsgi.spring.boot.actuate;

import java.io.IOException;
import java.util.Collection;
import java.util.function.Supplier;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.util.function.SingletonSupplier;

/**
 * {@link Filter} that marks requests for the health of the application, so that the
 * access log can leave them out.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class HealthProbeFilter implements Filter {

	/**
	 * The name of the request attribute, for
	 * {@code server.tomcat.accesslog.condition-unless}.
	 */
	public static final String ATTRIBUTE = "wsgi.health-probe";

	private final SingletonSupplier<Collection<String>> paths;

	/**
	 * Create a new filter.
	 * @param paths the paths of health below the context path, asked for with the first
	 * request
	 */
	public HealthProbeFilter(Supplier<Collection<String>> paths) {
		this.paths = SingletonSupplier.of(paths);
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		if (isProbe((HttpServletRequest) request)) {
			request.setAttribute(ATTRIBUTE, Boolean.TRUE);
		}
		chain.doFilter(request, response);
	}

	private boolean isProbe(HttpServletRequest request) {
		String uri = request.getRequestURI();
		int start = request.getContextPath().length();
		for (String path : this.paths.obtain()) {
			int end = start + path.length();
			if (uri.startsWith(path, start) && (uri.length() == end || uri.charAt(end) == '/')) {
				return true;
			}
		}
		return false;
	}

}
