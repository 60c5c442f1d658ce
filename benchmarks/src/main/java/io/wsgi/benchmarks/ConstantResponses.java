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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

/**
 * The same responses as those of {@code apps/raw.py}, by the shortest way that Spring MVC
 * has.
 *
 * @author wsgi-spring-boot contributors
 */
@Configuration(proxyBeanMethods = false)
class ConstantResponses {

	private static final String PATTERN = "0123456789abcdef";

	@Bean
	HandlerMapping constantResponseMapping() {
		Map<String, HttpRequestHandler> handlers = Map.of("/hello", constant("text/plain", "Hello World!"), "/get-10k",
				constant("application/octet-stream", PATTERN.repeat(640)), "/get-100k",
				constant("application/octet-stream", PATTERN.repeat(6400)), "/echo", this::echo);
		return new SimpleUrlHandlerMapping(handlers, 0);
	}

	private HttpRequestHandler constant(String contentType, String text) {
		byte[] body = text.getBytes(StandardCharsets.US_ASCII);
		return (request, response) -> respond(response, contentType, body);
	}

	private void echo(HttpServletRequest request, HttpServletResponse response) throws IOException {
		byte[] body = request.getInputStream().readNBytes(request.getContentLength());
		respond(response, "application/octet-stream", body);
	}

	private void respond(HttpServletResponse response, String contentType, byte[] body) throws IOException {
		response.setContentType(contentType);
		response.setContentLength(body.length);
		response.getOutputStream().write(body);
	}

}
