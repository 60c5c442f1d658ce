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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.wsgi.graalpy.PythonContextCustomizer;
import io.wsgi.reload.Reloader;
import io.wsgi.reload.WatchedFiles;
import io.wsgi.runtime.ApplicationCaller;
import io.wsgi.runtime.Exchange;
import io.wsgi.runtime.PythonApplication;
import io.wsgi.runtime.PythonInterpreter;
import io.wsgi.runtime.PythonRuntime;
import io.wsgi.runtime.PythonSettings;
import io.wsgi.spring.boot.event.WorkerEvent;
import io.wsgi.spring.boot.web.ConnectionAbortValve;
import io.wsgi.spring.boot.web.ConnectionDrainValve;
import io.wsgi.spring.boot.web.EnvironCustomizer;
import io.wsgi.spring.boot.web.WsgiHandlerMapping;
import io.wsgi.testsupport.TestPython;
import io.wsgi.worker.WorkerPool;
import io.wsgi.worker.WorkerPoolListener;
import io.wsgi.worker.WorkerPools;
import io.wsgi.worker.WorkerSettings;
import io.wsgi.worker.queue.QueueFullException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.ArgumentCaptor;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.util.ServletRequestPathUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.atLeastOnce;
import static org.mockito.Mockito.mock;

/**
 * Tests for what can be added to the auto-configuration, or takes the place of a part of
 * it.
 *
 * @author wsgi-spring-boot contributors
 */
class ExtensionTests {

