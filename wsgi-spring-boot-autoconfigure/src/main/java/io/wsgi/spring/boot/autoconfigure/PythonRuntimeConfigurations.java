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
import java.util.Objects;

import io.wsgi.cpython.CPythonRuntime;
import io.wsgi.cpython.InstallationFinder;
import io.wsgi.graalpy.GraalPyRuntime;
import io.wsgi.graalpy.PythonContextCustomizer;
import io.wsgi.runtime.PythonRuntime;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The Python runtimes, of which the first that fits is taken.
 *
 * @author wsgi-spring-boot contributors
 */
final class PythonRuntimeConfigurations {

	private static final String PROPERTY = "wsgi.runtime";

	private PythonRuntimeConfigurations() {
	}

	/**
	 * GraalPy, which is the default.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(GraalPyRuntime.class)
	@ConditionalOnMissingBean(PythonRuntime.class)
	@ConditionalOnProperty(name = PROPERTY, havingValue = "graalpy", matchIfMissing = true)
	static class GraalPy {

		@Bean
		GraalPyRuntime pythonRuntime(WsgiProperties properties, ObjectProvider<PythonContextCustomizer> customizers) {
			return GraalPyRuntime.detect(customizers.orderedStream().toList(),
					() -> WsgiAutoConfiguration.cacheDirectory(properties));
		}

	}

	/**
	 * CPython. Its classes need JDK 22: an older one does not find them.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(CPythonRuntime.class)
	@ConditionalOnMissingBean(PythonRuntime.class)
	@ConditionalOnProperty(name = PROPERTY, havingValue = "cpython", matchIfMissing = true)
	static class CPython {

		@Bean
		CPythonRuntime pythonRuntime(WsgiProperties properties) {
			return new CPythonRuntime(
					new InstallationFinder(directory(properties.getVirtualEnv()), directory(properties.getPythonHome()),
							Objects.requireNonNullElse(System.getenv("PATH"), ""))
						.find());
		}

		private static @Nullable Path directory(@Nullable String configured) {
			return (configured != null) ? Path.of(configured).toAbsolutePath().normalize() : null;
		}

	}

	/**
	 * Neither: the one that is asked for is not there.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(PythonRuntime.class)
	@ConditionalOnProperty(PROPERTY)
	static class Missing {

		@Bean
		PythonRuntime pythonRuntime(WsgiProperties properties) {
			boolean graalPy = properties.getRuntime() == WsgiProperties.Runtime.GRAALPY;
			throw new InvalidConfigurationPropertyValueException(PROPERTY, properties.getRuntime(),
					graalPy ? "GraalPy is not on the class path: add the dependency io.wsgi:wsgi-spring-boot-starter."
							: "CPython's runtime is not on the class path, or this JVM is too old for it: add the "
									+ "dependency io.wsgi:wsgi-spring-boot-starter-cpython, and use JDK 22 or later. "
									+ "This one is " + java.lang.Runtime.version().feature() + ".");
		}

	}

}
