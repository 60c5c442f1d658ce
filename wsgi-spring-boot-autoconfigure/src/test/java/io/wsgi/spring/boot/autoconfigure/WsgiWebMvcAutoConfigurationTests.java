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

import io.wsgi.runtime.PythonRuntime;
import io.wsgi.spring.boot.web.ConnectionAbortValve;
import io.wsgi.spring.boot.web.WsgiHandlerMapping;
import io.wsgi.testsupport.TestPython;
import io.wsgi.worker.WorkerPools;
import org.apache.catalina.connector.Connector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.tomcat.TomcatConnectorCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.WebServerFactoryCustomizerBeanPostProcessor;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.util.ServletRequestPathUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WsgiWebMvcAutoConfiguration}, with doubles for the workers.
 *
 * @author wsgi-spring-boot contributors
 */
class WsgiWebMvcAutoConfigurationTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WsgiAutoConfiguration.class, WsgiWebMvcAutoConfiguration.class,
				WebMvcAutoConfiguration.class))
		.withBean(PythonRuntime.class, TestPython::runtime)
		.withBean(WorkerPools.class, () -> TestWorkers.pools("default"))
		.withPropertyValues("wsgi.app=default:app", "wsgi.cache-dir=" + TestPython.cache());

	@Test
	void mappingComesAfterControllersAndBeforeStaticResources() {
		this.runner.run((context) -> assertThat(context).getBean(WsgiHandlerMapping.class)
			.extracting(WsgiHandlerMapping::getOrder)
			.isEqualTo(WsgiHandlerMapping.ORDER));
	}

	@Test
	void mappingOfTheUserCounts() {
		WsgiHandlerMapping mapping = new WsgiHandlerMapping(List.of(), List::of);
		this.runner.withBean("own", WsgiHandlerMapping.class, () -> mapping)
			.run((context) -> assertThat(context).getBean(WsgiHandlerMapping.class).isSameAs(mapping));
	}

	@Test
	void autoConfigurationIsSkippedWhenDisabled() {
		new WebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(WsgiAutoConfiguration.class, WsgiWebMvcAutoConfiguration.class))
			.withPropertyValues("wsgi.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(WsgiHandlerMapping.class)
				.doesNotHaveBean("wsgiTomcatCustomizer"));
	}

	@Test
	void autoConfigurationIsSkippedWithoutSpringMvc() {
		this.runner.withClassLoader(new FilteredClassLoader(DispatcherServlet.class))
			.run((context) -> assertThat(context).doesNotHaveBean(WsgiHandlerMapping.class));
	}

	@Test
	void tomcatIsNotCustomizedWithoutTomcat() {
		this.runner.withClassLoader(new FilteredClassLoader(ConfigurableTomcatWebServerFactory.class))
			.run((context) -> assertThat(context).hasSingleBean(WsgiHandlerMapping.class)
				.doesNotHaveBean("wsgiTomcatCustomizer"));
	}

	@Test
	@SuppressWarnings("unchecked")
	void tomcatLetsRequestsPassThatAreTheApplicationsBusiness() {
		this.runner.withPropertyValues("wsgi.ambiguous-paths=allow").run((context) -> {
			TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory();
			context.getBean("wsgiTomcatCustomizer", WebServerFactoryCustomizer.class).customize(factory);
			assertThat(factory.getEngineValves()).hasAtLeastOneElementOfType(ConnectionAbortValve.class);
			Connector connector = new Connector();
			for (TomcatConnectorCustomizer customizer : factory.getConnectorCustomizers()) {
				customizer.customize(connector);
			}
			assertThat(connector.getEncodedSolidusHandling()).isEqualTo("passthrough");
			assertThat(connector.getEncodedReverseSolidusHandling()).isEqualTo("passthrough");
			assertThat(connector.getProperty("continueResponseTiming")).hasToString("onRead");
		});
	}

	@Test
	@SuppressWarnings("unchecked")
	void encodedSlashesAreLeftToTomcatUnlessAnApplicationWantsThem() {
		this.runner.run((context) -> {
			TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory();
			context.getBean("wsgiTomcatCustomizer", WebServerFactoryCustomizer.class).customize(factory);
			Connector connector = new Connector();
			factory.getConnectorCustomizers().forEach((customizer) -> customizer.customize(connector));
			assertThat(connector.getEncodedSolidusHandling()).isEqualTo("reject");
			assertThat(connector.getEncodedReverseSolidusHandling())
				.isEqualTo(new Connector().getEncodedReverseSolidusHandling());
		});
	}

	@Test
	void customizerOfTheUserCounts() {
		WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> own = (factory) -> factory
			.addConnectorCustomizers((connector) -> {
				connector.setEncodedSolidusHandling("reject");
				connector.setEncodedReverseSolidusHandling("decode");
			});
		this.runner.withPropertyValues("wsgi.ambiguous-paths=allow")
			.withBean("own", WebServerFactoryCustomizer.class, () -> own)
			.run((context) -> {
				TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory();
				WebServerFactoryCustomizerBeanPostProcessor customizers = new WebServerFactoryCustomizerBeanPostProcessor();
				customizers.setBeanFactory(context.getBeanFactory());
				customizers.postProcessBeforeInitialization(factory, "factory");
				Connector connector = new Connector();
				factory.getConnectorCustomizers().forEach((customizer) -> customizer.customize(connector));
				assertThat(connector.getEncodedSolidusHandling()).isEqualTo("reject");
				assertThat(connector.getEncodedReverseSolidusHandling()).isEqualTo("decode");
			});
	}

	@Test
	void everyPathIsMappedAtTheRoot() {
		this.runner.run((context) -> {
			WsgiHandlerMapping mapping = context.getBean(WsgiHandlerMapping.class);
			assertThat(handler(mapping, "/")).isNotNull();
			assertThat(handler(mapping, "/a%20b/c;d//")).isSameAs(handler(mapping, "/"));
		});
	}

	@Test
	void pathsBelowThePrefixAreMapped() {
		this.runner.withPropertyValues("wsgi.path=/shop").run((context) -> {
			WsgiHandlerMapping mapping = context.getBean(WsgiHandlerMapping.class);
			assertThat(handler(mapping, "/shop")).isNotNull();
			assertThat(handler(mapping, "/shop/a")).isNotNull();
			assertThat(handler(mapping, "/%73hop/a")).isNotNull();
			assertThat(handler(mapping, "/shopping")).isNull();
			assertThat(handler(mapping, "/")).isNull();
		});
	}

	@Test
	void longestPathOfSeveralApplicationsCounts() {
		new WebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(WsgiAutoConfiguration.class, WsgiWebMvcAutoConfiguration.class))
			.withBean(PythonRuntime.class, TestPython::runtime)
			.withBean(WorkerPools.class, () -> TestWorkers.pools("default", "api", "v2"))
			.withPropertyValues("wsgi.app=default:app", "wsgi.apps.api.app=api:app", "wsgi.apps.api.path=/api",
					"wsgi.apps.v2.app=v2:app", "wsgi.apps.v2.path=/api/v2", "wsgi.cache-dir=" + TestPython.cache())
			.run((context) -> {
				WsgiHandlerMapping mapping = context.getBean(WsgiHandlerMapping.class);
				Object root = handler(mapping, "/");
				Object api = handler(mapping, "/api");
				Object second = handler(mapping, "/api/v2");
				assertThat(List.of(root, api, second)).doesNotHaveDuplicates();
				assertThat(handler(mapping, "/apis")).isSameAs(root);
				assertThat(handler(mapping, "/api/v1")).isSameAs(api);
				assertThat(handler(mapping, "/api/v2/x")).isSameAs(second);
			});
	}

	@ParameterizedTest
	@CsvSource({ "/assets/**,/assets/a.css,true", "/assets/**,/a.css,false", "/**,/a.css,false" })
	void staticResourcesWithAPatternOfTheirOwnAreLeftToSpring(String pattern, String path, boolean left) {
		this.runner.withPropertyValues("spring.mvc.static-path-pattern=" + pattern).run((context) -> {
			Object handler = handler(context.getBean(WsgiHandlerMapping.class), path);
			assertThat(handler == null).isEqualTo(left);
		});
	}

	@Test
	void preflightRequestIsMapped() {
		this.runner.run((context) -> {
			MockHttpServletRequest request = new MockHttpServletRequest("OPTIONS", "/");
			request.addHeader("Origin", "https://example.org");
			request.addHeader("Access-Control-Request-Method", "PUT");
			WsgiHandlerMapping mapping = context.getBean(WsgiHandlerMapping.class);
			assertThat(handler(mapping, request)).isSameAs(handler(mapping, "/"));
		});
	}

	private static Object handler(WsgiHandlerMapping mapping, String uri) throws Exception {
		return handler(mapping, new MockHttpServletRequest("GET", uri));
	}

	private static Object handler(WsgiHandlerMapping mapping, MockHttpServletRequest request) throws Exception {
		ServletRequestPathUtils.parseAndCache(request);
		HandlerExecutionChain chain = mapping.getHandler(request);
		return (chain != null) ? chain.getHandler() : null;
	}

}
