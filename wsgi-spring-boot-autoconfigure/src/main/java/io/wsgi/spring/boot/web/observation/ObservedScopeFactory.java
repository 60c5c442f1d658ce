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
import io.micrometer.observation.ObservationRegistry;
import io.wsgi.spring.boot.web.CallScope;
import io.wsgi.spring.boot.web.CallScopeFactory;
import io.wsgi.worker.WorkerSettings;
import org.jspecify.annotations.Nullable;

/**
 * Observes calls of applications, each within the observation of its request.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class ObservedScopeFactory implements CallScopeFactory {

	private static final WsgiRequestObservationConvention DEFAULT_CONVENTION = new DefaultWsgiRequestObservationConvention();

	private final ObservationRegistry registry;

	private final @Nullable WsgiRequestObservationConvention convention;

	private final TraceVariables variables;

	/**
	 * Create a new factory.
	 * @param registry the registry
	 * @param convention what to observe, or {@code null} for the default
	 * @param variables tells the application which trace it is in
	 */
	public ObservedScopeFactory(ObservationRegistry registry, @Nullable WsgiRequestObservationConvention convention,
			TraceVariables variables) {
		this.registry = registry;
		this.convention = convention;
		this.variables = variables;
	}

	@Override
	public @Nullable CallScope create(WorkerSettings application) {
		if (this.registry.isNoop()) {
			return null;
		}
		WsgiRequestObservationContext context = new WsgiRequestObservationContext(application);
		Observation observation = WsgiObservationDocumentation.WSGI_REQUEST.observation(this.convention,
				DEFAULT_CONVENTION, () -> context, this.registry);
		Observation request = this.registry.getCurrentObservation();
		if (request != null) {
			observation.parentObservation(request);
		}
		return new ObservedScope(observation, context, this.variables);
	}

}