	private final WebApplicationContextRunner base = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WsgiAutoConfiguration.class, WsgiWebMvcAutoConfiguration.class))
		.withPropertyValues("wsgi.app=hello:app", "wsgi.apps.admin.app=admin:app", "wsgi.apps.admin.path=/admin",
				"wsgi.cache-dir=" + TestPython.cache());

	private final WebApplicationContextRunner runner = this.base.withBean(PythonRuntime.class, TestPython::runtime)
		.withBean(WorkerPools.class, () -> TestWorkers.pools("default", "admin"));

	@Test
	void listenersAreToldOfEachApplication() {
		this.runner.withUserConfiguration(Listeners.class).run((context) -> {
			for (WorkerPool pool : context.getBean(WorkerPools.class)) {
				ArgumentCaptor<WorkerPoolListener> added = ArgumentCaptor.captor();
				then(pool).should(atLeastOnce()).addListener(added.capture());
				added.getAllValues().forEach((listener) -> listener.replaced("worker", "reload"));
			}
			assertThat(context.getBean(Listeners.class).told).containsExactly("all", "default", "all", "admin");
		});
	}

	@Test
	void settingsOfEachApplicationAreCustomizedInOrder() {
		PythonRuntime runtime = runtimeThatLoadsAnything();
		this.base.withBean(PythonRuntime.class, () -> runtime)
			.withPropertyValues("wsgi.threads=5")
			.withUserConfiguration(SettingsCustomizers.class)
			.run((context) -> assertThat(context.getBean(WorkerPools.class)).extracting(WorkerPool::getSettings)
				.extracting(WorkerSettings::name, WorkerSettings::threads, WorkerSettings::hooks)
				.containsExactly(tuple("default", 5, "second"), tuple("admin", 1, "second")));
	}

	private static PythonRuntime runtimeThatLoadsAnything() {
		ApplicationCaller caller = mock();
		PythonApplication application = mock();
		given(application.newCaller()).willReturn(caller);
		PythonInterpreter interpreter = mock();
		given(interpreter.load(any(), any())).willReturn(application);
		PythonRuntime runtime = mock();
		given(runtime.name()).willReturn("other");
		given(runtime.newInterpreter(any(), any())).willReturn(interpreter);
		return runtime;
	}

	@Test
	void variablesOfEachRequestAreCustomizedInOrder() {
		this.runner.withUserConfiguration(EnvironCustomizers.class).run((context) -> {
			WorkerPool pool = context.getBean(WorkerPools.class).pools().get(0);
			willThrow(QueueFullException.class).given(pool).submit(any());
			MockHttpServletRequest request = new MockHttpServletRequest("GET", "/cart");
			request.setAttribute("tenant", "M\u00fcller");
			ServletRequestPathUtils.parseAndCache(request);
			HttpRequestHandler handler = (HttpRequestHandler) context.getBean(WsgiHandlerMapping.class)
				.getHandler(request)
				.getHandler();
			handler.handleRequest(request, new MockHttpServletResponse());
			ArgumentCaptor<Exchange> exchange = ArgumentCaptor.captor();
			then(pool).should().submit(exchange.capture());
			assertThat(exchange.getValue().environ()).contains("\0PATH_INFO\0/cart\0")
				.endsWith("\0shop.tenant\0M\u00c3\u00bcller\0shop.tenant\0second");
		});
	}

	@Test
	void contextOfAnInterpreterIsCustomized() {
		PythonContextCustomizer customizer = (builder) -> {
			throw new IllegalStateException("customized");
		};
		this.base.withBean(WorkerPools.class, () -> TestWorkers.pools("default", "admin"))
			.withBean(PythonContextCustomizer.class, () -> customizer)
			.run((context) -> {
				PythonRuntime runtime = context.getBean(PythonRuntime.class);
				PythonSettings settings = context.getBean(PythonSettings.class);
				assertThatIllegalStateException().isThrownBy(() -> runtime.newInterpreter(settings, null))
					.withMessage("customized");
			});
	}

	@Test
	void everyEventOfWorkersIsPublished() {
		List<Object> events = new ArrayList<>();
		WorkerPool pool = TestWorkers.pool("default");
		Exception cause = new IllegalStateException("no such module");
		WorkerEventPublisher publisher = new WorkerEventPublisher(pool, events::add);
		publisher.workerStarted("worker");
		publisher.workerReady("worker", Duration.ofSeconds(1));
		publisher.replaced("worker", "reload");
		publisher.workerStopped("worker");
		publisher.generationSwapped(2);
		publisher.loadFailed(cause);
		publisher.hung();
		publisher.outOfService();
		publisher.backInService();
		publisher.broken();
		assertThat(events).containsExactly(new WorkerEvent.Started(pool, "worker"),
				new WorkerEvent.Ready(pool, "worker", Duration.ofSeconds(1)),
				new WorkerEvent.Replaced(pool, "worker", "reload"), new WorkerEvent.Stopped(pool, "worker"),
				new WorkerEvent.GenerationSwapped(pool, 2), new WorkerEvent.LoadFailed(pool, cause),
				new WorkerEvent.Hung(pool), new WorkerEvent.OutOfService(pool), new WorkerEvent.BackInService(pool),
				new WorkerEvent.Broken(pool));
		assertThat(events).extracting(Object::getClass).contains(WorkerEvent.class.getPermittedSubclasses());
	}

	@Test
	void terminationSignalIsTakenUnlessItIsNotWanted() {
		serving().run((context) -> assertThat(context).hasSingleBean(TerminationSignal.class));
		serving().withPropertyValues("wsgi.handle-sigterm=false")
			.run((context) -> assertThat(context).doesNotHaveBean(TerminationSignal.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "wsgiTerminationSignal", "wsgiRuntimeReport", "wsgiTomcatCustomizer", "wsgiConfigCheck" })
	void beanOfTheUserTakesThePlaceOfTheOneWithItsName(String name) {
		// The one of this project would end the process
		serving().withPropertyValues("wsgi.check-config=" + name.equals("wsgiConfigCheck"))
			.withBean(name, String.class, () -> "own")
			.run((context) -> assertThat(context).getBean(name).isEqualTo("own"));
	}

	@ParameterizedTest
	@ValueSource(
			classes = { Reloader.class, WatchedFiles.class, ConnectionAbortValve.class, ConnectionDrainValve.class })
	void beanOfTheUserTakesThePlaceOfTheOneOfItsType(Class<?> type) {
		reloading(type).run((context) -> assertThat(context).hasSingleBean(type).hasBean("own"));
	}

	private <T> WebApplicationContextRunner reloading(Class<T> type) {
		return this.runner.withPropertyValues("wsgi.reload=true").withBean("own", type, () -> create(type));
	}

	private static <T> T create(Class<T> type) {
		Map<Class<?>, Object> beans = Map.of(Reloader.class,
				new Reloader(TestWorkers.pools("default"), new WatchedFiles(List.of())), WatchedFiles.class,
				new WatchedFiles(List.of()), ConnectionAbortValve.class, new ConnectionAbortValve(),
				ConnectionDrainValve.class, new ConnectionDrainValve());
		return type.cast(beans.get(type));
	}

	// Others count as deployed in a container
	private static WebApplicationContextRunner serving() {
		return new WebApplicationContextRunner(AnnotationConfigServletWebServerApplicationContext::new)
			.withConfiguration(AutoConfigurations.of(WsgiAutoConfiguration.class, WsgiWebMvcAutoConfiguration.class))
			.withBean(TomcatServletWebServerFactory.class, () -> new TomcatServletWebServerFactory(0))
			.withBean(PythonRuntime.class, TestPython::runtime)
			.withBean(WorkerPools.class, () -> TestWorkers.pools("default"))
			.withPropertyValues("wsgi.app=hello:app", "wsgi.cache-dir=" + TestPython.cache());
	}

	@Test
	void configurationOfTheUserCanHaveTheSameConditions() {
		this.runner.withUserConfiguration(OnlyWithWsgi.class)
			.run((context) -> assertThat(context).hasBean("onlyWithWsgi"));
		this.base.withUserConfiguration(OnlyWithWsgi.class)
			.withPropertyValues("wsgi.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean("onlyWithWsgi"));
		new ApplicationContextRunner().withUserConfiguration(OnlyWithWsgi.class)
			.run((context) -> assertThat(context).doesNotHaveBean("onlyWithWsgi"));
	}

	@Configuration(proxyBeanMethods = false)
	static class Listeners {

		private final List<String> told = new ArrayList<>();

		@Bean
		@Order(2)
		WorkerPoolListener byName() {
			return new WorkerPoolListener() {

				@Override
				public WorkerPoolListener forApplication(String application) {
					return telling(application);
				}

			};
		}

		@Bean
		@Order(1)
		WorkerPoolListener forAll() {
			return telling("all");
		}

		private WorkerPoolListener telling(String what) {
			return new WorkerPoolListener() {

				@Override
				public void replaced(String worker, String reason) {
					Listeners.this.told.add(what);
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SettingsCustomizers {

		@Bean
		@Order(2)
		WorkerSettingsCustomizer second() {
			return (application, settings) -> settings.hooks("second");
		}

		@Bean
		@Order(1)
		WorkerSettingsCustomizer first() {
			return (application, settings) -> {
				settings.hooks("first");
				if (application.equals("admin")) {
					settings.threads(1);
				}
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class EnvironCustomizers {

		@Bean
		@Order(2)
		EnvironCustomizer second() {
			return (request, environ) -> environ.accept("shop.tenant", "second");
		}

		@Bean
		@Order(1)
		EnvironCustomizer first() {
			return (request, environ) -> environ.accept("shop.tenant", (String) request.getAttribute("tenant"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OnlyWithWsgi {

		@Bean
		@ConditionalOnWsgiEnabled
		String onlyWithWsgi() {
			return "here";
		}

	}

}
