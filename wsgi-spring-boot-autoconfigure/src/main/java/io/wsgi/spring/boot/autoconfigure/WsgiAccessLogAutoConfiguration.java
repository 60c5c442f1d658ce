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

import jakarta.servlet.Filter;

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
		afterName = "org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration")
@ConditionalOnClass({ PathMappedEndpoints.class, ConditionalOnManagementPort.class, DispatcherServletPath.class })
@ConditionalOnBooleanProperty("server.tomcat.accesslog.enabled")
@ConditionalOnManagementPort(ManagementPortType.SAME)
@ConditionalOnBean({ WsgiApplications.class, PathMappedEndpoints.class, DispatcherServletPath.class })
public final class WsgiAccessLogAutoConfiguration {

	/**
	 * The name of the request attribute.
	 */
	public static final String HEALTH_PROBE_ATTRIBUTE = "wsgi.health-probe";

	private static final EndpointId HEALTH = EndpointId.of("health");

	@Bean
	FilterRegistrationBean<Filter> wsgiHealthProbeFilter(PathMappedEndpoints endpoints,
			DispatcherServletPath dispatcherServlet) {
		Filter filter = (request, response, chain) -> {
			request.setAttribute(HEALTH_PROBE_ATTRIBUTE, Boolean.TRUE);
			chain.doFilter(request, response);
		};
		FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(filter);
		String path = endpoints.getPath(HEALTH);
		if (path != null) {
			registration.addUrlPatterns(dispatcherServlet.getRelativePath(path),
					dispatcherServlet.getRelativePath(path + "/*"));
		}
		endpoints.getAdditionalPaths(WebServerNamespace.SERVER, HEALTH)
			.forEach((additional) -> registration.addUrlPatterns(dispatcherServlet.getRelativePath(additional)));
		registration.setEnabled(!registration.getUrlPatterns().isEmpty());
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
		return registration;
	}

}
