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

import io.wsgi.runtime.PythonRuntime;
import io.wsgi.spring.boot.actuate.WsgiHealthIndicator;
import io.wsgi.testsupport.TestPython;
import io.wsgi.worker.WorkerPools;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link WsgiHealthContributorAutoConfiguration}, with doubles for the workers.
 *
 * @author wsgi-spring-boot contributors
 */
class WsgiHealthContributorAutoConfigurationTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(WsgiAutoConfiguration.class, WsgiHealthContributorAutoConfiguration.class))
		.withBean(PythonRuntime.class, TestPython::runtime)
		.withPropertyValues("wsgi.app=hello:app", "wsgi.cache-dir=" + TestPython.cache());

	@Test
	void applicationHasAnIndicator() {
		this.runner.withBean(WorkerPools.class, () -> TestWorkers.pools("default"))
			.run((context) -> assertThat(context).hasSingleBean(HealthContributor.class)
				.getBean("wsgiHealthContributor")
				.isInstanceOfSatisfying(WsgiHealthIndicator.class,
						(indicator) -> assertThat(indicator.health().getStatus()).isEqualTo(Status.UP)));
	}

	@Test
	void eachOfSeveralApplicationsHasAnIndicator() {
		this.runner.withBean(WorkerPools.class, () -> TestWorkers.pools("default", "admin"))
			.withPropertyValues("wsgi.apps.admin.app=admin:app", "wsgi.apps.admin.path=/admin")
			.run((context) -> assertThat(context).getBean("wsgiHealthContributor")
				.isInstanceOfSatisfying(CompositeHealthContributor.class,
						(composite) -> assertThat(composite.stream()).extracting(HealthContributors.Entry::name)
							.containsExactly("default", "admin")));
	}

	@Test
	void autoConfigurationIsSkippedWhenDisabled() {
		this.runner.withBean(WorkerPools.class, () -> TestWorkers.pools("default"))
			.withPropertyValues("management.health.wsgi.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(HealthContributor.class));
	}

	@Test
	void autoConfigurationIsSkippedWithoutWorkers() {
		this.runner.withPropertyValues("wsgi.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(HealthContributor.class));
	}

	@Test
	void autoConfigurationIsSkippedWithoutHealth() {
		this.runner.withBean(WorkerPools.class, () -> TestWorkers.pools("default"))
			.withClassLoader(new FilteredClassLoader(HealthIndicator.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("wsgiHealthContributor"));
	}

	@Test
	void indicatorOfTheUserCounts() {
		HealthIndicator indicator = mock();
		this.runner.withBean(WorkerPools.class, () -> TestWorkers.pools("default"))
			.withBean("wsgiHealthIndicator", HealthIndicator.class, () -> indicator)
			.run((context) -> assertThat(context).getBean(HealthContributor.class).isSameAs(indicator));
	}

}
