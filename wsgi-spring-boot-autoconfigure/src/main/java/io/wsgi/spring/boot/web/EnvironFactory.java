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

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Makes the CGI variables of a request (PEP 3333, "environ Variables"; RFC 3875 section
 * 4.1).
 *
 * @author wsgi-spring-boot contributors
 */
final class EnvironFactory {

	private final MountPath mountPath;

	private final HeaderVariables headers;

	private final List<EnvironCustomizer> customizers;

	EnvironFactory(MountPath mountPath, UnderscoreHeaderPolicy underscores, List<EnvironCustomizer> customizers) {
		this.mountPath = mountPath;
		this.customizers = List.copyOf(customizers);
		this.headers = new HeaderVariables(underscores);
	}

	/**
	 * Make the variables.
	 * @param request the request
	 * @param contentLength the size of the body, or {@code -1} if the request has none
	 * @return the variables, as {@link io.wsgi.runtime.Exchange#environ()} wants them
	 * @throws BadRequestException if the request cannot be represented
	 */
	String create(HttpServletRequest request, long contentLength) {
		EnvironBuilder environ = new EnvironBuilder();
		String rawPath = request.getRequestURI();
		String query = request.getQueryString();
		String target = (query != null) ? rawPath + '?' + query : rawPath;
		String scriptName = RequestPath.decode(request.getContextPath()) + this.mountPath.prefix();
		String path = RequestPath.decode(rawPath);
		String protocol = request.getProtocol();
		environ.add("REQUEST_METHOD", request.getMethod())
			.add("SCRIPT_NAME", scriptName)
			.add("PATH_INFO", path.startsWith(scriptName) ? path.substring(scriptName.length()) : path)
			.add("QUERY_STRING", (query != null) ? query : "")
			.add("REQUEST_URI", target)
			.add("RAW_URI", target)
			.add("SERVER_NAME", serverName(request))
			.add("SERVER_PORT", Integer.toString(request.getServerPort()))
			.add("SERVER_PROTOCOL", protocol)
			.add("REMOTE_ADDR", request.getRemoteAddr())
			.add("REMOTE_PORT", Integer.toString(request.getRemotePort()))
			.add("wsgi.url_scheme", request.getScheme())
			.addIfPresent("CONTENT_TYPE", contentType(request));
		if (contentLength >= 0) {
			environ.add("CONTENT_LENGTH", Long.toString(contentLength));
		}
		String user = request.getRemoteUser();
		if (user != null) {
			environ.add("REMOTE_USER", RequestPath.nativeString(user)).addIfPresent("AUTH_TYPE", request.getAuthType());
		}
		if (request.isSecure()) {
			TlsVariables.append(environ, request);
		}
		this.headers.append(environ, request);
		if (isHostElsewhere(request, protocol)) {
			environ.add("HTTP_HOST", authority(request));
		}
		for (int i = 0; i < this.customizers.size(); i++) {
			this.customizers.get(i)
				.customize(request, (name, value) -> environ.add(name, RequestPath.nativeString(value)));
		}
		return environ.toString();
	}

	/**
	 * Tell whether the host is not what the Host header says: HTTP/2 has none, and Spring
	 * knows better behind a proxy whose forwarded headers it trusts.
	 * @param request the request
	 * @param protocol the protocol of the request
	 * @return whether to take the host from the request
	 */
	static boolean isHostElsewhere(HttpServletRequest request, String protocol) {
		String host = request.getHeader("Host");
		if (host == null) {
			return protocol.startsWith("HTTP/2");
		}
		String name = request.getServerName();
		boolean begins = host.regionMatches(true, 0, name, 0, name.length());
		boolean same = begins && (host.length() == name.length() || host.charAt(name.length()) == ':');
		return !host.isEmpty() && !same;
	}

	/**
	 * Return what is the Host header in HTTP/1.1 (RFC 9113 section 8.3.1).
	 * @param request the request
	 * @return the host, and the port unless it is the usual one
	 */
	static String authority(HttpServletRequest request) {
		int port = request.getServerPort();
		String name = serverName(request);
		int usual = request.getScheme().equals("https") ? 443 : 80;
		return (port != usual) ? name + ':' + port : name;
	}

	/**
	 * Return the name of the server, which must not be empty, as the Host header may be.
	 * @param request the request
	 * @return the name, or else the address to which the client has connected
	 */
	static String serverName(HttpServletRequest request) {
		String name = request.getServerName();
		if (StringUtils.hasLength(name)) {
			return name;
		}
		String address = request.getLocalAddr();
		if (!StringUtils.hasLength(address)) {
			return "localhost";
		}
		return (address.indexOf(':') >= 0) ? '[' + address + ']' : address;
	}

	private @Nullable String contentType(HttpServletRequest request) {
		Enumeration<String> types = request.getHeaders("Content-Type");
		if (!types.hasMoreElements()) {
			return null;
		}
		String type = types.nextElement();
		if (types.hasMoreElements()) {
			throw new BadRequestException("More than one Content-Type");
		}
		return type;
	}

}
