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

package io.wsgi.spring.boot.web.observation;

import java.util.Locale;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;

/**
 * Makes CGI variables of the headers that a trace is continued with, such as
 * {@code HTTP_TRACEPARENT} (W3C Trace Context). They name the current span in place of
 * that of the client.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class TraceVariables {

	private static final char SEPARATOR = '\0';

	private final Tracer tracer;

	private final Propagator propagator;

	/**
	 * Create a new instance.
	 * @param tracer knows the current span
	 * @param propagator makes headers of it
	 */
	public TraceVariables(Tracer tracer, Propagator propagator) {
		this.tracer = tracer;
		this.propagator = propagator;
	}

	/**
	 * Return the variables for the current span.
	 * @return names and values in turn, with a NUL before each of them
	 */
	String current() {
		Span span = this.tracer.currentSpan();
		StringBuilder variables = new StringBuilder();
		if (span != null) {
			this.propagator.inject(span.context(), variables, (carrier, name, value) -> append(variables, name, value));
		}
		return variables.toString();
	}

	private static void append(StringBuilder variables, String name, String value) {
		String variable = name.toUpperCase(Locale.ROOT).replace('-', '_');
		variables.append(SEPARATOR).append("HTTP_").append(variable).append(SEPARATOR).append(value);
	}

}
