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

import java.util.Objects;

import io.micrometer.observation.Observation;
import io.wsgi.spring.boot.web.AsyncCallScope;
import org.jspecify.annotations.Nullable;

/**
 * The observation of one call.
 *
 * @author wsgi-spring-boot contributors
 */
final class ObservedScope implements AsyncCallScope {

	private final Observation observation;

	private final WsgiRequestObservationContext context;

	private final TraceVariables variables;

	private Observation.@Nullable Scope scope;

	ObservedScope(Observation observation, WsgiRequestObservationContext context, TraceVariables variables) {
		this.observation = observation;
		this.context = context;
		this.variables = variables;
	}

	@Override
	public void open() {
		this.scope = this.observation.start().openScope();
	}

	@Override
	public String environ() {
		return this.variables.current();
	}

	@Override
	public void close(int status, @Nullable String report) {
		note(status, report);
		Objects.requireNonNull(this.scope, "The scope is not open").close();
		this.observation.stop();
	}

	private void note(int status, @Nullable String report) {
		this.context.setStatus(status);
		if (report != null) {
			this.observation.error(new CallFailure(report));
		}
	}

	@Override
	public void begin() {
		this.observation.start();
	}

	@Override
	public Runnable enter() {
		return this.observation.openScope()::close;
	}

	@Override
	public void end(int status, @Nullable String report) {
		note(status, report);
		this.observation.stop();
	}

	/**
	 * Carries a Python traceback, in place of a stack that means nothing.
	 */
	private static final class CallFailure extends RuntimeException {

		CallFailure(String report) {
			super(report, null, false, false);
		}

	}

}
