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

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

import io.wsgi.spring.boot.client.PythonClientFactoryBean;
import io.wsgi.spring.boot.web.InternalRequest;
import io.wsgi.spring.boot.web.MountPath;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.StringUtils;

/**
 * The applications that are configured: {@code wsgi.app} and those of {@code wsgi.apps}.
 *
 * @author wsgi-spring-boot contributors
 */
final class WsgiApplications {

	private static final String DEFAULT_NAME = "default";

	private final Map<String, WsgiApplication> byName = new LinkedHashMap<>();

	private WsgiApplications() {
	}

	/**
	 * Create the applications that properties configure.
	 * @param properties the properties
	 * @param functions whether functions are called, for which there need not be any
	 * application
	 * @return the applications
	 * @throws InvalidConfigurationPropertyValueException if there is none, or two share a
	 * path
	 */
	static WsgiApplications of(WsgiProperties properties, boolean functions) {
		WsgiApplications applications = new WsgiApplications();
		if (functions && properties.getApp() == null && properties.getApps().isEmpty()) {
			applications.byName.put(DEFAULT_NAME,
					WsgiApplication.functionsOnly(DEFAULT_NAME, ApplicationProperties.shared(properties)));
		}
		else if (properties.getApp() != null || properties.getApps().isEmpty()) {
			applications.add(DEFAULT_NAME, "wsgi", properties.getApp(), properties.getPath(),
					ApplicationProperties.shared(properties));
		}
		properties.getApps()
			.forEach((name, application) -> applications.add(name, "wsgi.apps." + name, application.getApp(),
					application.getPath(), ApplicationProperties.of(name, application, properties)));
		return applications;
	}

	private void add(String name, String prefix, @Nullable String target, @Nullable String path,
			ApplicationProperties settings) {
		if (!StringUtils.hasText(target)) {
			throw new InvalidConfigurationPropertyValueException(prefix + ".app", target,
					"Set it to the application to serve, such as 'module:app', or set wsgi.enabled=false.");
		}
		MountPath mountPath = mountPath(prefix + ".path", path);
		for (WsgiApplication other : this.byName.values()) {
			if (other.path().toString().equals(mountPath.toString())) {
				throw new InvalidConfigurationPropertyValueException(prefix + ".path", path,
						"Another application is served there: give each its own path.");
			}
		}
		if (this.byName.put(name, new WsgiApplication(name, target, mountPath, settings)) != null) {
			throw new InvalidConfigurationPropertyValueException(prefix + ".app", target,
					"The name '" + DEFAULT_NAME + "' stands for wsgi.app: choose another one.");
		}
	}

	private MountPath mountPath(String property, @Nullable String path) {
		if (path == null) {
			throw new InvalidConfigurationPropertyValueException(property, null,
					"Set it to the path below which the application is to be served.");
		}
		try {
			return MountPath.of(path);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(property, path, "It has to begin with '/'.");
		}
	}

	Stream<WsgiApplication> stream() {
		return this.byName.values().stream();
	}

	/**
	 * Return the application that a request goes to.
	 * @param request the request
	 * @return the application, or {@code null} if there is none
	 */
	@Nullable WsgiApplication serving(InternalRequest request) {
		return stream().filter((application) -> application.isServed() && request.isBelow(application.path()))
			.max(Comparator.comparingInt((application) -> application.path().toString().length()))
			.orElse(null);
	}

	/**
	 * Return the application in whose workers the functions of a client run.
	 * @param client the client
	 * @return the application
	 * @throws IllegalStateException if there is no such application, or there are several
	 * and the client names none
	 */
	WsgiApplication calledBy(PythonClientFactoryBean<?> client) {
		String name = client.application();
		if (name == null && this.byName.size() == 1) {
			return this.byName.values().iterator().next();
		}
		WsgiApplication application = this.byName.get((name != null) ? name : DEFAULT_NAME);
		if (application == null) {
			throw new IllegalStateException("@PythonClient of %s has to name one of the applications: %s"
				.formatted(client.getObjectType().getName(), String.join(", ", this.byName.keySet())));
		}
		return application;
	}

	/**
	 * Return the application with a name.
	 * @param name the name
	 * @return the application
	 */
	WsgiApplication named(String name) {
		WsgiApplication application = this.byName.get(name);
		if (application == null) {
			throw new IllegalArgumentException("There is no application '" + name + "'");
		}
		return application;
	}

	MountPath mountPath(String name) {
		return named(name).path();
	}

}
