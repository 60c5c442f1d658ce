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

import io.wsgi.cpython.CPythonRuntime;
import io.wsgi.graalpy.GraalPyRuntime;
import io.wsgi.runtime.PythonRuntime;
import io.wsgi.runtime.PythonUnavailableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link PythonRuntimeConfigurations}.
 *
 * @author wsgi-spring-boot contributors
 */
class PythonRuntimeConfigurationsTests {

	@TempDir
	private Path empty;

	private final ApplicationContextRunner contexts = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(Runtimes.class));

	@Test
	void graalPyIsTheDefault() {
		this.contexts.run((context) -> assertThat(context).hasSingleBean(PythonRuntime.class)
			.hasSingleBean(GraalPyRuntime.class));
	}

	@Test
	void propertyDecides() {
		this.contexts.withPropertyValues("wsgi.runtime=cpython", "wsgi.python-home=" + this.empty)
			.run((context) -> assertThat(context.getStartupFailure())
				.hasRootCauseInstanceOf(PythonUnavailableException.class)
				.rootCause()
				.hasMessage("There is no Python in " + this.empty + "."));
		this.contexts.withPropertyValues("wsgi.runtime=graalpy")
			.run((context) -> assertThat(context).hasSingleBean(GraalPyRuntime.class));
	}

	@Test
	void cpythonIsTheDefaultWithoutGraalPy() {
		this.contexts.withClassLoader(new FilteredClassLoader(GraalPyRuntime.class))
			.withPropertyValues("wsgi.python-home=" + this.empty)
			.run((context) -> assertThat(context.getStartupFailure())
				.hasRootCauseInstanceOf(PythonUnavailableException.class));
	}

	@Test
	void runtimeThatIsNotOnTheClassPathIsNamed() {
		this.contexts.withClassLoader(new FilteredClassLoader(CPythonRuntime.class))
			.withPropertyValues("wsgi.runtime=cpython")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("io.wsgi:wsgi-spring-boot-starter-cpython, and use JDK 22 or later"));
		this.contexts.withClassLoader(new FilteredClassLoader(GraalPyRuntime.class))
			.withPropertyValues("wsgi.runtime=graalpy")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("add the dependency io.wsgi:wsgi-spring-boot-starter."));
	}

	@Test
	void runtimeOfTheUserComesFirst() {
		this.contexts.withUserConfiguration(OwnRuntime.class)
			.withPropertyValues("wsgi.runtime=cpython")
			.run((context) -> assertThat(context).hasSingleBean(PythonRuntime.class)
				.doesNotHaveBean(CPythonRuntime.class));
	}

	@Test
	void failureTellsWhatToInstall() {
		FailureAnalysis analysis = new PythonUnavailableFailureAnalyzer()
			.analyze(new IllegalStateException(new PythonUnavailableException("There is none.", "Install one.")));
		assertThat(analysis.getDescription()).isEqualTo("There is none.");
		assertThat(analysis.getAction())
			.isEqualTo("Install one. Or run the application on GraalPy, with wsgi.runtime=graalpy.");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(WsgiProperties.class)
	@Import({ PythonRuntimeConfigurations.GraalPy.class, PythonRuntimeConfigurations.CPython.class,
			PythonRuntimeConfigurations.Missing.class })
	static class Runtimes {

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnRuntime {

		@Bean
		PythonRuntime ownRuntime() {
			return mock();
		}

	}

}
