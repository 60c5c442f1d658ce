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
import io.wsgi.testsupport.TestPython;
import io.wsgi.worker.WorkerPools;
import jakarta.servlet.Filter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WsgiAccessLogAutoConfiguration}, with doubles for the workers.
 *
 * @author wsgi-spring-boot contributors
 */
class WsgiAccessLogAutoConfigurationTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WsgiAutoConfiguration.class, WsgiAccessLogAutoConfiguration.class,
				EndpointAutoConfiguration.class, WebEndpointAutoConfiguration.class,
				ApplicationAvailabilityAutoConfiguration.class, AvailabilityProbesAutoConfiguration.class,
				HealthContributorAutoConfiguration.class, HealthContributorRegistryAutoConfiguration.class,
				HealthEndpointAutoConfiguration.class, DispatcherServletAutoConfiguration.class))
		.withBean(PythonRuntime.class, TestPython::runtime)
		.withBean(WorkerPools.class, () -> TestWorkers.pools("default"))
		.withPropertyValues("wsgi.app=hello:app", "wsgi.cache-dir=" + TestPython.cache(),
				"server.tomcat.accesslog.enabled=true");

	@ParameterizedTest
	@CsvSource({ "/actuator/health, true", "/actuator/health/liveness, true", "/actuator/healthy, false",
			"/actuator/info, false", "/actuator, false", "/livez, false", "/, false" })
	void requestsForHealthAreMarked(String path, boolean marked) {
		this.runner.run((context) -> assertThat(isMarked(context, "", path)).isEqualTo(marked));
	}

	@ParameterizedTest
	@CsvSource({ "/app/manage/up, true", "/app/manage/up/db, true", "/app/livez, true", "/app/readyz, true",
			"/actuator/health, false", "/livez, false" })
	void pathsThatAreConfiguredAreFollowed(String path, boolean marked) {
		this.runner
			.withPropertyValues("management.endpoints.web.base-path=/manage",
					"management.endpoints.web.path-mapping.health=up", "spring.mvc.servlet.path=/app",
					"management.endpoint.health.probes.add-additional-paths=true")
			.run((context) -> assertThat(isMarked(context, "/site", "/site" + path)).isEqualTo(marked));
	}

	@Test
	void nothingIsMarkedWhenHealthIsNotExposed() {
		this.runner.withPropertyValues("management.endpoints.web.exposure.exclude=health")
			.run((context) -> assertThat(isMarked(context, "", "/actuator/health")).isFalse());
	}

	@Test
	void nothingIsMarkedWithoutAccessLog() {
		this.runner.withPropertyValues("server.tomcat.accesslog.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(FilterRegistrationBean.class));
	}

	@Test
	void nothingIsMarkedWhenHealthHasAPortOfItsOwn() {
		this.runner.withPropertyValues("management.server.port=0")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(FilterRegistrationBean.class));
	}

	@Test
	void actuatorIsOptional() {
		new WebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(WsgiAutoConfiguration.class, WsgiAccessLogAutoConfiguration.class))
			.withBean(PythonRuntime.class, TestPython::runtime)
			.withBean(WorkerPools.class, () -> TestWorkers.pools("default"))
			.withPropertyValues("wsgi.app=hello:app", "wsgi.cache-dir=" + TestPython.cache(),
					"server.tomcat.accesslog.enabled=true")
			.withClassLoader(new FilteredClassLoader(PathMappedEndpoints.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(FilterRegistrationBean.class));
	}

	private static boolean isMarked(ApplicationContext context, String contextPath, String uri) throws Exception {
		MockHttpServletRequest request = new MockHttpServletRequest("GET", uri);
		request.setContextPath(contextPath);
		Filter filter = context.getBean(FilterRegistrationBean.class).getFilter();
		filter.doFilter(request, new MockHttpServletResponse(), new MockFilterChain());
		return request.getAttribute("wsgi.health-probe") != null;
	}

}
