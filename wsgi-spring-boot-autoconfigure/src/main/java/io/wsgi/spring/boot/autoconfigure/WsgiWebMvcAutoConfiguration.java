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

import io.wsgi.spring.boot.web.CallScopeFactory;
import io.wsgi.spring.boot.web.ConnectionAbort;
import io.wsgi.spring.boot.web.ConnectionDrain;
import io.wsgi.spring.boot.web.HeaderMap;
import io.wsgi.spring.boot.web.LoadFailureInterceptor;
import io.wsgi.spring.boot.web.MountPath;
import io.wsgi.spring.boot.web.RequestBodySettings;
import io.wsgi.spring.boot.web.WsgiHandlerMapping;
import io.wsgi.spring.boot.web.WsgiRequestHandler;
import io.wsgi.spring.boot.worker.Reloader;
import io.wsgi.spring.boot.worker.WorkerPool;
import io.wsgi.spring.boot.worker.WorkerPools;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
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
			ObjectProvider<CallScopeFactory> scopes, ListableBeanFactory beanFactory,
			ObjectProvider<Reloader> reloader) {
		HeaderMap headerMap = new HeaderMap(properties.getHeaderMap(), properties.getHeaderMapAllowed());
		String uploads = properties.getUploadDir();
		RequestBodySettings bodies = new RequestBodySettings(properties.getMaxRequestSize().toBytes(),
				(int) properties.getMaxInMemorySize().toBytes(), (uploads != null) ? Path.of(uploads) : null);
		List<WsgiRequestHandler> handlers = new ArrayList<>();
		for (WorkerPool workers : pools) {
			MountPath path = applications.mountPath(workers.getSettings().name());
			handlers.add(new WsgiRequestHandler(workers, path, headerMap, bodies, scopes.orderedStream().toList()));
		}
		WsgiHandlerMapping mapping = new WsgiHandlerMapping(handlers, new ResourcePatterns(beanFactory));
		reloader.ifAvailable((available) -> mapping.setInterceptors(new LoadFailureInterceptor(available::failure)));
		return mapping;
	}

	/**
	 * Settings of Tomcat.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ConfigurableTomcatWebServerFactory.class)
	static class TomcatConfiguration {

		@Bean
		ConnectionDrain wsgiConnectionDrain() {
			return new ConnectionDrain();
		}

		@Bean
		@ConditionalOnProperty(name = "server.shutdown", havingValue = "graceful", matchIfMissing = true)
		ConnectionDrainLifecycle wsgiConnectionDrainLifecycle(ConnectionDrain drain, ApplicationContext context) {
			return new ConnectionDrainLifecycle(drain, context);
		}

		@Bean
		WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> wsgiTomcatCustomizer(ConnectionDrain drain) {
			return (factory) -> {
				factory.addConnectorCustomizers(new WsgiConnectorCustomizer());
				factory.addEngineValves(drain, new ConnectionAbort());
			};
		}

	}

}
