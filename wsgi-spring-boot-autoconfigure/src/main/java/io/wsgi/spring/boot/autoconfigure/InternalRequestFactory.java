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

import java.util.Map;

import io.wsgi.spring.boot.web.InternalRequest;
import jakarta.servlet.ServletContext;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Makes the requests to the applications that are configured as a path.
 *
 * @author wsgi-spring-boot contributors
 */
class InternalRequestFactory {

	private final WsgiApplications applications;

	private final String contextPath;

	/**
	 * Create a new factory.
	 * @param applications the applications
	 * @param servletContext knows the context path, however that was set; may be missing
	 * as long as there is no web server
	 * @param environment has the setting of it
	 */
	InternalRequestFactory(WsgiApplications applications, @Nullable ServletContext servletContext,
			Environment environment) {
		this.applications = applications;
		this.contextPath = (servletContext != null) ? servletContext.getContextPath()
				: StringUtils.trimTrailingCharacter(environment.getProperty("server.servlet.context-path", ""), '/');
	}

	/**
	 * Return the application that a path leads to.
	 * @param property the property that has the path
	 * @param path the path
	 * @return the application
	 * @throws InvalidConfigurationPropertyValueException if there is none
	 */
	WsgiApplication application(String property, String path) {
		WsgiApplication application = this.applications.serving(new InternalRequest(path, Map.of()));
		if (application == null) {
			throw new InvalidConfigurationPropertyValueException(property, path,
					"It has to be below the path of an application.");
		}
		return application;
	}

	/**
	 * Check that a path leads to an application.
	 * @param property the property that has the path
	 * @param path the path
	 * @param expected the application
	 * @throws InvalidConfigurationPropertyValueException if it leads to another one, or
	 * to none
	 */
	void check(String property, String path, WsgiApplication expected) {
		if (!expected.equals(application(property, path))) {
			throw new InvalidConfigurationPropertyValueException(property, path,
					"It has to be below " + expected.path() + ", the path of the application.");
		}
	}

	/**
	 * Create the CGI variables of a request.
	 * @param property the property that has the path
	 * @param path the path
	 * @param headers the headers
	 * @return the variables
	 * @throws InvalidConfigurationPropertyValueException if they cannot be represented
	 */
	String environ(String property, String path, Map<String, String> headers) {
		try {
			return new InternalRequest(path, headers).environ(this.contextPath, application(property, path).path());
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(property, path, String.valueOf(ex.getMessage()), ex);
		}
	}

}
