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

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wsgi.runtime.PythonRuntime;
import io.wsgi.spring.boot.actuate.WsgiMetrics;
import io.wsgi.testsupport.TestPython;
import io.wsgi.worker.WorkerPools;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WsgiMetricsAutoConfiguration}, with doubles for the workers.
 *
 * @author wsgi-spring-boot contributors
 */
class WsgiMetricsAutoConfigurationTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WsgiAutoConfiguration.class, WsgiMetricsAutoConfiguration.class,
				MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class))
		.withBean(PythonRuntime.class, TestPython::runtime)
		.withBean(WorkerPools.class, () -> TestWorkers.pools("default", "admin"))
		.withPropertyValues("wsgi.app=hello:app", "wsgi.cache-dir=" + TestPython.cache());

	@Test
	void metricsOfEachApplicationAreInTheRegistry() {
		this.runner.withBean(SimpleMeterRegistry.class).run((context) -> {
			assertThat(context).hasSingleBean(WsgiMetrics.class);
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("wsgi.workers").tag("application", "default").gauge().value()).isOne();
			assertThat(registry.get("wsgi.workers").tag("application", "admin").gauge().value()).isOne();
		});
	}

	@Test
	void autoConfigurationIsSkippedWithoutRegistry() {
		new WebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(WsgiAutoConfiguration.class, WsgiMetricsAutoConfiguration.class))
			.withBean(PythonRuntime.class, TestPython::runtime)
			.withBean(WorkerPools.class, () -> TestWorkers.pools("default"))
			.withPropertyValues("wsgi.app=hello:app", "wsgi.cache-dir=" + TestPython.cache())
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(WsgiMetrics.class));
	}

	@Test
	void autoConfigurationIsSkippedWithoutMicrometer() {
		this.runner.withClassLoader(new FilteredClassLoader(MeterRegistry.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(WsgiMetrics.class));
	}

	@Test
	void autoConfigurationIsSkippedWhenDisabled() {
		new WebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(WsgiAutoConfiguration.class, WsgiMetricsAutoConfiguration.class))
			.withBean(SimpleMeterRegistry.class)
			.withPropertyValues("wsgi.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(WsgiMetrics.class));
	}

	@Test
	void metricsOfTheUserCount() {
		WsgiMetrics metrics = new WsgiMetrics(TestWorkers.pools(), TestPython.runtime());
		this.runner.withBean(SimpleMeterRegistry.class)
			.withBean("own", WsgiMetrics.class, () -> metrics)
			.run((context) -> assertThat(context).getBean(WsgiMetrics.class).isSameAs(metrics));
	}

}
