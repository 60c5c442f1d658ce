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

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.wsgi.spring.boot.actuate.HealthProbeFilter;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.server.ConditionalOnManagementPort;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletPath;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that marks requests for the health
 * of the application, so that {@code server.tomcat.accesslog.condition-unless} can leave
 * them out.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
@AutoConfiguration(after = WsgiAutoConfiguration.class,
		afterName = { "org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration",
				"org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration" })
@ConditionalOnClass({ PathMappedEndpoints.class, ConditionalOnManagementPort.class, DispatcherServletPath.class })
@ConditionalOnBooleanProperty("server.tomcat.accesslog.enabled")
@ConditionalOnManagementPort(ManagementPortType.SAME)
@ConditionalOnBean({ WsgiApplications.class, PathMappedEndpoints.class, DispatcherServletPath.class })
public final class WsgiAccessLogAutoConfiguration {

	private static final EndpointId HEALTH = EndpointId.of("health");

	@Bean
	FilterRegistrationBean<HealthProbeFilter> wsgiHealthProbeFilter(ObjectProvider<PathMappedEndpoints> endpoints,
			DispatcherServletPath dispatcherServlet) {
		// Not before the first request: it takes the endpoint, and all that it asks
		HealthProbeFilter filter = new HealthProbeFilter(() -> paths(endpoints.getObject(), dispatcherServlet));
		FilterRegistrationBean<HealthProbeFilter> registration = new FilterRegistrationBean<>(filter);
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
		return registration;
	}

	private static Collection<String> paths(PathMappedEndpoints endpoints, DispatcherServletPath dispatcherServlet) {
		List<String> paths = new ArrayList<>(endpoints.getAdditionalPaths(WebServerNamespace.SERVER, HEALTH));
		String path = endpoints.getPath(HEALTH);
		if (path != null) {
			paths.add(path);
		}
		return paths.stream().map(dispatcherServlet::getRelativePath).toList();
	}

}
