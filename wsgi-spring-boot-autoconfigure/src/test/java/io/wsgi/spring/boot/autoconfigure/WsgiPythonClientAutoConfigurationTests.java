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

import io.micrometer.observation.ObservationRegistry;
import io.wsgi.runtime.PythonRuntime;
import io.wsgi.spring.boot.client.ImportPythonClients;
import io.wsgi.spring.boot.client.PythonTemplate;
import io.wsgi.spring.boot.client.greeting.Greeter;
import io.wsgi.spring.boot.client.named.Named;
import io.wsgi.spring.boot.web.WsgiHandlerMapping;
import io.wsgi.testsupport.TestPython;
import io.wsgi.worker.WorkerPools;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.util.ServletRequestPathUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link WsgiPythonClientAutoConfiguration} and
 * {@link WsgiPythonTemplateAutoConfiguration}, with doubles for the workers.
 *
 * @author wsgi-spring-boot contributors
 */
class WsgiPythonClientAutoConfigurationTests {

	private static final AutoConfigurations AUTO_CONFIGURATIONS = AutoConfigurations.of(WsgiAutoConfiguration.class,
			WsgiPythonClientAutoConfiguration.class, WsgiPythonTemplateAutoConfiguration.class,
			WsgiWebMvcAutoConfiguration.class);

	private final ApplicationContextRunner withoutDoubles = new ApplicationContextRunner()
		.withConfiguration(AUTO_CONFIGURATIONS)
		.withPropertyValues("wsgi.cache-dir=" + TestPython.cache());

	private final ApplicationContextRunner runner = this.withoutDoubles.withUserConfiguration(Doubles.class);

	@Test
	void clientsOfThePackagesAreBeans() {
		this.runner.withUserConfiguration(Packaged.class)
			.run((context) -> assertThat(context).hasSingleBean(Greeter.class)
				.hasBean("greeter")
				.hasSingleBean(PythonTemplate.class)
				.doesNotHaveBean(WsgiHandlerMapping.class));
	}

	@Test
	void clientsNeedNoApplication() {
		this.runner.withUserConfiguration(Packaged.class).run((context) -> {
			WsgiApplications applications = context.getBean(WsgiApplications.class);
			assertThat(applications.stream()).singleElement().satisfies((application) -> {
				assertThat(application.name()).isEqualTo("default");
				assertThat(application.isServed()).isFalse();
				assertThat(context.getBean(PythonClients.class).requirements(application))
					.isEqualTo("[[\"io.wsgi.spring.boot.client.greeting.Greeter.greet()\",\"greetings\",\"greet\","
							+ "[\"person\"]]]");
			});
		});
	}

	@Test
	void nothingIsThereWithoutAnyClient() {
		this.withoutDoubles.run((context) -> assertThat(context).doesNotHaveBean(WsgiApplications.class)
			.doesNotHaveBean(WorkerPoolLifecycle.class));
	}

	@Test
	void nothingIsThereWhenDisabled() {
		this.withoutDoubles.withUserConfiguration(Packaged.class)
			.withPropertyValues("wsgi.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(Greeter.class)
				.doesNotHaveBean(WsgiApplications.class));
	}

	@Test
	void importedClientsTakeThePlaceOfThoseOfThePackages() {
		this.runner.withUserConfiguration(Packaged.class, ImportsType.class)
			.run((context) -> assertThat(context).hasSingleBean(Named.class).doesNotHaveBean(Greeter.class));
		this.runner.withUserConfiguration(ImportsPackage.class)
			.run((context) -> assertThat(context).hasSingleBean(Greeter.class).doesNotHaveBean(Named.class));
	}

	@Test
	void twoClientsOfTheSameNameAreRefused() {
		this.runner.withUserConfiguration(ImportsNamesakes.class)
			.run((context) -> assertThat(context).getFailure()
				.hasMessage(Named.class.getName() + " and " + io.wsgi.spring.boot.namesake.Named.class.getName()
						+ ", both with @PythonClient, would be the bean 'named': rename one of them"));
	}

