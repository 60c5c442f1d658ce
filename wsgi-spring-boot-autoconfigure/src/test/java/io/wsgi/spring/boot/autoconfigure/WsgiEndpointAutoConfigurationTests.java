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
import io.wsgi.spring.boot.actuate.WsgiEndpoint;
import io.wsgi.testsupport.TestPython;
import io.wsgi.worker.WorkerPools;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link WsgiEndpointAutoConfiguration}, with doubles for the workers.
 *
 * @author wsgi-spring-boot contributors
 */
class WsgiEndpointAutoConfigurationTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WsgiAutoConfiguration.class, WsgiEndpointAutoConfiguration.class))
		.withBean(PythonRuntime.class, TestPython::runtime)
		.withBean(WorkerPools.class, () -> TestWorkers.pools("default", "admin"))
		.withPropertyValues("wsgi.app=hello:app", "wsgi.cache-dir=" + TestPython.cache());

	@Test
	void endpointIsNotThereUnlessExposed() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(WsgiEndpoint.class));
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=health,prometheus")
			.run((context) -> assertThat(context).doesNotHaveBean(WsgiEndpoint.class));
	}

	@Test
	void endpointDescribesTheApplications() {
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=wsgi")
			.run((context) -> assertThat(context).getBean(WsgiEndpoint.class)
				.satisfies((endpoint) -> assertThat(endpoint.applications().applications().keySet())
					.containsExactly("default", "admin")));
	}

	@Test
	void endpointIsNotThereWithoutAccess() {
		this.runner
			.withPropertyValues("management.endpoints.web.exposure.include=wsgi",
					"management.endpoint.wsgi.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(WsgiEndpoint.class));
	}

	@Test
	void autoConfigurationIsSkippedWithoutActuator() {
		this.runner.withClassLoader(new FilteredClassLoader(ConditionalOnAvailableEndpoint.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("wsgiEndpoint"));
	}

	@Test
	void autoConfigurationIsSkippedWhenDisabled() {
		new WebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(WsgiAutoConfiguration.class, WsgiEndpointAutoConfiguration.class))
			.withPropertyValues("wsgi.enabled=false", "management.endpoints.web.exposure.include=wsgi")
			.run((context) -> assertThat(context).doesNotHaveBean(WsgiEndpoint.class));
	}

	@Test
	void endpointOfTheUserCounts() {
		WsgiEndpoint endpoint = mock();
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=wsgi")
			.withBean("own", WsgiEndpoint.class, () -> endpoint)
			.run((context) -> assertThat(context).getBean(WsgiEndpoint.class).isSameAs(endpoint));
	}

}
