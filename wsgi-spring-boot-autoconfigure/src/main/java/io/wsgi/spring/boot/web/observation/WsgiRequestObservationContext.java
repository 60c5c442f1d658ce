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

import io.micrometer.observation.Observation;
import io.wsgi.worker.WorkerSettings;

/**
 * {@link Observation.Context} of one call of a WSGI application.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class WsgiRequestObservationContext extends Observation.Context {

	private final WorkerSettings application;

	private int status;

	/**
	 * Create a new context.
	 * @param application the settings of the application
	 */
	public WsgiRequestObservationContext(WorkerSettings application) {
		this.application = application;
	}

	/**
	 * Return the settings of the application that is called.
	 * @return the settings
	 */
	public WorkerSettings getApplication() {
		return this.application;
	}

	/**
	 * Return the status of the response.
	 * @return the status code, or {@code 0} before the call is over
	 */
	public int getStatus() {
		return this.status;
	}

	/**
	 * Set the status of the response.
	 * @param status the status code
	 */
	public void setStatus(int status) {
		this.status = status;
	}

}
