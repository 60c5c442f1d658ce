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

package io.wsgi.spring.boot.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import io.wsgi.spring.boot.web.observation.ObservedScopeFactory;
import io.wsgi.spring.boot.web.observation.TraceVariables;
import io.wsgi.spring.boot.web.observation.WsgiRequestObservationConvention;
import io.wsgi.worker.WorkerPools;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that observes calls of applications
 * when there is a tracer to make spans of them. Their metrics need no observation.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
@AutoConfiguration(after = WsgiAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration")
@ConditionalOnClass({ ObservationRegistry.class, Tracer.class })
@ConditionalOnBean({ WorkerPools.class, ObservationRegistry.class, Tracer.class, Propagator.class })
public final class WsgiTracingAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	@Order(Ordered.LOWEST_PRECEDENCE)
	ObservedScopeFactory wsgiObservedScopeFactory(ObservationRegistry registry, Tracer tracer, Propagator propagator,
			ObjectProvider<WsgiRequestObservationConvention> convention) {
		return new ObservedScopeFactory(registry, convention.getIfAvailable(), new TraceVariables(tracer, propagator));
	}

}
