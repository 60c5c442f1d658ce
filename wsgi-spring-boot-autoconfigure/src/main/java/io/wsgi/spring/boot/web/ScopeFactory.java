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

import java.util.Enumeration;
import java.util.List;
import java.util.Locale;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Makes what the scope of an ASGI application is made of: CGI variables, and the headers
 * as they came, whose names begin with a colon.
 *
 * @author wsgi-spring-boot contributors
 */
final class ScopeFactory {

	private static final String HOST = ":host";

	private final MountPath mountPath;

	private final UnderscoreHeaderPolicy underscores;

	private final List<EnvironCustomizer> customizers;

	ScopeFactory(MountPath mountPath, UnderscoreHeaderPolicy underscores, List<EnvironCustomizer> customizers) {
		this.mountPath = mountPath;
		this.underscores = underscores;
		this.customizers = List.copyOf(customizers);
	}

	/**
	 * Make the text.
	 * @param request the request
	 * @return names and values, as {@link io.wsgi.runtime.Exchange#environ()} wants them
	 * @throws BadRequestException if the request cannot be represented
	 */
	String create(HttpServletRequest request) {
		return create(request, new EnvironBuilder());
	}

	/**
	 * Make the text for a request that wants to become a WebSocket.
	 * @param request the request
	 * @return names and values, as {@link io.wsgi.runtime.Exchange#environ()} wants them
	 * @throws BadRequestException if the request cannot be represented
	 */
	String createWebSocket(HttpServletRequest request) {
		return create(request, new EnvironBuilder().add("asgi.websocket", "1"));
	}

	private String create(HttpServletRequest request, EnvironBuilder scope) {
		String rawPath = request.getRequestURI();
		String query = request.getQueryString();
		String rootPath = RequestPath.decode(request.getContextPath()) + this.mountPath.prefix();
		String path = RequestPath.decode(rawPath);
		String protocol = request.getProtocol();
		scope.add("REQUEST_METHOD", request.getMethod())
			.add("SCRIPT_NAME", rootPath)
			.add("PATH_INFO", path.startsWith(rootPath) ? path.substring(rootPath.length()) : path)
			.add("QUERY_STRING", (query != null) ? query : "")
			.add("RAW_URI", rawPath)
			.add("SERVER_PROTOCOL", protocol)
			.add("wsgi.url_scheme", request.getScheme())
			.addIfPresent("REMOTE_ADDR", request.getRemoteAddr())
			.add("REMOTE_PORT", Integer.toString(request.getRemotePort()))
			.addIfPresent("SERVER_NAME", request.getLocalAddr())
			.add("SERVER_PORT", Integer.toString(request.getLocalPort()));
		String user = request.getRemoteUser();
		if (user != null) {
			scope.add("REMOTE_USER", RequestPath.nativeString(user)).addIfPresent("AUTH_TYPE", request.getAuthType());
		}
		if (request.isSecure()) {
			TlsVariables.append(scope, request);
		}
		appendHeaders(scope, request, protocol);
		for (int i = 0; i < this.customizers.size(); i++) {
			this.customizers.get(i)
				.customize(request, (name, value) -> scope.add(name, RequestPath.nativeString(value)));
		}
		return scope.toString();
	}

	private void appendHeaders(EnvironBuilder scope, HttpServletRequest request, String protocol) {
		boolean hostElsewhere = EnvironFactory.isHostElsewhere(request, protocol);
		if (hostElsewhere) {
			scope.add(HOST, EnvironFactory.authority(request));
		}
		Enumeration<String> names = request.getHeaderNames();
		while (names.hasMoreElements()) {
			String name = names.nextElement();
			String header = ':' + name.toLowerCase(Locale.ROOT);
			if ((hostElsewhere && header.equals(HOST)) || isAmbiguous(name)) {
				continue;
			}
			Enumeration<String> values = request.getHeaders(name);
			while (values.hasMoreElements()) {
				scope.add(header, values.nextElement());
			}
		}
	}

	private boolean isAmbiguous(String name) {
		return name.indexOf('_') >= 0 && !this.underscores.allows(name.toUpperCase(Locale.ROOT));
	}

}
