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

import java.util.List;

import javax.sql.DataSource;

import io.wsgi.spring.boot.bridge.jdbc.DatabaseAccess;
import io.wsgi.worker.WorkerPools;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.datasource.DataSourceUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link DatabaseConfigurations}.
 *
 * @author wsgi-spring-boot contributors
 */
class DatabaseConfigurationsTests {

	private final WsgiProperties properties = new WsgiProperties();

	private ApplicationContextRunner runner(String... dataSources) {
		this.properties.setApp("shop:app");
		this.properties.setDataSources(List.of(dataSources));
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(WsgiBridgeAutoConfiguration.class))
			.withBean(WorkerPools.class, () -> mock(WorkerPools.class))
			.withBean(WsgiApplications.class, () -> WsgiApplications.of(this.properties, false))
			.withBean("dataSource", DataSource.class, () -> mock(DataSource.class));
	}

	@Test
	void dataSourceThatIsThereCanBeUsed() {
		runner("dataSource").run((context) -> assertThat(context).hasSingleBean(DatabaseAccess.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "none", "wsgiSpringDoors" })
	void whatIsNoDataSourceEndsTheStart(String name) {
		runner(name).run((context) -> assertThat(context).getFailure()
			.rootCause()
			.isInstanceOf(InvalidConfigurationPropertyValueException.class)
			.hasMessageContaining("wsgi.data-sources")
			.satisfies((ex) -> assertThat(((InvalidConfigurationPropertyValueException) ex).getReason())
				.isEqualTo("There is no bean '" + name + "' that is a DataSource.")));
	}

	@Test
	void withoutJdbcThereIsNothingToUse() {
		FilteredClassLoader withoutJdbc = new FilteredClassLoader(DataSourceUtils.class);
		runner().withClassLoader(withoutJdbc)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(DatabaseAccess.class));
		runner("dataSource").withClassLoader(withoutJdbc)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("Add spring-boot-starter-jdbc to the dependencies"));
	}

}
