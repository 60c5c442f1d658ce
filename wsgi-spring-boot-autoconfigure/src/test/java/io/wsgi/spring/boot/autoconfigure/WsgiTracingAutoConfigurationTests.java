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

import java.time.Duration;
import java.util.List;

import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import io.wsgi.spring.boot.web.CallScopeFactory;
import io.wsgi.spring.boot.web.MdcScopeFactory;
import io.wsgi.spring.boot.web.SnapshotScopeFactory;
import io.wsgi.spring.boot.web.observation.ObservedScopeFactory;
import io.wsgi.testsupport.TestSettings;
import io.wsgi.worker.WorkerPools;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.NoopTracerAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WsgiTracingAutoConfiguration} and
 * {@link WsgiContextPropagationAutoConfiguration}, with doubles for the workers.
 *
 * @author wsgi-spring-boot contributors
 */
class WsgiTracingAutoConfigurationTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WsgiContextPropagationAutoConfiguration.class,
				WsgiTracingAutoConfiguration.class, ObservationAutoConfiguration.class,
				MicrometerTracingAutoConfiguration.class, NoopTracerAutoConfiguration.class))
		.withBean(WorkerPools.class, () -> new WorkerPools(List.of()));

	private final WebApplicationContextRunner tracing = this.runner.withConfiguration(AutoConfigurations
		.of(OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class));

	@Test
	void scopesAreOrderedFromTheOutermostToTheInnermost() {
		this.tracing.run((context) -> assertThat(context.getBeanProvider(CallScopeFactory.class).orderedStream())
			.extracting(Object::getClass)
			.map(Class.class::cast)
			.containsExactly(MdcScopeFactory.class, SnapshotScopeFactory.class, ObservedScopeFactory.class));
	}

	@Test
	void callsAreNotObservedWithoutTracer() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(ObservationRegistry.class)
			.hasSingleBean(Tracer.class)
			.doesNotHaveBean(ObservedScopeFactory.class)
			.hasSingleBean(MdcScopeFactory.class));
	}

	@Test
	void callsNeedNoScopeWhenNothingIsToBeCarried() {
		this.runner.run((context) -> assertThat(context.getBeanProvider(CallScopeFactory.class).stream())
			.allSatisfy((factory) -> assertThat(factory.create(TestSettings.settings("a", "b", 1, 1, Duration.ZERO)))
				.isNull()));
	}

	@Test
	void tracingIsOptional() {
		this.runner.withClassLoader(new FilteredClassLoader(Tracer.class, Propagator.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ObservedScopeFactory.class)
				.hasSingleBean(MdcScopeFactory.class));
	}

	@Test
	void contextPropagationAndSlf4jAreOptional() {
		this.runner.withClassLoader(new FilteredClassLoader(ContextSnapshotFactory.class, MDC.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CallScopeFactory.class));
	}

	@Test
	void factoriesOfTheUserCount() {
		MdcScopeFactory own = new MdcScopeFactory();
		this.tracing.withBean("own", MdcScopeFactory.class, () -> own)
			.run((context) -> assertThat(context).getBean(MdcScopeFactory.class).isSameAs(own));
	}

	@Test
	void autoConfigurationIsSkippedWithoutWorkers() {
		new WebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(WsgiContextPropagationAutoConfiguration.class,
					WsgiTracingAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean(CallScopeFactory.class));
	}

}
