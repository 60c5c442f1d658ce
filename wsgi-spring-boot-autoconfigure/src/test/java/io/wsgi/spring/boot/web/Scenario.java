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

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What one of the conformance applications is to do with a request, in expressions of
 * Python.
 *
 * @author wsgi-spring-boot contributors
 */
final class Scenario {

	private final String application;

	private final String key = WsgiServer.newKey();

	private final Map<String, String> parameters = new LinkedHashMap<>();

	private Scenario(String application) {
		this.application = application;
		this.parameters.put("key", this.key);
	}

	static Scenario of(String application) {
		return new Scenario(application);
	}

	/**
	 * Respond with an iterable.
	 * @param body the expression of the iterable
	 * @return the scenario
	 */
	static Scenario respond(String body) {
		return of("respond").with("body", body);
	}

	/**
	 * Call {@code start_response}, and tell in a header what it raises.
	 * @param arguments the expressions of the arguments
	 * @return the scenario
	 */
	static Scenario startResponse(String arguments) {
		return of("start").with("call", "start_response(" + arguments + ")");
	}

	Scenario with(String name, String value) {
		this.parameters.put(name, value);
		return this;
	}

	Scenario status(String status) {
		return with("status", status);
	}

	Scenario headers(String headers) {
		return with("headers", headers);
	}

	Scenario write(String blocks) {
		return with("write", blocks);
	}

	String key() {
		return this.key;
	}

	String target() {
		return "/" + this.application
				+ this.parameters.entrySet()
					.stream()
					.map((parameter) -> parameter.getKey() + "=" + encode(parameter.getValue()))
					.collect(Collectors.joining("&", "?", ""));
	}

	static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

}
