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

import java.util.function.BiConsumer;

import jakarta.servlet.http.HttpServletResponse;

/**
 * Status and headers of a response, as they come from Python: lines with the status, and
 * then the names and values of the headers in turn.
 *
 * @author wsgi-spring-boot contributors
 */
final class ResponseHead {

	private static final char SEPARATOR = '\n';

	private final String lines;

	ResponseHead(String lines) {
		this.lines = lines;
	}

	int status() {
		return Integer.parseInt(this.lines, 0, 3, 10);
	}

	/**
	 * Hand out the headers.
	 * @param consumer takes the name and the value of each
	 */
	void forEachHeader(BiConsumer<String, String> consumer) {
		int end = endOfLine(0);
		while (end < this.lines.length()) {
			int endOfName = endOfLine(end + 1);
			String name = this.lines.substring(end + 1, endOfName);
			end = endOfLine(endOfName + 1);
			consumer.accept(name, this.lines.substring(endOfName + 1, end));
		}
	}

	/**
	 * Set status and headers.
	 * @param response the response
	 * @param bodyLength the size of the body if it is known, else {@code -1}
	 * @param server the Server header, if the application sends none
	 */
	void applyTo(HttpServletResponse response, long bodyLength, String server) {
		int status = status();
		response.setStatus(status);
		forEachHeader(response::addHeader);
		if (!response.containsHeader("Server")) {
			response.setHeader("Server", server);
		}
		if (bodyLength >= 0 && status != 204 && status != 304 && !response.containsHeader("Content-Length")) {
			response.setContentLengthLong(bodyLength);
		}
	}

	private int endOfLine(int start) {
		int end = this.lines.indexOf(SEPARATOR, start);
		return (end >= 0) ? end : this.lines.length();
	}

}
