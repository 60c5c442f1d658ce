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

import java.util.stream.Collectors;

import io.wsgi.spring.boot.bridge.CacheAccess;
import io.wsgi.spring.boot.bridge.DoorService;
import io.wsgi.spring.boot.bridge.EnvironmentProperties;
import io.wsgi.spring.boot.bridge.EventPublications;
import io.wsgi.spring.boot.bridge.SessionAccess;
import io.wsgi.spring.boot.bridge.SpringDoors;
import io.wsgi.spring.boot.bridge.Transactions;
import io.wsgi.worker.WorkerPools;
import jakarta.servlet.http.HttpSession;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.cache.CacheManager;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the Python module
 * {@code spring}.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
@AutoConfiguration(after = WsgiAutoConfiguration.class)
@ConditionalOnBean(WorkerPools.class)
@Import({ DatabaseConfigurations.Jdbc.class, DatabaseConfigurations.Missing.class })
public final class WsgiBridgeAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	SpringDoors wsgiSpringDoors(ListableBeanFactory beanFactory, ObjectProvider<DoorService> services) {
		return new SpringDoors(beanFactory, services.orderedStream().toList());
	}

	@Bean
	@ConditionalOnMissingBean
	EnvironmentProperties wsgiEnvironmentProperties(Environment environment) {
		return new EnvironmentProperties(environment);
	}

	@Bean
	@ConditionalOnMissingBean
	EventPublications wsgiEventPublications(ApplicationEventPublisher publisher) {
		return new EventPublications(publisher);
	}

	@Bean
	@ConditionalOnMissingBean
	CacheAccess wsgiCacheAccess(ObjectProvider<CacheManager> manager) {
		return new CacheAccess(manager::getIfAvailable);
	}

	/**
	 * Sessions.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	@ConditionalOnClass({ HttpSession.class, DispatcherServlet.class })
	static class SessionConfiguration {

		@Bean
		@ConditionalOnMissingBean
		SessionAccess wsgiSessionAccess(WsgiApplications applications) {
			return new SessionAccess(applications.stream()
				.filter((application) -> application.properties().session().value())
				.map(WsgiApplication::name)
				.collect(Collectors.toSet()));
		}

	}

	/**
	 * Transactions.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(PlatformTransactionManager.class)
	static class TransactionConfiguration {

		@Bean
		@ConditionalOnMissingBean
		Transactions wsgiTransactions(BeanFactory beanFactory) {
			return new Transactions(beanFactory);
		}

	}

}
