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

import java.util.Map;

import io.wsgi.runtime.PythonRuntime;
import io.wsgi.spring.boot.actuate.WsgiInfoContributor;
import io.wsgi.testsupport.TestPython;
import io.wsgi.worker.WorkerPools;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WsgiInfoContributorAutoConfiguration}, with doubles for the workers.
 *
 * @author wsgi-spring-boot contributors
 */
class WsgiInfoContributorAutoConfigurationTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(WsgiAutoConfiguration.class, WsgiInfoContributorAutoConfiguration.class))
		.withBean(PythonRuntime.class, TestPython::runtime)
		.withBean(WorkerPools.class, () -> TestWorkers.pools("default", "admin"))
		.withPropertyValues("wsgi.app=hello:app", "wsgi.cache-dir=" + TestPython.cache());

	@Test
	void pythonAndApplicationsAreTold() {
		this.runner.run((context) -> {
			Info.Builder builder = new Info.Builder();
			context.getBean(WsgiInfoContributor.class).contribute(builder);
			PythonRuntime runtime = TestPython.runtime();
			assertThat(builder.build().getDetails()).containsEntry("wsgi",
					Map.of("python", runtime.pythonVersion(), "runtime",
							Map.of("name", "graalpy", "version", runtime.version(), "optimized", runtime.optimized()),
							"applications", Map.of("default", Map.of("app", "default:app", "generation", 0), "admin",
									Map.of("app", "admin:app", "generation", 0))));
		});
	}

	@Test
	void contributorCanBeDisabled() {
		this.runner.withPropertyValues("management.info.wsgi.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(InfoContributor.class));
	}

	@Test
	void autoConfigurationIsSkippedWithoutActuator() {
		this.runner.withClassLoader(new FilteredClassLoader(InfoContributor.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("wsgiInfoContributor"));
	}

	@Test
	void autoConfigurationIsSkippedWithoutWorkers() {
		new WebApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(WsgiAutoConfiguration.class, WsgiInfoContributorAutoConfiguration.class))
			.withPropertyValues("wsgi.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean("wsgiInfoContributor"));
	}

	@Test
	void contributorOfTheUserCounts() {
		WsgiInfoContributor own = new WsgiInfoContributor(TestWorkers.pools(), TestPython.runtime());
		this.runner.withBean("own", WsgiInfoContributor.class, () -> own)
			.run((context) -> assertThat(context).getBean(WsgiInfoContributor.class).isSameAs(own));
	}

}