	@Test
	void nothingIsServedWhereThereAreClientsOnly() {
		new WebApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.withConfiguration(AutoConfigurations.of(WebMvcAutoConfiguration.class))
			.withUserConfiguration(Packaged.class, Doubles.class)
			.withPropertyValues("wsgi.cache-dir=" + TestPython.cache())
			.run((context) -> {
				MockHttpServletRequest request = new MockHttpServletRequest("GET", "/");
				ServletRequestPathUtils.parseAndCache(request);
				assertThat(context.getBean(WsgiHandlerMapping.class).getHandler(request)).isNull();
			});
	}

	@Test
	void clientCallsTheApplicationThatItNames() {
		this.runner.withUserConfiguration(Packaged.class)
			.withPropertyValues("wsgi.apps.a.app=a:app", "wsgi.apps.a.path=/a", "wsgi.apps.b.app=b:app",
					"wsgi.apps.b.path=/b", "greeter.application=b")
			.run((context) -> {
				WsgiApplications applications = context.getBean(WsgiApplications.class);
				PythonClients clients = context.getBean(PythonClients.class);
				assertThat(clients.requirements(applications.named("a"))).isEmpty();
				assertThat(clients.requirements(applications.named("b"))).contains("greetings");
			});
	}

	@Test
	void clientThatNamesNoneOfSeveralApplicationsIsRefused() {
		this.runner.withUserConfiguration(Packaged.class)
			.withPropertyValues("wsgi.apps.a.app=a:app", "wsgi.apps.a.path=/a", "wsgi.apps.b.app=b:app",
					"wsgi.apps.b.path=/b")
			.run((context) -> {
				WsgiApplication application = context.getBean(WsgiApplications.class).named("a");
				PythonClients clients = context.getBean(PythonClients.class);
				assertThatIllegalStateException().isThrownBy(() -> clients.requirements(application))
					.withMessage("@PythonClient of " + Greeter.class.getName()
							+ " has to name one of the applications: a, b");
			});
	}

	@Test
	void clientsAreProcessedAheadOfTime() {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.register(ImportsPackage.class, TemplateOnly.class);
		TestGenerationContext generation = new TestGenerationContext();
		new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		generation.writeGeneratedContent();
		assertThat(RuntimeHintsPredicates.proxies().forInterfaces(Greeter.class)).accepts(generation.getRuntimeHints());
		assertThat(RuntimeHintsPredicates.reflection().onType(Greeter.Person.class))
			.accepts(generation.getRuntimeHints());
		TestCompiler.forSystem().with(generation).compile((compiled) -> {
			GenericApplicationContext restored = new GenericApplicationContext();
			@SuppressWarnings("unchecked")
			ApplicationContextInitializer<GenericApplicationContext> initializer = compiled
				.getInstance(ApplicationContextInitializer.class);
			initializer.initialize(restored);
			restored.refresh();
			assertThat(restored.getBean(Greeter.class)).hasToString("Python client " + Greeter.class.getName());
			restored.close();
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class Doubles {

		@Bean
		PythonRuntime runtime() {
			return TestPython.runtime();
		}

		@Bean
		WorkerPools pools() {
			return TestWorkers.pools("default");
		}

	}

	@Configuration(proxyBeanMethods = false)
	public static class TemplateOnly {

		@Bean
		public PythonTemplate pythonTemplate() {
			return new PythonTemplate(new WorkerPools(List.of()), List.of(), ObservationRegistry.NOOP, null);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage(basePackageClasses = Greeter.class)
	static class Packaged {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportPythonClients(Named.class)
	static class ImportsType {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportPythonClients({ Named.class, io.wsgi.spring.boot.namesake.Named.class })
	static class ImportsNamesakes {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportPythonClients(basePackageClasses = Greeter.class)
	public static class ImportsPackage {

	}

}
