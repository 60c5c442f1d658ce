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
import java.nio.charset.Charset;
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
 * Stands in for a body that something in front of the application has consumed. That of a
 * form is written anew if it was by asking for parameters: a filter against cross-site
 * request forgery does so, for example. The result means the same, but need not be the
 * same to the byte.
 *
 * @author wsgi-spring-boot contributors
 */
final class ConsumedForm {

	private static final Log logger = LogFactory.getLog(ConsumedForm.class);

	private static final String FORM = "application/x-www-form-urlencoded";

	private final AtomicBoolean rebuiltTold = new AtomicBoolean();

	private final AtomicBoolean refusedTold = new AtomicBoolean();

	/**
	 * Return whether a request has fields of a form, apart from those of its query.
	 * @param request a request whose body has been consumed, if it had one
	 * @return whether it has
	 */
	boolean hasFields(HttpServletRequest request) {
		return isForm(request) && !fields(request).isEmpty();
	}

	private boolean isForm(HttpServletRequest request) {
		String type = request.getContentType();
		return type != null && type.regionMatches(true, 0, FORM, 0, FORM.length());
	}

	/**
	 * Write the body.
	 * @param request a request whose body has been consumed
	 * @return the body
	 * @throws BadRequestException if nobody knows any more what it was
	 */
	byte[] rebuild(HttpServletRequest request) {
		String fields = isForm(request) ? fields(request) : "";
		if (fields.isEmpty()) {
			throw refusal(request);
		}
		if (this.rebuiltTold.compareAndSet(false, true)) {
			logger.warn(LogMessage.format(
					"Something in front of the WSGI application has consumed the form of %s %s "
							+ "(a filter that asks for parameters?), so it is written anew from its parameters: "
							+ "they keep their values, but not their exact form. Further ones are not reported",
					request.getMethod(), request.getRequestURI()));
		}
		return fields.getBytes(StandardCharsets.US_ASCII);
	}

	private BadRequestException refusal(HttpServletRequest request) {
		if (this.refusedTold.compareAndSet(false, true)) {
			logger.warn(LogMessage.format(
					"Something in front of the WSGI application has consumed the body of %s %s, of type %s "
							+ "(a filter that asks for parameters, or reads it?), so it is answered with 400. If it is "
							+ "multipart: let the client send the token that is asked for as a header, or set "
							+ "spring.servlet.multipart.enabled=false. Further ones are not reported",
					request.getMethod(), request.getRequestURI(), request.getContentType()));
		}
		return new BadRequestException("The body was consumed before the application could have it");
	}

	private String fields(HttpServletRequest request) {
		Charset charset = charset(request);
		List<String> inQuery = namesInQuery(request.getQueryString());
		StringJoiner body = new StringJoiner("&");
		// The values of the query come first
		request.getParameterMap()
			.forEach((name, values) -> Arrays.stream(values)
				.skip(Collections.frequency(inQuery, name))
				.forEach((value) -> body
					.add(URLEncoder.encode(name, charset) + "=" + URLEncoder.encode(value, charset))));
		return body.toString();
	}

	private Charset charset(HttpServletRequest request) {
		String name = request.getCharacterEncoding();
		try {
			return (name != null) ? Charset.forName(name) : StandardCharsets.UTF_8;
		}
		catch (IllegalArgumentException ex) {
			return StandardCharsets.UTF_8;
		}
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

}
