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

package io.wsgi.benchmarks;

import io.wsgi.runtime.RequestBody;

/**
 * The requests that are made, and how long the bodies of the responses are.
 */
public enum Request {

	/**
	 * A short response.
	 */
	HELLO("GET", "/hello", RequestBody.EMPTY, 12),

	/**
	 * A response of 10 KB.
	 */
	GET_10K("GET", "/get-10k", RequestBody.EMPTY, 10 * 1024),

	/**
	 * A request and a response of 10 KB.
	 */
	ECHO_10K("POST", "/echo", new RequestBody.InMemory(new byte[10 * 1024]), 10 * 1024);

	private final String environ;

	private final RequestBody body;

	private final int length;

	Request(String method, String path, RequestBody body, int length) {
		this.environ = String.join("\0", "REQUEST_METHOD", method, "SCRIPT_NAME", "", "PATH_INFO", path, "QUERY_STRING",
				"", "REQUEST_URI", path, "RAW_URI", path, "SERVER_NAME", "127.0.0.1", "SERVER_PORT", "8080",
				"SERVER_PROTOCOL", "HTTP/1.1", "REMOTE_ADDR", "127.0.0.1", "REMOTE_PORT", "40000", "wsgi.url_scheme",
				"http", "CONTENT_LENGTH", Long.toString(body.length()), "HTTP_HOST", "127.0.0.1:8080");
		this.body = body;
		this.length = length;
	}

	CountingExchange newExchange() {
		return new CountingExchange(this.environ, this.body);
	}

	/**
	 * Make sure that the response was complete.
	 * @param exchange the exchange, which is over
	 * @return the exchange
	 */
	CountingExchange checked(CountingExchange exchange) {
		if (exchange.length() != this.length) {
			throw new IllegalStateException(this + ": " + exchange.length() + " bytes");
		}
		return exchange;
	}

}
