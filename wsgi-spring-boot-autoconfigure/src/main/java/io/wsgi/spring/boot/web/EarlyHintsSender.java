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

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.connector.ResponseFacade;

import org.springframework.util.ClassUtils;

/**
 * Sends interim responses with status 103, which only Tomcat's own response can.
 *
 * @author wsgi-spring-boot contributors
 */
final class EarlyHintsSender {

	private static final boolean TOMCAT_PRESENT = ClassUtils.isPresent("org.apache.catalina.connector.ResponseFacade",
			EarlyHintsSender.class.getClassLoader());

	private EarlyHintsSender() {
	}

	/**
	 * Send an interim response. Does nothing if that is not possible: hints are optional.
	 * @param hints the headers
	 * @param response the response
	 */
	static void send(ResponseHead hints, HttpServletResponse response) {
		if (!TOMCAT_PRESENT) {
			return;
		}
		ServletResponse target = response;
		while (target instanceof ServletResponseWrapper wrapper) {
			target = wrapper.getResponse();
		}
		if (target instanceof ResponseFacade tomcat) {
			// A session that Python begins adds a cookie
			synchronized (response) {
				send(hints, tomcat);
			}
		}
	}

	/**
	 * Send the hints alone. Tomcat sends all headers that the response has so far, those
	 * of filters, too, and keeps them for the final one.
	 * @param hints the headers
	 * @param response the response
	 */
	private static void send(ResponseHead hints, ResponseFacade response) {
		Map<String, List<String>> earlier = new LinkedHashMap<>();
		for (String name : response.getHeaderNames()) {
			earlier.put(name, List.copyOf(response.getHeaders(name)));
		}
		earlier.keySet().forEach((name) -> response.setHeader(name, null));
		Set<String> names = new LinkedHashSet<>();
		hints.forEachHeader((name, value) -> {
			names.add(name);
			response.addHeader(name, value);
		});
		try {
			response.sendEarlyHints();
		}
		finally {
			names.forEach((name) -> response.setHeader(name, null));
			earlier.forEach((name, values) -> values.forEach((value) -> response.addHeader(name, value)));
		}
	}

}
