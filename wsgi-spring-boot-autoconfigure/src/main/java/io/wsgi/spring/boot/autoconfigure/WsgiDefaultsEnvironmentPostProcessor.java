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
import java.util.Map;
import java.util.stream.StreamSupport;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * {@link EnvironmentPostProcessor} that adds the defaults of a WSGI server for settings
 * of Spring Boot, where a WSGI application is configured. They become default properties
 * of the {@link SpringApplication}, so that whatever the user says counts.
 *
 * @author wsgi-spring-boot contributors
 */
class WsgiDefaultsEnvironmentPostProcessor implements EnvironmentPostProcessor {

	private static final ConfigurationPropertyName APPLICATION = ConfigurationPropertyName.of("wsgi.app");

	private static final ConfigurationPropertyName APPLICATIONS = ConfigurationPropertyName.of("wsgi.apps");

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		if (environment.getProperty("wsgi.enabled", Boolean.class, true)
				&& servesApplication(environment, application)) {
			Map<String, Object> defaults = defaults();
			// Those of the SpringApplication stay last, whatever is added behind them
			defaults.keySet().removeIf(environment::containsProperty);
			DefaultPropertiesPropertySource.addOrMerge(defaults, environment.getPropertySources());
		}
	}

	private static boolean servesApplication(ConfigurableEnvironment environment, SpringApplication application) {
		Iterable<ConfigurationPropertySource> sources = ConfigurationPropertySources
			.from(environment.getPropertySources());
		// The property is bound to the application later
		WebApplicationType type = new Binder(sources, new PropertySourcesPlaceholdersResolver(environment))
			.bind("spring.main.web-application-type", WebApplicationType.class)
			.orElse(application.getWebApplicationType());
		return type == WebApplicationType.SERVLET && StreamSupport.stream(sources.spliterator(), false)
			.anyMatch(WsgiDefaultsEnvironmentPostProcessor::namesApplication);
	}

	private static boolean namesApplication(ConfigurationPropertySource source) {
		return source.getConfigurationProperty(APPLICATION) != null
				|| source.containsDescendantOf(APPLICATIONS) == ConfigurationPropertyState.PRESENT;
	}

	private Map<String, Object> defaults() {
		Map<String, Object> defaults = new LinkedHashMap<>();
		defaults.put("spring.threads.virtual.enabled", "true");
		// Longer than the 60 seconds after which load balancers drop idle connections
		defaults.put("server.tomcat.keep-alive-timeout", "75s");
		defaults.put("server.tomcat.max-keep-alive-requests", "-1");
		// Connections are cheap, and most of them are idle
		defaults.put("server.tomcat.max-connections", "20000");
		defaults.put("server.tomcat.processor-cache", "-1");
		// What browsers and HTTP clients send unencoded
		defaults.put("server.tomcat.relaxed-path-chars", "<,>,[,],^,`,{,|,},\"");
		defaults.put("server.tomcat.relaxed-query-chars", "<,>,[,\\,],^,`,{,|,},\"");
		defaults.put("server.max-http-request-header-size", "32KB");
		defaults.put("server.tomcat.max-http-response-header-size", "32KB");
		// So that a client which is still sending a body that is not wanted sees the
		// answer
		defaults.put("server.tomcat.max-swallow-size", "16MB");
		// Both would consume the body of a request before the WSGI application sees it
		defaults.put("spring.servlet.multipart.resolve-lazily", "true");
		defaults.put("spring.mvc.formcontent.filter.enabled", "false");
		defaults.put("management.endpoints.web.exposure.include", "health,prometheus");
		defaults.put("management.endpoint.health.show-components", "always");
		return defaults;
	}

}
