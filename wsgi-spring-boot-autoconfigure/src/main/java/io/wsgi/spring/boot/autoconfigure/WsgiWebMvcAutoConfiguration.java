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
import java.util.function.Supplier;

import io.wsgi.spring.boot.web.ConnectionAbort;
import io.wsgi.spring.boot.web.MountPath;
import io.wsgi.spring.boot.web.RequestBodySettings;
import io.wsgi.spring.boot.web.WsgiHandlerMapping;
import io.wsgi.spring.boot.web.WsgiRequestHandler;
import io.wsgi.spring.boot.worker.WorkerPool;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.util.pattern.PathPattern;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for serving a WSGI application over
 * HTTP.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
@AutoConfiguration(after = WsgiAutoConfiguration.class)
@ConditionalOnClass(DispatcherServlet.class)
@ConditionalOnBean(WorkerPool.class)
public final class WsgiWebMvcAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	WsgiRequestHandler wsgiRequestHandler(WorkerPool workers, WsgiProperties properties) {
		RequestBodySettings bodies = new RequestBodySettings(properties.getMaxRequestSize().toBytes(),
				(int) properties.getMaxInMemorySize().toBytes(), properties.getUploadDir());
		return new WsgiRequestHandler(workers, mountPath(properties.getPath()), bodies);
	}

	private MountPath mountPath(String path) {
		try {
			return MountPath.of(path);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException("wsgi.path", path, ex.getMessage());
		}
	}

	@Bean
	@ConditionalOnMissingBean
	WsgiHandlerMapping wsgiHandlerMapping(List<WsgiRequestHandler> handlers, ListableBeanFactory beanFactory) {
		Supplier<List<PathPattern>> resourcePatterns = new ResourcePatterns(beanFactory);
		return new WsgiHandlerMapping(handlers, resourcePatterns);
	}

	/**
	 * Settings of Tomcat.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ConfigurableTomcatWebServerFactory.class)
	static class TomcatConfiguration {

		@Bean
		WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> wsgiTomcatCustomizer() {
			return (factory) -> {
				factory.addConnectorCustomizers(new WsgiConnectorCustomizer());
				factory.addEngineValves(new ConnectionAbort());
			};
		}

	}

}
