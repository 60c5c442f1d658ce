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

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.sql.DataSource;

import io.wsgi.spring.boot.bridge.jdbc.DatabaseAccess;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DataSourceUtils;

/**
 * Configurations for the data sources that Python code may use.
 *
 * @author wsgi-spring-boot contributors
 */
final class DatabaseConfigurations {

	private DatabaseConfigurations() {
	}

	/**
	 * With JDBC.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(DataSourceUtils.class)
	static class Jdbc {

		@Bean
		@ConditionalOnMissingBean
		DatabaseAccess wsgiDatabaseAccess(WsgiApplications applications, BeanFactory beanFactory) {
			Map<String, Set<String>> allowed = new LinkedHashMap<>();
			applications.stream().forEach((application) -> {
				Setting<List<String>> dataSources = application.properties().dataSources();
				dataSources.value().forEach((name) -> check(beanFactory, name, dataSources));
				allowed.put(application.name(), new LinkedHashSet<>(dataSources.value()));
			});
			return new DatabaseAccess(beanFactory, allowed);
		}

		private static void check(BeanFactory beanFactory, String name, Setting<List<String>> dataSources) {
			if (!beanFactory.containsBean(name) || !beanFactory.isTypeMatch(name, DataSource.class)) {
				throw dataSources.refused("There is no bean '" + name + "' that is a DataSource.");
			}
		}

	}

	/**
	 * Without it.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass("org.springframework.jdbc.datasource.DataSourceUtils")
	static class Missing {

		Missing(WsgiApplications applications) {
			applications.stream()
				.forEach((application) -> application.properties()
					.dataSources()
					.check(List::isEmpty, "Add spring-boot-starter-jdbc to the dependencies."));
		}

	}

}
