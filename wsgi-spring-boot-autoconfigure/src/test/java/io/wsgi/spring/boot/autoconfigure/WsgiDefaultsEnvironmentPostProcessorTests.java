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
import java.util.stream.Stream;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.servlet.ServletWebServerFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WsgiDefaultsEnvironmentPostProcessor}.
 *
 * @author wsgi-spring-boot contributors
 */
class WsgiDefaultsEnvironmentPostProcessorTests {

	private final ConfigurableEnvironment environment = new StandardEnvironment();

	static Stream<Arguments> defaults() {
		return Stream.of(Arguments.of("spring.threads.virtual.enabled", "true"),
				Arguments.of("server.tomcat.keep-alive-timeout", "75s"),
				Arguments.of("server.tomcat.max-keep-alive-requests", "-1"),
				Arguments.of("server.tomcat.max-connections", "20000"),
				Arguments.of("server.tomcat.processor-cache", "-1"),
				Arguments.of("server.tomcat.relaxed-path-chars", "<,>,[,],^,`,{,|,},\""),
				Arguments.of("server.tomcat.relaxed-query-chars", "<,>,[,\\,],^,`,{,|,},\""),
				Arguments.of("server.max-http-request-header-size", "32KB"),
				Arguments.of("server.tomcat.max-http-response-header-size", "32KB"),
				Arguments.of("server.tomcat.max-http-response-header-size", "32KB"),
				Arguments.of("server.tomcat.max-swallow-size", "16MB"),
				Arguments.of("spring.servlet.multipart.resolve-lazily", "true"),
				Arguments.of("spring.mvc.formcontent.filter.enabled", "false"),
				Arguments.of("management.endpoint.health.show-components", "always"),
				Arguments.of("management.endpoints.web.exposure.include", "health,prometheus"));
	}

	@BeforeEach
	void configureApplication() {
		add("application", "wsgi.app", "hello:app");
	}

	@ParameterizedTest
	@MethodSource("defaults")
	void defaultIsThere(String name, String value) {
		process();
		assertThat(this.environment.getProperty(name)).isEqualTo(value);
	}

	@ParameterizedTest
	@MethodSource("defaults")
	void valueOfTheUserWins(String name) {
		add("user", name, "of the user");
		process();
		assertThat(this.environment.getProperty(name)).isEqualTo("of the user");
	}

	@ParameterizedTest
	@MethodSource("defaults")
	void defaultPropertyOfTheUserWins(String name) {
		add(DefaultPropertiesPropertySource.NAME, name, "of the user");
		process();
		assertThat(this.environment.getProperty(name)).isEqualTo("of the user");
	}

	@ParameterizedTest
	@MethodSource("defaults")
	void valueThatIsAddedLaterWins(String name) {
		process();
		add("later", name, "of the user");
		DefaultPropertiesPropertySource.moveToEnd(this.environment);
		assertThat(this.environment.getProperty(name)).isEqualTo("of the user");
	}

	@Test
	void valueOfTheUserWinsInAnyNotation() {
		add(DefaultPropertiesPropertySource.NAME, "server.tomcat.keepAliveTimeout", "5s");
		ConfigurationPropertySources.attach(this.environment);
		process();
		assertThat(this.environment.getProperty("server.tomcat.keep-alive-timeout")).isEqualTo("5s");
	}

	@Test
	void listOfDefaultsIsComplete() {
		process();
		assertThat(this.environment.getPropertySources().get(DefaultPropertiesPropertySource.NAME).getSource())
			.asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
			.containsOnlyKeys(defaults().map((arguments) -> (String) arguments.get()[0]).toList());
	}

	@Test
	void nothingIsAddedWhenDisabled() {
		add("user", "wsgi.enabled", "false");
		process();
		assertThat(this.environment.getPropertySources().contains(DefaultPropertiesPropertySource.NAME)).isFalse();
	}

	@Test
	void nothingIsAddedWithoutAnApplication() {
		this.environment.getPropertySources().remove("application");
		process();
		assertThat(this.environment.getPropertySources().contains(DefaultPropertiesPropertySource.NAME)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "wsgi.apps.shop.app", "wsgi.apps.shop.path" })
	void oneOfSeveralApplicationsIsEnough(String name) {
		this.environment.getPropertySources().remove("application");
		add("user", name, "/shop");
		process();
		assertThat(this.environment.getProperty("management.endpoints.web.exposure.include"))
			.isEqualTo("health,prometheus");
	}

	@Test
	void applicationMayBeNamedByAnEnvironmentVariable() {
		this.environment.getPropertySources().remove("application");
		this.environment.getPropertySources()
			.addLast(new SystemEnvironmentPropertySource("user-systemEnvironment", Map.of("WSGI_APP", "hello:app")));
		process();
		assertThat(this.environment.getPropertySources().contains(DefaultPropertiesPropertySource.NAME)).isTrue();
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SERVLET")
	void nothingIsAddedToAnotherKindOfApplication(WebApplicationType type) {
		SpringApplication application = new SpringApplication();
		application.setWebApplicationType(type);
		new WsgiDefaultsEnvironmentPostProcessor().postProcessEnvironment(this.environment, application);
		assertThat(this.environment.getPropertySources().contains(DefaultPropertiesPropertySource.NAME)).isFalse();
		add("user", "spring.main.web-application-type", "servlet");
		new WsgiDefaultsEnvironmentPostProcessor().postProcessEnvironment(this.environment, application);
		assertThat(this.environment.getPropertySources().contains(DefaultPropertiesPropertySource.NAME)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "none", "reactive" })
	void nothingIsAddedWhenTheKindIsSetOtherwise(String type) {
		add("user", "spring.main.web-application-type", type);
		process();
		assertThat(this.environment.getPropertySources().contains(DefaultPropertiesPropertySource.NAME)).isFalse();
	}

	@Test
	void nothingIsAddedTwice() {
		process();
		Object before = this.environment.getPropertySources().get(DefaultPropertiesPropertySource.NAME).getSource();
		process();
		assertThat(this.environment.getPropertySources().get(DefaultPropertiesPropertySource.NAME).getSource())
			.isEqualTo(before);
	}

	@Test
	void applicationHasTheDefaultsBehindItsOwn() {
		SpringApplication application = new SpringApplication(Nothing.class);
		application.setDefaultProperties(Map.of("server.tomcat.keep-alive-timeout", "5s"));
		try (ConfigurableApplicationContext context = application.run("--wsgi.app=hello:app",
				"--server.tomcat.max-keep-alive-requests=7")) {
			assertThat(context.getEnvironment().getProperty("server.tomcat.keep-alive-timeout")).isEqualTo("5s");
			assertThat(context.getEnvironment().getProperty("server.tomcat.max-keep-alive-requests")).isEqualTo("7");
			assertThat(context.getEnvironment().getProperty("server.tomcat.processor-cache")).isEqualTo("-1");
		}
	}

	private void add(String source, String name, String value) {
		this.environment.getPropertySources().addLast(new MapPropertySource(source, Map.of(name, value)));
	}

	private void process() {
		new WsgiDefaultsEnvironmentPostProcessor().postProcessEnvironment(this.environment, new SpringApplication());
	}

	@Configuration(proxyBeanMethods = false)
	static class Nothing {

		@Bean
		ServletWebServerFactory webServer() {
			return new TomcatServletWebServerFactory(0);
		}

	}

}
