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

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.wsgi.cpython.CPythonRuntime;
import io.wsgi.graalpy.GraalPyRuntime;
import io.wsgi.reload.Reloader;
import io.wsgi.reload.WatchedFiles;
import io.wsgi.runtime.ApplicationLoadException;
import io.wsgi.runtime.PythonResources;
import io.wsgi.runtime.PythonRuntime;
import io.wsgi.runtime.PythonSettings;
import io.wsgi.spring.boot.web.UnderscoreHeaderPolicy;
import io.wsgi.testsupport.TestPython;
import io.wsgi.testsupport.TestSettings;
import io.wsgi.worker.WorkerPool;
import io.wsgi.worker.WorkerPools;
import io.wsgi.worker.WorkerSettings;
import io.wsgi.worker.WorkerSettings.Recycling;
import jakarta.servlet.ServletContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.InOrder;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

/**
 * Tests for {@link WsgiAutoConfiguration}, with doubles for the workers.
 *
 * @author wsgi-spring-boot contributors
 */
class WsgiAutoConfigurationTests {

	private static final PythonRuntime RUNTIME = TestPython.runtime();

	@TempDir
	private Path directory;

	private WebApplicationContextRunner runner;

	@BeforeEach
	void createRunner() {
		this.runner = new WebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(WsgiAutoConfiguration.class))
			.withBean(PythonRuntime.class, () -> RUNTIME)
			.withUserConfiguration(WithoutWorkers.class)
			.withPropertyValues("wsgi.app=hello:app", "wsgi.cache-dir=" + this.directory.resolve("cache"));
	}

	@Test
	void applicationIsConfigured() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(PythonRuntime.class)
				.hasSingleBean(PythonSettings.class)
				.hasSingleBean(WsgiApplications.class)
				.hasSingleBean(WorkerPools.class)
				.hasSingleBean(WorkerPoolLifecycle.class)
				.hasSingleBean(RuntimeReport.class);
			assertThat(context.getBean(WsgiApplications.class).stream()).singleElement().satisfies((application) -> {
				assertThat(application.name()).isEqualTo("default");
				assertThat(application.target()).isEqualTo("hello:app");
				assertThat(application.path()).hasToString("/");
			});
		});
	}

	@Test
	void autoConfigurationIsSkippedWhenDisabled() {
		this.runner.withPropertyValues("wsgi.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(WsgiProperties.class)
				.doesNotHaveBean(WorkerPoolLifecycle.class));
	}

	@Test
	void autoConfigurationIsSkippedWithoutAnyPython() {
		this.runner.withClassLoader(new FilteredClassLoader(GraalPyRuntime.class, CPythonRuntime.class))
			.run((context) -> assertThat(context).doesNotHaveBean(WsgiProperties.class)
				.doesNotHaveBean(WorkerPoolLifecycle.class));
	}

	@Test
	void autoConfigurationIsSkippedWithoutWebServer() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(WsgiAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean(WsgiProperties.class));
	}

	@Test
	void autoConfigurationIsSkippedInReactiveApplication() {
		new ReactiveWebApplicationContextRunner().withConfiguration(AutoConfigurations.of(WsgiAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean(WsgiProperties.class));
	}

	@Test
	void settingsOfTheUserCount() {
		PythonSettings settings = new PythonSettings(List.of(), Map.of(), this.directory, true, Map.of());
		this.runner.withBean(PythonSettings.class, () -> settings)
			.run((context) -> assertThat(context).getBean(PythonSettings.class).isSameAs(settings));
	}

	@Test
	void workersOfTheUserCount() {
		this.runner.run((context) -> assertThat(context).getBean(WorkerPools.class)
			.isSameAs(context.getBean(WithoutWorkers.class).pools));
	}

	@Test
	void defaultsAreThoseOfTheDocumentation() {
		this.runner.run((context) -> {
			WsgiProperties properties = context.getBean(WsgiProperties.class);
			assertThat(properties.getPath()).isEqualTo("/");
			assertThat(properties.getApps()).isEmpty();
			assertThat(properties.getPythonPath()).isEmpty();
			assertThat(properties.getVirtualEnv()).isNull();
			assertThat(properties.getEnv()).isEmpty();
			assertThat(properties.getThreads()).isEqualTo(64);
			assertThat(properties.getQueueSize()).isEqualTo(1024);
			assertThat(properties.getQueueTimeout()).isEqualTo(Duration.ofSeconds(30));
			assertThat(properties.getGracefulTimeout()).isEqualTo(Duration.ofSeconds(30));
			assertThat(properties.getHeaderMap()).isEqualTo(UnderscoreHeaderPolicy.Mode.DROP);
			assertThat(properties.getHeaderMapAllowed()).isEmpty();
			assertThat(properties.getMaxRequestSize()).isEqualTo(DataSize.ofGigabytes(1));
			assertThat(properties.getMaxInMemorySize()).isEqualTo(DataSize.ofMegabytes(1));
			assertThat(properties.getMaxResponseBufferSize()).isEqualTo(DataSize.ofMegabytes(64));
			assertThat(properties.getUploadDir()).isNull();
			assertThat(properties.getWorkers()).isNull();
			assertThat(properties.getRequestTimeout()).isNull();
			assertThat(properties.getMaxRequests()).isZero();
			assertThat(properties.getMaxRequestsJitter()).isZero();
			assertThat(properties.getMaxWorkerAge()).isNull();
			assertThat(properties.getEngineOptions()).isEmpty();
		});
	}

	@Test
	void settingsOfPythonComeFromTheProperties() {
		this.runner
			.withPropertyValues("wsgi.python-path=" + TestPython.sources("loading"), "wsgi.env.A=b",
					"wsgi.engine-options.python.IsolateFlag=true")
			.run((context) -> {
				PythonSettings settings = context.getBean(PythonSettings.class);
				assertThat(settings.path().get(0)).isEqualTo(TestPython.sources("loading"));
				assertThat(settings.environment()).containsOnly(Map.entry("A", "b"));
				assertThat(settings.bytecodeCache()).isEqualTo(this.directory.resolve("cache/bytecode"));
				assertThat(settings.engineOptions()).containsOnly(Map.entry("python.IsolateFlag", "true"));
			});
	}

	@Test
	void workersAreMadeFromTheProperties() {
		WsgiProperties properties = new WsgiProperties();
		properties.setApp("hello:app");
		properties.setThreads(3);
		properties.setQueueSize(4);
		properties.setQueueTimeout(Duration.ofSeconds(5));
		properties.setWorkers(2);
		properties.setRequestTimeout(Duration.ofSeconds(6));
		properties.setGracefulTimeout(Duration.ofSeconds(7));
		properties.setMaxRequests(8);
		properties.setMaxRequestsJitter(9);
		properties.setMaxWorkerAge(Duration.ofSeconds(10));
		properties.setMaxHeapUsage(0.5);
		properties.setMinWorkers(1);
		properties.setMinThreads(2);
		properties.setIdleTimeout(Duration.ofSeconds(11));
		properties.setBootTimeout(Duration.ofSeconds(12));
		assertThat(workerPools(properties, new MockEnvironment())).singleElement().satisfies((pool) -> {
			assertThat(pool.getSettings()).isEqualTo(new WorkerSettings("default", "hello:app", null,
					new WorkerSettings.Scaling(1, 2, Duration.ofSeconds(11)), 2, 3, 4, Duration.ofSeconds(5),
					Duration.ofSeconds(6), Duration.ofSeconds(12), Duration.ofSeconds(7),
					new Recycling(8, 9, Duration.ofSeconds(10), 0.5), List.of()));
			assertThat(pool.isRunning()).isFalse();
		});
	}

	@Test
	void oneWorkerIsTheDefault() {
		WsgiProperties properties = new WsgiProperties();
		properties.setApp("hello:app");
		assertThat(workerPools(properties, new MockEnvironment())).singleElement()
			.satisfies((pool) -> assertThat(pool.getSettings().scaling().max()).isOne());
	}

	@Test
	void numberOfWorkersComesFromTheVariableOfGunicornWhenItIsNotConfigured() {
		WsgiProperties properties = new WsgiProperties();
		properties.setApp("hello:app");
		MockEnvironment environment = new MockEnvironment().withProperty("WEB_CONCURRENCY", "3");
		assertThat(workerPools(properties, environment)).singleElement()
			.satisfies((pool) -> assertThat(pool.getSettings().scaling().max()).isEqualTo(3));
		properties.setWorkers(1);
		assertThat(workerPools(properties, environment)).singleElement()
			.satisfies((pool) -> assertThat(pool.getSettings().scaling().max()).isOne());
	}

	@Test
	void eachOfSeveralApplicationsHasWorkers() {
		this.runner
			.withPropertyValues("wsgi.apps.admin.app=admin:app", "wsgi.apps.admin.path=/admin",
					"wsgi.apps.api.app=api:app", "wsgi.apps.api.path=/api")
			.run((context) -> assertThat(context.getBean(WsgiApplications.class).stream())
				.extracting((application) -> application.name() + " " + application.target() + " " + application.path())
				.containsExactly("default hello:app /", "admin admin:app /admin", "api api:app /api"));
	}

	@Test
	void mainApplicationIsNotNeededBesideOthers() {
		this.runner.withPropertyValues("wsgi.app=", "wsgi.apps.admin.app=admin:app", "wsgi.apps.admin.path=/")
			.run(failure("wsgi.app", "Set it to the application to serve"));
		new WebApplicationContextRunner().withConfiguration(AutoConfigurations.of(WsgiAutoConfiguration.class))
			.withBean(PythonRuntime.class, () -> RUNTIME)
			.withUserConfiguration(WithoutWorkers.class)
			.withPropertyValues("wsgi.apps.admin.app=admin:app", "wsgi.apps.admin.path=/",
					"wsgi.cache-dir=" + this.directory)
			.run((context) -> assertThat(context.getBean(WsgiApplications.class).stream())
				.extracting(WsgiApplication::name)
				.containsExactly("admin"));
	}

	@Test
	void applicationIsNeeded() {
		new WebApplicationContextRunner().withConfiguration(AutoConfigurations.of(WsgiAutoConfiguration.class))
			.run(failure("wsgi.app",
					"Set it to the application to serve, such as 'module:app', " + "or set wsgi.enabled=false."));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			wsgi.app                | ''    | Set it to the application to serve
			wsgi.path               | shop  | It has to begin with '/'.
			wsgi.threads            | 0     | Set it to 1 or more.
			wsgi.threads            | -1    | Set it to 1 or more.
			wsgi.queue-size         | 0     | Set it to 1 or more: each request passes the queue.
			wsgi.queue-size         | -5    | Set it to 1 or more
			wsgi.queue-timeout      | 0s    | Set it to a positive duration, such as 30s.
			wsgi.queue-timeout      | -1s   | Set it to a positive duration
			wsgi.graceful-timeout   | -1s   | Set it to a duration that is not negative
			wsgi.max-in-memory-size | -1B   | Set it to 0B or more, and less than 2GB.
			wsgi.max-in-memory-size | 2GB   | Set it to 0B or more, and less than 2GB.
			wsgi.max-response-buffer-size | -1B | Set it to a size, or to 0 for none.
			wsgi.workers            | 0     | Set it to 1 or more.
			wsgi.request-timeout    | -1s   | Set it to a positive duration, or to 0 for no limit.
			wsgi.max-worker-age     | -1s   | Set it to a positive duration, or to 0 for no limit.
			wsgi.max-requests       | -1    | Set it to a positive number, or to 0 for no limit.
			wsgi.max-requests-jitter| -1    | Set it to 0 or more.
			""")
	void valueThatMakesNoSenseIsRefused(String property, String value, String reason) {
		this.runner.withPropertyValues(property + "=" + value).run(failure(property, reason));
	}

	@ParameterizedTest
	@CsvSource({ "wsgi.threads,many", "wsgi.queue-timeout,soon", "wsgi.max-request-size,large",
			"wsgi.header-map,keep" })
	void valueOfTheWrongTypeIsRefused(String property, String value) {
		this.runner.withPropertyValues(property + "=" + value)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining(value));
	}

	@ParameterizedTest
	@CsvSource({ "wsgi.graceful-timeout,0s", "wsgi.max-in-memory-size,0B", "wsgi.max-request-size,-1B",
			"wsgi.threads,1", "wsgi.queue-size,1", "wsgi.max-response-buffer-size,0B", "wsgi.request-timeout,0s",
			"wsgi.max-worker-age,0s", "wsgi.max-heap-usage,0" })
	void valueAtTheBoundaryIsTaken(String property, String value) {
		this.runner.withPropertyValues(property + "=" + value).run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@ValueSource(strings = { "wsgi.python-path", "wsgi.virtual-env", "wsgi.upload-dir" })
	void directoryThatDoesNotExistIsRefused(String property) {
		this.runner.withPropertyValues(property + "=" + this.directory.resolve("nowhere"))
			.run(failure(property, "There is no directory "));
	}

	@ParameterizedTest
	@ValueSource(strings = { "wsgi.python-path", "wsgi.virtual-env", "wsgi.upload-dir" })
	void fileIsNotADirectory(String property) throws Exception {
		Path file = Files.createFile(this.directory.resolve("file"));
		this.runner.withPropertyValues(property + "=" + file).run(failure(property, "There is no directory "));
	}

	@Test
	void cacheDirectoryThatCannotBeWrittenIsRefused() throws Exception {
		Path file = Files.createFile(this.directory.resolve("file"));
		this.runner.withPropertyValues("wsgi.cache-dir=" + file.resolve("below"))
			.run(failure("wsgi.cache-dir",
					"The directory can neither be written to nor was it filled by an earlier start."));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "A=B", "A\0B" })
	void nameThatIsNotOneOfAVariableIsRefused(String name) {
		WsgiProperties properties = new WsgiProperties();
		properties.setEnv(Map.of(name, "value"));
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> new WsgiAutoConfiguration(properties))
			.satisfies((ex) -> assertThat(ex.getName()).isEqualTo("wsgi.env"))
			.satisfies((ex) -> assertThat(ex.getReason())
				.isEqualTo("The name of an environment variable must not be empty or contain '='."));
	}

	@Test
	void engineOptionThatDoesNotExistIsRefused() {
		this.runner.withPropertyValues("wsgi.engine-options.engine.TraceCompilations=true")
			.run(failure("wsgi.engine-options.engine.TraceCompilations",
					"GraalPy " + RUNTIME.version() + " has no such option"));
	}

	@Test
	void applicationNeedsAPathBesideOthers() {
		this.runner.withPropertyValues("wsgi.apps.admin.app=admin:app")
			.run(failure("wsgi.apps.admin.path", "Set it to the path below which the application is to be served."));
	}

	@Test
	void applicationNeedsATargetBesideOthers() {
		this.runner.withPropertyValues("wsgi.apps.admin.path=/admin")
			.run(failure("wsgi.apps.admin.app", "Set it to the application to serve"));
	}

	@Test
	void applicationsDoNotShareAPath() {
		this.runner
			.withPropertyValues("wsgi.path=/shop", "wsgi.apps.admin.app=admin:app", "wsgi.apps.admin.path=/shop/")
			.run(failure("wsgi.apps.admin.path", "Another application is served there: give each its own path."));
	}

	@Test
	void nameOfTheMainApplicationIsTaken() {
		this.runner.withPropertyValues("wsgi.apps.default.app=admin:app", "wsgi.apps.default.path=/admin")
			.run(failure("wsgi.apps.default.app", "The name 'default' stands for wsgi.app: choose another one."));
	}

	@Test
	void workersStartBeforeTheWebServerAndStopAfterIt() {
		this.runner.run((context) -> {
			WorkerPoolLifecycle lifecycle = context.getBean(WorkerPoolLifecycle.class);
			assertThat(lifecycle.isAutoStartup()).isTrue();
			assertThat(lifecycle.isRunning()).isTrue();
			assertThat(lifecycle.getPhase()).isLessThan(WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE);
		});
	}

	@Test
	void workersFollowTheContext() {
		WorkerPool pool = pool("hello:app");
		given(pool.stop()).willReturn(true);
		WorkerPoolLifecycle lifecycle = new WorkerPoolLifecycle(new WorkerPools(List.of(pool)), null);
		assertThat(lifecycle.isPauseable()).isFalse();
		assertThat(lifecycle.isRunning()).isFalse();
		lifecycle.start();
		then(pool).should().start();
		assertThat(lifecycle.isRunning()).isTrue();
		lifecycle.stop();
		then(pool).should().stop();
		assertThat(lifecycle.isRunning()).isFalse();
	}

	@Test
	void workersThatStartedAreStoppedWhenOthersFail() {
		WorkerPool good = pool("good:app");
		WorkerPool bad = pool("bad:app");
		willThrow(IllegalStateException.class).given(bad).start();
		WorkerPoolLifecycle lifecycle = new WorkerPoolLifecycle(new WorkerPools(List.of(good, bad)), null);
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(lifecycle::start);
		then(good).should().stop();
		assertThat(lifecycle.isRunning()).isFalse();
	}

	@Test
	void filesAreNotWatchedByDefault() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(Reloader.class)
			.doesNotHaveBean(WatchedFiles.class)
			.doesNotHaveBean(ConfigCheck.class));
	}

	@Test
	void filesAreWatchedWhenWanted() {
		this.runner.withPropertyValues("wsgi.reload=true", "wsgi.reload-extra-files=settings.toml,templates/**/*.html")
			.run((context) -> assertThat(context).hasSingleBean(Reloader.class).hasSingleBean(WatchedFiles.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "templates/[a-.html", "{a,{b,c}}", "**/{**/x}" })
	void extraFileThatCannotBeParsedIsRefused(String pattern) {
		this.runner.withPropertyValues("wsgi.reload-extra-files[0]=" + pattern)
			.run(failure("wsgi.reload-extra-files", "It has to be a file, a directory or a glob"));
	}

	@Test
	void applicationThatCannotBeLoadedEndsTheStart() {
		WorkerPool bad = pool("bad:app");
		Reloader reloader = mock();
		willThrow(loadFailure()).given(bad).start();
		for (WorkerPoolLifecycle lifecycle : List.of(new WorkerPoolLifecycle(new WorkerPools(List.of(bad)), null),
				new WorkerPoolLifecycle(new WorkerPools(List.of(bad)), reloader))) {
			assertThatExceptionOfType(ApplicationLoadException.class).isThrownBy(lifecycle::start);
			assertThat(lifecycle.isRunning()).isFalse();
		}
		then(reloader).should(never()).start();
	}

	@Test
	void applicationThatTheReloaderTakesOnDoesNotEndTheStart() {
		WorkerPool bad = pool("bad:app");
		WorkerPool good = pool("good:app");
		Reloader reloader = mock();
		ApplicationLoadException failure = loadFailure();
		willThrow(failure).given(bad).start();
		given(reloader.takesOn(bad, failure)).willReturn(true);
		WorkerPoolLifecycle lifecycle = new WorkerPoolLifecycle(new WorkerPools(List.of(bad, good)), reloader);
		lifecycle.start();
		assertThat(lifecycle.isRunning()).isTrue();
		lifecycle.stop();
		InOrder order = inOrder(good, reloader);
		order.verify(good).start();
		order.verify(reloader).start();
		order.verify(reloader).stop();
		order.verify(good).stop();
	}

	private static ApplicationLoadException loadFailure() {
		return new ApplicationLoadException("bad:app", ApplicationLoadException.Reason.SYNTAX_ERROR, "bad", "",
				List.of());
	}

	private WorkerPools workerPools(WsgiProperties properties, Environment environment) {
		StaticListableBeanFactory beans = new StaticListableBeanFactory();
		PythonSettings settings = new PythonSettings(List.of(), Map.of(), this.directory, true, Map.of());
		PythonResources resources = new PythonResources(getClass().getClassLoader(), this.directory);
		InterpreterFactory interpreters = new InterpreterFactory(RUNTIME, null, null, null, Stream::empty, () -> null,
				(application) -> "");
		return new WsgiAutoConfiguration(properties).workerPools(WsgiApplications.of(properties, false), interpreters,
				new PythonSettingsFactory(settings, resources, RUNTIME), beans.getBeanProvider(ServletContext.class),
				environment, beans.getBeanProvider(WorkerSettingsCustomizer.class));
	}

	private static WorkerPool pool(String target) {
		WorkerPool pool = mock();
		given(pool.getSettings()).willReturn(TestSettings.settings("default", target, 1, 1, Duration.ofSeconds(1)));
		return pool;
	}

	private static ContextConsumer<AssertableWebApplicationContext> failure(String property, String reason) {
		Consumer<InvalidConfigurationPropertyValueException> expected = (ex) -> {
			assertThat(ex.getName()).isEqualTo(property);
			assertThat(ex.getReason()).startsWith(reason);
		};
		return (context) -> assertThat(context).getFailure()
			.rootCause()
			.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, expected);
	}

	@Configuration(proxyBeanMethods = false)
	static class WithoutWorkers {

		private final WorkerPools pools = new WorkerPools(List.of());

		@Bean
		WorkerPools pools() {
			return this.pools;
		}

	}

}
