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

import java.util.Locale;
import java.util.Map;

import org.springframework.util.LinkedCaseInsensitiveMap;

/**
 * A GET request that the server makes to an application itself.
 *
 * @param path the path and query, below the context path
 * @param headers the headers
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public record InternalRequest(String path, Map<String, String> headers) {

	/**
	 * Make the CGI variables, those that a request of a client over plain HTTP has.
	 * @param contextPath the context path of the web application, decoded
	 * @param mountPath where the application is served
	 * @return the variables, as {@link io.wsgi.runtime.Exchange#environ()} wants them
	 * @throws IllegalArgumentException if they cannot be represented
	 */
	public String environ(String contextPath, MountPath mountPath) {
		String scriptName = RequestPath.nativeString(contextPath) + mountPath.prefix();
		String target = RequestPath.encode(contextPath.replace("%", "%25")) + RequestPath.encode(this.path);
		int mark = target.indexOf('?');
		String rawPath = (mark < 0) ? target : target.substring(0, mark);
		EnvironBuilder environ = new EnvironBuilder();
		try {
			environ.add("REQUEST_METHOD", "GET")
				.add("SCRIPT_NAME", scriptName)
				.add("PATH_INFO", RequestPath.decode(rawPath).substring(scriptName.length()))
				.add("QUERY_STRING", (mark < 0) ? "" : target.substring(mark + 1))
				.add("REQUEST_URI", target)
				.add("RAW_URI", target)
				.add("SERVER_NAME", "localhost")
				.add("SERVER_PORT", "80")
				.add("SERVER_PROTOCOL", "HTTP/1.1")
				.add("REMOTE_ADDR", "127.0.0.1")
				.add("REMOTE_PORT", "0")
				.add("wsgi.url_scheme", "http");
			allHeaders().forEach((name, value) -> environ.add("HTTP_" + name.toUpperCase(Locale.ROOT).replace('-', '_'),
					RequestPath.nativeString(value)));
		}
		catch (BadRequestException ex) {
			throw new IllegalArgumentException(ex.getMessage(), ex);
		}
		return environ.toString();
	}

	/**
	 * Return whether the request goes to what is served at a path.
	 * @param mountPath the path
	 * @return whether it does
	 */
	public boolean isBelow(MountPath mountPath) {
		int mark = this.path.indexOf('?');
		String raw = RequestPath.encode((mark < 0) ? this.path : this.path.substring(0, mark));
		try {
			return mountPath.contains(RequestPath.decode(raw));
		}
		catch (BadRequestException ex) {
			return mountPath.contains(raw);
		}
	}

	private Map<String, String> allHeaders() {
		Map<String, String> all = new LinkedCaseInsensitiveMap<>();
		all.put("Host", "localhost");
		all.put("User-Agent", "wsgi-spring-boot");
		all.putAll(this.headers);
		return all;
	}

}
