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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.wsgi.reload.Reloader;
import io.wsgi.spring.boot.web.CallScopeFactory;
import io.wsgi.spring.boot.web.ConnectionAbort;
import io.wsgi.spring.boot.web.ConnectionDrain;
import io.wsgi.spring.boot.web.EnvironCustomizer;
import io.wsgi.spring.boot.web.HeaderMap;
import io.wsgi.spring.boot.web.LoadFailureInterceptor;
import io.wsgi.spring.boot.web.RequestBodySettings;
import io.wsgi.spring.boot.web.ResponseBufferSettings;
import io.wsgi.spring.boot.web.TruncatedResponseFilter;
import io.wsgi.spring.boot.web.WsgiHandlerMapping;
import io.wsgi.spring.boot.web.WsgiRequestHandler;
import io.wsgi.worker.WorkerPool;
import io.wsgi.worker.WorkerPools;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWarDeployment;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for serving WSGI applications over
 * HTTP.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
@AutoConfiguration(after = WsgiAutoConfiguration.class)
@ConditionalOnClass(DispatcherServlet.class)
@ConditionalOnBean(WorkerPools.class)
public final class WsgiWebMvcAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	WsgiHandlerMapping wsgiHandlerMapping(WsgiApplications applications, WorkerPools pools, WsgiProperties properties,
			ObjectProvider<CallScopeFactory> scopes, ObjectProvider<EnvironCustomizer> customizers,
			ListableBeanFactory beanFactory, ObjectProvider<Reloader> reloader) {
		String configured = properties.getUploadDir();
		Path directory = (configured != null) ? Path.of(configured) : null;
		List<WsgiRequestHandler> handlers = new ArrayList<>();
		for (WorkerPool workers : pools) {
			WsgiApplication application = applications.named(workers.getSettings().name());
			ApplicationProperties from = application.properties();
			HeaderMap headerMap = new HeaderMap(from.headerMap().value(), from.headerMapAllowed().value());
			RequestBodySettings bodies = new RequestBodySettings(from.maxRequestSize().value().toBytes(),
					(int) from.maxInMemorySize().value().toBytes(), directory);
			ResponseBufferSettings buffers = new ResponseBufferSettings(from.maxResponseBufferSize().value().toBytes(),
					directory);
			handlers.add(new WsgiRequestHandler(workers, application.path(), headerMap, bodies, buffers,
					scopes.orderedStream().toList(), customizers.orderedStream().toList()));
		}
		WsgiHandlerMapping mapping = new WsgiHandlerMapping(handlers, new ResourcePatterns(beanFactory));
		reloader.ifAvailable((available) -> mapping.setInterceptors(new LoadFailureInterceptor(available::failure)));
		return mapping;
	}

	@Bean
	@Conditional(OnForeignServletContainer.class)
	FilterRegistrationBean<TruncatedResponseFilter> wsgiTruncatedResponseFilter() {
		FilterRegistrationBean<TruncatedResponseFilter> registration = new FilterRegistrationBean<>(
				new TruncatedResponseFilter());
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
		return registration;
	}

	/**
	 * Settings of Tomcat.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ConfigurableTomcatWebServerFactory.class)
	static class TomcatConfiguration {

		@Bean
		@ConditionalOnMissingBean
		ConnectionAbort wsgiConnectionAbort() {
			return new ConnectionAbort();
		}

		@Bean
		@ConditionalOnMissingBean
		ConnectionDrain wsgiConnectionDrain() {
			return new ConnectionDrain();
		}

		@Bean
		@ConditionalOnProperty(name = "server.shutdown", havingValue = "graceful", matchIfMissing = true)
		ConnectionDrainLifecycle wsgiConnectionDrainLifecycle(ConnectionDrain drain, ApplicationContext context) {
			return new ConnectionDrainLifecycle(drain, context);
		}

		@Bean
		@ConditionalOnMissingBean(name = "wsgiTomcatCustomizer")
		WsgiTomcatCustomizer wsgiTomcatCustomizer(ConnectionDrain drain, ConnectionAbort abort) {
			return new WsgiTomcatCustomizer(drain, abort);
		}

	}

	/**
	 * The servlet container is not a Tomcat that {@link TomcatConfiguration} sets up.
	 */
	static final class OnForeignServletContainer extends AnyNestedCondition {

		OnForeignServletContainer() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnWarDeployment
		static class WarDeployment {

		}

		@ConditionalOnMissingClass("org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory")
		static class OtherServer {

		}

	}

}
