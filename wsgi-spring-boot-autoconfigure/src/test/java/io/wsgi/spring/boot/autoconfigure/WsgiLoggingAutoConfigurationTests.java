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
import java.util.concurrent.atomic.AtomicInteger;

import io.wsgi.cpython.CPythonRuntime;
import io.wsgi.graalpy.GraalPyRuntime;
import io.wsgi.runtime.LogBridge;
import io.wsgi.spring.boot.actuate.LogLevelsAdvisor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.InvocationContext;
import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvoker;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvokerAdvisor;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameters;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggerConfiguration;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link WsgiLoggingAutoConfiguration}, {@link LogLevels} and
 * {@link LogLevelsAdvisor}, with doubles for the logging system.
 *
 * @author wsgi-spring-boot contributors
 */
class WsgiLoggingAutoConfigurationTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WsgiLoggingAutoConfiguration.class));

	@Test
	void bridgeIsThere() {
		this.runner
			.run((context) -> assertThat(context).hasSingleBean(LogBridge.class).hasSingleBean(LogLevelsAdvisor.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "wsgi.logging.enabled=false", "wsgi.enabled=false" })
	void bridgeCanBeSwitchedOff(String property) {
		this.runner.withPropertyValues(property)
			.run((context) -> assertThat(context).doesNotHaveBean(LogBridge.class)
				.doesNotHaveBean(LogLevelsAdvisor.class));
	}

	@Test
	void bridgeOfTheUserCounts() {
		LogBridge own = new LogBridge(new LogLevels(null).current());
		this.runner.withBean("own", LogBridge.class, () -> own)
			.run((context) -> assertThat(context).getBean(LogBridge.class).isSameAs(own));
	}

	@Test
	void bridgeNeedsNoActuator() {
		this.runner.withClassLoader(new FilteredClassLoader(OperationInvokerAdvisor.class))
			.run((context) -> assertThat(context).hasSingleBean(LogBridge.class)
				.doesNotHaveBean(LogLevelsAdvisor.class));
	}

	@Test
	void autoConfigurationIsSkippedWithoutPythonOrWeb() {
		this.runner.withClassLoader(new FilteredClassLoader(GraalPyRuntime.class, CPythonRuntime.class))
			.run((context) -> assertThat(context).doesNotHaveBean(LogBridge.class));
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(WsgiLoggingAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean(LogBridge.class));
	}

	@ParameterizedTest
	@CsvSource({ "TRACE, 1", "DEBUG, 10", "INFO, 20", "WARN, 30", "ERROR, 40", "FATAL, 50", "OFF, 2147483647" })
	void levelsAreThoseOfPython(LogLevel level, int number) {
		LoggingSystem system = loggingSystem(new LoggerConfiguration("ROOT", LogLevel.WARN, LogLevel.WARN),
				new LoggerConfiguration("shop", level, level), new LoggerConfiguration("shop.inherits", null, level));
		assertThat(new LogLevels(system).current()).containsOnlyKeys("root", "shop")
			.containsEntry("root", 30)
			.containsEntry("shop", number);
	}

	@Test
	void everythingPassesWhenTheLevelsAreNotKnown() {
		assertThat(new LogLevels(null).current()).containsOnlyKeys("root").containsEntry("root", 1);
		assertThat(new LogLevels(loggingSystem()).current()).containsOnlyKeys("root").containsEntry("root", 1);
	}

	@Test
	void advisorTellsWhenALevelWasChanged() {
		AtomicInteger changes = new AtomicInteger();
		LogLevelsAdvisor advisor = new LogLevelsAdvisor(changes::incrementAndGet);
		OperationInvoker original = (context) -> "result " + changes.get();
		OperationParameters parameters = mock();
		InvocationContext invocation = mock();
		OperationInvoker advised = advisor.apply(EndpointId.of("loggers"), OperationType.WRITE, parameters, original);
		assertThat(advised.invoke(invocation)).isEqualTo("result 0");
		assertThat(changes).hasValue(1);
		assertThat(advisor.apply(EndpointId.of("loggers"), OperationType.READ, parameters, original))
			.isSameAs(original);
		assertThat(advisor.apply(EndpointId.of("wsgi"), OperationType.WRITE, parameters, original)).isSameAs(original);
	}

	private static LoggingSystem loggingSystem(LoggerConfiguration... loggers) {
		LoggingSystem system = mock();
		given(system.getLoggerConfigurations()).willReturn(List.of(loggers));
		return system;
	}

}
