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
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.function.Function;

import io.wsgi.reload.LoadFailure;
import io.wsgi.worker.WorkerPool;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.util.HtmlUtils;

/**
 * {@link HandlerInterceptor} that answers for an application whose files could not be
 * loaded, and shows why. For development.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class LoadFailureInterceptor implements HandlerInterceptor {

	private static final String PAGE = """
			<!DOCTYPE html>
			<html lang="en">
			<head>
			<meta charset="utf-8">
			<title>The application could not be loaded</title>
			<style>
			body { margin: 2rem; font: 1rem/1.5 system-ui, sans-serif; color: #222; background: #fff }
			h1 { font-size: 1.25rem; overflow-wrap: anywhere }
			pre { padding: 1rem; overflow-x: auto; background: #f4f4f4; border-left: 4px solid #c00 }
			</style>
			</head>
			<body>
			<h1>%s</h1>
			<pre>%s</pre>
			<p>The application is loaded again when its files change. This page is there because
			<code>wsgi.reload</code> is on.</p>
			</body>
			</html>
			""";

	private final Function<WorkerPool, @Nullable LoadFailure> failures;

	/**
	 * Create a new interceptor.
	 * @param failures tells why an application could not be loaded, if so
	 */
	public LoadFailureInterceptor(Function<WorkerPool, @Nullable LoadFailure> failures) {
		this.failures = failures;
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
			throws IOException {
		LoadFailure failure = (handler instanceof WsgiRequestHandler application)
				? this.failures.apply(application.workers()) : null;
		if (failure == null) {
			return true;
		}
		boolean html = acceptsHtml(request);
		byte[] body = (html ? page(failure) : text(failure)).getBytes(StandardCharsets.UTF_8);
		response.setStatus(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
		response.setContentType((html ? MediaType.TEXT_HTML_VALUE : MediaType.TEXT_PLAIN_VALUE) + ";charset=UTF-8");
		response.setContentLength(body.length);
		response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
		response.setHeader("X-Content-Type-Options", "nosniff");
		response.setHeader("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
		response.getOutputStream().write(body);
		return false;
	}

	private boolean acceptsHtml(HttpServletRequest request) {
		return Collections.list(request.getHeaders(HttpHeaders.ACCEPT))
			.stream()
			.anyMatch((accept) -> accept.contains(MediaType.TEXT_HTML_VALUE));
	}

	private String page(LoadFailure failure) {
		return PAGE.formatted(HtmlUtils.htmlEscape(failure.message()), HtmlUtils.htmlEscape(failure.traceback()));
	}

	private String text(LoadFailure failure) {
		return failure.message() + "\n\n" + failure.traceback() + "\n";
	}

}
