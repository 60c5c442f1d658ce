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

package io.wsgi.spring.boot.client.observation;

import io.micrometer.observation.Observation;

/**
 * Context that holds information for observations of calls of Python functions.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public class PythonCallObservationContext extends Observation.Context {

	private final String application;

	private final String module;

	private final String function;

	private String outcome = "SUCCESS";

	/**
	 * Create a new context.
	 * @param application the name of the application
	 * @param module the name of the module
	 * @param function the name of the function
	 */
	public PythonCallObservationContext(String application, String module, String function) {
		this.application = application;
		this.module = module;
		this.function = function;
	}

	public String getApplication() {
		return this.application;
	}

	public String getModule() {
		return this.module;
	}

	public String getFunction() {
		return this.function;
	}

	/**
	 * Return how the call has ended.
	 * @return {@code SUCCESS}, {@code ERROR}, {@code TIMEOUT}, {@code CANCELLED} or
	 * {@code REJECTED}
	 */
	public String getOutcome() {
		return this.outcome;
	}

	/**
	 * Set how the call has ended.
	 * @param outcome {@code SUCCESS}, {@code ERROR}, {@code TIMEOUT}, {@code CANCELLED}
	 * or {@code REJECTED}
	 */
	public void setOutcome(String outcome) {
		this.outcome = outcome;
	}

}
