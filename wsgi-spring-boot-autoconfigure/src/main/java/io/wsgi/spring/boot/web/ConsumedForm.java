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

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.servlet.http.HttpServletRequest;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogMessage;

/**
 * Writes the body of a form anew whose parameters something in front of the application
 * has asked for, which consumes it: a filter against cross-site request forgery, for
 * example. The result means the same, but need not be the same to the byte.
 *
 * @author wsgi-spring-boot contributors
 */
final class ConsumedForm {

	private static final Log logger = LogFactory.getLog(ConsumedForm.class);

	private static final String FORM = "application/x-www-form-urlencoded";

	private static final String MULTIPART = "multipart/";

	private final AtomicBoolean told = new AtomicBoolean();

	boolean isForm(HttpServletRequest request) {
		String type = request.getContentType();
		return type != null && type.regionMatches(true, 0, FORM, 0, FORM.length());
	}

	/**
	 * Tell, with a warning, whether the request is a multipart form, which cannot be
	 * written anew.
	 * @param request a request whose body has been consumed
	 * @return whether it is one
	 */
	boolean isMultipart(HttpServletRequest request) {
		String type = request.getContentType();
		boolean multipart = type != null && type.regionMatches(true, 0, MULTIPART, 0, MULTIPART.length());
		if (multipart && this.told.compareAndSet(false, true)) {
			logger.warn(LogMessage.format("Something in front of the WSGI application has consumed the multipart body "
					+ "of %s %s (a filter that asks for parameters?), so it is answered with 400: let the client send "
					+ "the token that is asked for as a header, or set spring.servlet.multipart.enabled=false",
					request.getMethod(), request.getRequestURI()));
		}
		return multipart;
	}

	/**
	 * Write the body.
	 * @param request the request
	 * @return the body
	 */
	byte[] rebuild(HttpServletRequest request) {
		if (this.told.compareAndSet(false, true)) {
			logger.warn(LogMessage.format(
					"Something in front of the WSGI application has consumed the form of %s %s "
							+ "(a filter that asks for parameters?), so it is written anew from its parameters: "
							+ "they keep their values, but not their exact form. Further ones are not reported",
					request.getMethod(), request.getRequestURI()));
		}
		List<String> inQuery = namesInQuery(request.getQueryString());
		StringJoiner body = new StringJoiner("&");
		// The values of the query come first
		request.getParameterMap()
			.forEach((name, values) -> Arrays.stream(values)
				.skip(Collections.frequency(inQuery, name))
				.forEach((value) -> body.add(encode(name) + "=" + encode(value))));
		return body.toString().getBytes(StandardCharsets.US_ASCII);
	}

	private List<String> namesInQuery(@Nullable String query) {
		return (query != null) ? Arrays.stream(query.split("&")).map(this::name).toList() : List.of();
	}

	private String name(String pair) {
		String name = pair.split("=", 2)[0];
		try {
			return URLDecoder.decode(name, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			// Tomcat has skipped it, too
			return "";
		}
	}

	private String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

}
