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

import java.beans.PropertyDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

import io.wsgi.runtime.ApplicationInterface;
import io.wsgi.runtime.LifespanMode;
import io.wsgi.runtime.PythonRuntime;
import io.wsgi.runtime.PythonSettings;
import io.wsgi.testsupport.TestPython;
import io.wsgi.worker.WorkerPools;
import io.wsgi.worker.WorkerSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.BeanWrapperImpl;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ApplicationProperties}: what is set for one application, and what for
 * all.
 *
 * @author wsgi-spring-boot contributors
 */
class ApplicationPropertiesTests {

	@TempDir
	private static Path directory;

	private WebApplicationContextRunner runner;

	@BeforeEach
	void createRunner() {
		this.runner = runner(TestPython.runtime());
	}

	private static WebApplicationContextRunner runner(PythonRuntime runtime) {
		return new WebApplicationContextRunner().withConfiguration(AutoConfigurations.of(WsgiAutoConfiguration.class))
			.withBean(PythonRuntime.class, () -> runtime)
			.withUserConfiguration(WithoutWorkers.class)
			.withPropertyValues("wsgi.app=main:app", "wsgi.apps.own.app=own:app", "wsgi.apps.own.path=/own",
					"wsgi.apps.other.app=other:app", "wsgi.apps.other.path=/other",
					"wsgi.cache-dir=" + directory.resolve("cache"));
	}

	/**
	 * Return each setting that an application can have of its own: its name, a value for
	 * all, what that makes, another value for the application, and what that makes.
	 * @return the settings
	 */
	static Stream<Row> settings() {
		return Stream.of(row("workers", "5", 5, "6", 6, (made) -> made.workers().scaling().max()),
				row("min-workers", "2", 2, "1", 1, (made) -> made.workers().scaling().min()),
				seconds("idle-timeout", (made) -> made.workers().scaling().idleTimeout()),
				row("min-threads", "2", 2, "3", 3, (made) -> made.workers().minThreads()),
				row("threads", "5", 5, "6", 6, (made) -> made.workers().threads()),
				row("interface", "asgi", ApplicationInterface.ASGI, "wsgi", ApplicationInterface.WSGI,
						(made) -> made.workers().async().kind()),
				row("lifespan", "on", LifespanMode.ON, "off", LifespanMode.OFF,
						(made) -> made.workers().async().lifespan()),
				row("max-concurrency", "5", 5, "6", 6, (made) -> made.workers().async().concurrency()),
				row("max-websocket-message-size", "5KB", DataSize.ofKilobytes(5), "6KB", DataSize.ofKilobytes(6),
						(made) -> made.properties().maxWebsocketMessageSize().value()),
				seconds("websocket-ping-interval", (made) -> made.properties().websocketPingInterval().value()),
				seconds("websocket-ping-timeout", (made) -> made.properties().websocketPingTimeout().value()),
				row("websocket-compression", "false", false, "true", true,
						(made) -> made.properties().websocketCompression().value()),
				row("cancel-on-disconnect", "false", false, "true", true,
						(made) -> made.workers().async().cancelOnDisconnect()),
				row("queue-size", "5", 5, "6", 6, (made) -> made.workers().queueSize()),
				seconds("queue-timeout", (made) -> made.workers().queueTimeout()),
				seconds("request-timeout", (made) -> made.workers().requestTimeout()),
				row("request-timeout", "5", Duration.ofSeconds(5), "0", null,
						(made) -> made.workers().requestTimeout()),
				seconds("boot-timeout", (made) -> made.workers().bootTimeout()),
				seconds("graceful-timeout", (made) -> made.workers().gracefulTimeout()),
				row("max-requests", "5", 5, "0", 0, (made) -> made.workers().recycling().maxRequests()),
				row("max-requests-jitter", "5", 5, "6", 6, (made) -> made.workers().recycling().maxRequestsJitter()),
				seconds("max-worker-age", (made) -> made.workers().recycling().maxAge()),
				row("max-worker-age", "5", Duration.ofSeconds(5), "0", null,
						(made) -> made.workers().recycling().maxAge()),
				row("max-heap-usage", "0.5", 0.5, "0.6", 0.6, (made) -> made.workers().recycling().maxHeapUsage()),
				row("max-heap-usage", "0.5", 0.5, "0", null, (made) -> made.workers().recycling().maxHeapUsage()),
				row("hooks", "all", "all", "own", "own", (made) -> made.workers().hooks()),
				row("hooks", "all", "all", "", null, (made) -> made.workers().hooks()),
				row("beans", "a,b", List.of("a", "b"), "c", List.of("c"), (made) -> made.properties().beans().value()),
				row("events", "a,b", List.of("a", "b"), "c", List.of("c"),
						(made) -> made.properties().events().value()),
				row("beans", "a,b", List.of("a", "b"), "", List.of(), (made) -> made.properties().beans().value()),
				row("data-sources", "a,b", List.of("a", "b"), "c", List.of("c"),
						(made) -> made.properties().dataSources().value()),
				row("data-sources", "a,b", List.of("a", "b"), "", List.of(),
						(made) -> made.properties().dataSources().value()),
				row("session", "true", true, "false", false, (made) -> made.properties().session().value()),
				row("virtual-env", "all", true, "own", false, (made) -> made.hasDirectory("all")),
				row("virtual-env", "all", false, "own", true, (made) -> made.hasDirectory("own")),
				row("virtual-env", "all", true, "", false, (made) -> made.hasDirectory("all")),
				row("python-path", "all,both", true, "both,own", false, (made) -> made.hasDirectory("all")),
				row("python-path", "all,both", false, "both,own", true, (made) -> made.hasDirectory("own")),
				row("python-path", "all,both", true, "both,own", true, (made) -> made.hasDirectory("both")),
				row("env.NAME", "all", "all", "own", "own", (made) -> made.python().environment().get("NAME")),
				row("health.path", "/own/all", "/own/all", "/own/own", "/own/own",
						(made) -> made.properties().healthPath().value()),
				row("health.path", "/own/all", "/own/all", "", null, (made) -> made.properties().healthPath().value()),
				row("health.headers.name", "all", "all", "own", "own",
						(made) -> made.properties().healthHeaders().get("name")),
				seconds("health.timeout", (made) -> made.properties().healthTimeout().value()),
				seconds("health.cache-time", (made) -> made.properties().healthCacheTime().value()),
				row("header-map", "refuse", "REFUSE", "allow", "ALLOW",
						(made) -> made.properties().headerMap().value().name()),
				row("ambiguous-paths", "refuse", "REFUSE", "allow", "ALLOW",
						(made) -> made.properties().ambiguousPaths().value().name()),
				row("header-map-allowed", "X_A,X_B", List.of("X_A", "X_B"), "X_C", List.of("X_C"),
						(made) -> made.properties().headerMapAllowed().value()),
				bytes("max-request-size", (made) -> made.properties().maxRequestSize().value().toBytes()),
				bytes("max-in-memory-size", (made) -> made.properties().maxInMemorySize().value().toBytes()),
				bytes("max-response-buffer-size",
						(made) -> made.properties().maxResponseBufferSize().value().toBytes()));
	}

	private static Row row(String name, String all, Object allMade, String own, Object ownMade,
			Function<Made, Object> made) {
		return new Row(name, all, allMade, own, ownMade, made);
	}

	private static Row seconds(String name, Function<Made, Object> made) {
		return row(name, "5", Duration.ofSeconds(5), "6s", Duration.ofSeconds(6), made);
	}

	private static Row bytes(String name, Function<Made, Object> made) {
		return row(name, "5B", 5L, "1KB", 1024L, made);
	}

	@ParameterizedTest
	@MethodSource("settings")
	void ownValueCountsForTheApplicationAndThatForAllForTheOthers(Row row) throws Exception {
		List<String> set = new ArrayList<>();
		if (row.name().equals("min-workers")) {
			set.add("wsgi.workers=4");
		}
		boolean directories = row.name().equals("virtual-env") || row.name().equals("python-path");
		set.add("wsgi." + row.name() + "=" + (directories ? directories(row.all()) : row.all()));
		String own = "wsgi.apps.own." + row.name() + "=" + (directories ? directories(row.own()) : row.own());
		this.runner.withPropertyValues(set.toArray(String[]::new)).run((context) -> {
			for (String application : List.of("default", "own", "other")) {
				assertThat(row.made().apply(made(context, application))).isEqualTo(row.allMade());
			}
		});
		set.add(own);
		this.runner.withPropertyValues(set.toArray(String[]::new)).run((context) -> {
			assertThat(row.made().apply(made(context, "default"))).isEqualTo(row.allMade());
			assertThat(row.made().apply(made(context, "own"))).isEqualTo(row.ownMade());
			assertThat(row.made().apply(made(context, "other"))).isEqualTo(row.allMade());
		});
	}

	@Test
	void everySettingOfAnApplicationIsTested() {
		List<String> tested = new ArrayList<>(List.of("app", "path"));
		settings().forEach((row) -> tested.add(row.name().replace(".NAME", "").replace(".name", "")));
		tested.add("warmup");
		assertThat(tested).containsAll(
				names(WsgiProperties.Application.class).stream().filter((name) -> !name.equals("health")).toList());
		assertThat(tested).containsAll(
				names(WsgiProperties.ApplicationHealth.class).stream().map((name) -> "health." + name).toList());
		assertThat(names(WsgiProperties.class)).containsAll(names(WsgiProperties.Application.class));
		assertThat(names(WsgiProperties.Health.class)).containsAll(names(WsgiProperties.ApplicationHealth.class));
	}

	@Test
	void variablesOfAnApplicationAreAddedToThoseForAll() {
		this.runner
			.withPropertyValues("wsgi.env.A=all", "wsgi.env.B=all", "wsgi.apps.own.env.B=own",
					"wsgi.apps.own.env.C=own")
			.run((context) -> {
				assertThat(made(context, "own").python().environment())
					.containsExactlyInAnyOrderEntriesOf(Map.of("A", "all", "B", "own", "C", "own"));
				assertThat(made(context, "other").python().environment())
					.containsExactlyInAnyOrderEntriesOf(Map.of("A", "all", "B", "all"));
			});
	}

	@Test
	void headersOfHealthAreAddedToThoseForAll() {
		this.runner
			.withPropertyValues("wsgi.health.headers.a=all", "wsgi.health.headers.b=all",
					"wsgi.apps.own.health.headers.b=own", "wsgi.apps.own.health.headers.c=own")
			.run((context) -> assertThat(made(context, "own").properties().healthHeaders())
				.containsExactlyInAnyOrderEntriesOf(Map.of("a", "all", "b", "own", "c", "own")));
	}

	@Test
	void warmUpRequestsOfAnApplicationTakeThePlaceOfThoseForAll() {
		this.runner
			.withPropertyValues("wsgi.warmup[0].path=/own/all", "wsgi.warmup[1].path=/other/all",
					"wsgi.apps.own.warmup[0].path=/own/a", "wsgi.apps.own.warmup[0].count=3",
					"wsgi.apps.own.warmup[1].path=/own/b", "wsgi.apps.own.warmup[1].time=2s")
			.run((context) -> {
				assertThat(made(context, "own").workers().warmup())
					.extracting((request) -> request.path() + " " + request.count() + " " + request.time())
					.containsExactly("/own/a 3 null", "/own/b 2147483647 PT2S");
				assertThat(made(context, "other").workers().warmup()).extracting(WorkerSettings.WarmupRequest::path)
					.containsExactly("/other/all");
				assertThat(made(context, "default").workers().warmup()).isEmpty();
			});
	}

	@Test
	void applicationCanDoWithoutWarmUpRequests() {
		this.runner.withPropertyValues("wsgi.warmup[0].path=/own/all", "wsgi.apps.own.warmup=")
			.run((context) -> assertThat(made(context, "own").workers().warmup()).isEmpty());
	}

	@Test
	void healthOfEachApplicationCanBeAskedFor() {
		this.runner
			.withPropertyValues("wsgi.health.path=/other/all", "wsgi.apps.own.health.path=/own/healthz",
					"wsgi.apps.own.health.timeout=1s")
			.run((context) -> {
				ApplicationProbes probes = new ApplicationProbes(context.getBean(WsgiApplications.class),
						context.getServletContext(), context.getEnvironment());
				assertThat(probes.create(TestWorkers.pool("own"))).isNotNull();
				assertThat(probes.create(TestWorkers.pool("other"))).isNotNull();
				assertThat(probes.create(TestWorkers.pool("default"))).isNull();
			});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					threads                  | 0    | Set it to 1 or more.
					min-threads              | 65   | Set it to 1 or more, and to at most the value of wsgi.threads, which is 64.
					min-threads              | 0    | Set it to 1 or more
					queue-size               | 0    | Set it to 1 or more
					queue-timeout            | 0    | Set it to a positive duration, such as 30s.
					boot-timeout             | 0    | Set it to a positive duration, such as 10m.
					graceful-timeout         | -1s  | Set it to a duration that is not negative
					idle-timeout             | -1s  | Set it to a duration that is not negative
					request-timeout          | -1s  | Set it to a positive duration, or to 0 for no limit.
					max-worker-age           | -1s  | Set it to a positive duration, or to 0 for no limit.
					max-heap-usage           | 1    | Set it to a share of the heap below 1
					max-heap-usage           | -0.1 | Set it to a share of the heap below 1
					max-requests             | -1   | Set it to a positive number, or to 0 for no limit.
					max-requests-jitter      | -1   | Set it to 0 or more.
					workers                  | 0    | Set it to 1 or more.
					min-workers              | 0    | Set it to 1 or more.
					health.path              | x    | It has to begin with '/'
					health.timeout           | 0    | Set it to a positive duration
					health.cache-time        | -1s  | Set it to a duration that is not negative
					max-in-memory-size       | 2GB  | Set it to 0B or more, and less than 2GB.
					max-response-buffer-size | -1B  | Set it to a size, or to 0 for none.
					warmup[0].path           | x    | It has to begin with '/'
					warmup[0].count          | 0    | Set it to 1 or more.
					warmup[0].time           | 0    | Set it to a positive duration
					""")
	void refusalNamesThePropertyOfTheApplication(String name, String value, String reason) {
		this.runner.withPropertyValues("wsgi.apps.own." + name + "=" + value).run((context) -> {
			InvalidConfigurationPropertyValueException refusal = refusal(context);
			assertThat(refusal.getName()).isEqualTo("wsgi.apps.own." + name);
			assertThat(refusal.getReason()).startsWith(reason);
		});
	}

	@Test
	void variableWithoutANameIsRefusedForTheApplication() {
		WsgiProperties properties = new WsgiProperties();
		WsgiProperties.Application own = new WsgiProperties.Application();
		own.setEnv(Map.of("A=B", "c"));
		properties.getApps().put("own", own);
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> WsgiPropertiesValidator.validate(properties))
			.satisfies((ex) -> assertThat(ex.getName()).isEqualTo("wsgi.apps.own.env"))
			.satisfies((ex) -> assertThat(ex.getValue()).isEqualTo("A=B"));
	}

	@Test
	void boundsOfAnApplicationAreComparedWithThoseForAll() {
		this.runner.withPropertyValues("wsgi.min-threads=4", "wsgi.apps.own.threads=3").run((context) -> {
			assertThat(refusal(context).getName()).isEqualTo("wsgi.min-threads");
			assertThat(refusal(context).getReason()).contains("wsgi.apps.own.threads, which is 3");
		});
		this.runner.withPropertyValues("wsgi.workers=4", "wsgi.min-workers=3", "wsgi.apps.own.workers=2")
			.run((context) -> assertThat(context).hasNotFailed()
				.satisfies(
						(started) -> assertThat(catchThrowableOfType(InvalidConfigurationPropertyValueException.class,
								() -> made(context, "own")))
							.satisfies((ex) -> assertThat(ex.getName()).isEqualTo("wsgi.min-workers"))
							.satisfies(
									(ex) -> assertThat(ex.getReason()).contains("wsgi.apps.own.workers, which is 2"))));
	}

	@Test
	void directoryThatDoesNotExistIsRefusedForTheApplication() {
		for (String name : List.of("python-path", "virtual-env")) {
			this.runner.withPropertyValues("wsgi.apps.own." + name + "=" + directory.resolve("nowhere"))
				.run((context) -> assertThat(catchThrowableOfType(InvalidConfigurationPropertyValueException.class,
						() -> made(context, "own")))
					.satisfies((ex) -> assertThat(ex.getName()).startsWith("wsgi.apps.own." + name)));
		}
	}

	@Test
	void oneCPythonHasOneEnvironment() {
		PythonRuntime runtime = mock();
		given(runtime.name()).willReturn("cpython");
		given(runtime.executable()).willReturn(Path.of("/usr/bin/python3"));
		for (String setting : List.of("env.A=b", "virtual-env=" + directory, "beans=a", "events=a", "data-sources=a",
				"session=true")) {
			runner(runtime).withPropertyValues("wsgi.apps.own." + setting)
				.run((context) -> assertThat(catchThrowableOfType(InvalidConfigurationPropertyValueException.class,
						() -> made(context, "own")))
					.satisfies((ex) -> assertThat(setting).startsWith(ex.getName().replace("wsgi.apps.own.", "")))
					.satisfies(
							(ex) -> assertThat(ex.getReason()).startsWith("All applications run in the one CPython")));
		}
		runner(runtime).withPropertyValues("wsgi.apps.own.python-path=" + directory)
			.run((context) -> assertThat(made(context, "own").python().path()).startsWith(directory));
	}

	@Test
	void environmentVariablesCanSetThem() {
		this.runner.withSystemProperties("wsgi.apps.own.threads=7")
			.run((context) -> assertThat(made(context, "own").workers().threads()).isEqualTo(7));
	}

	private static InvalidConfigurationPropertyValueException refusal(AssertableWebApplicationContext context) {
		Throwable failure = context.getStartupFailure();
		while (!(failure instanceof InvalidConfigurationPropertyValueException refusal)) {
			assertThat(failure).isNotNull();
			failure = failure.getCause();
		}
		return refusal;
	}

	private static Made made(AssertableWebApplicationContext context, String name) {
		WsgiApplications applications = context.getBean(WsgiApplications.class);
		WsgiApplication application = applications.named(name);
		return new Made(
				new WorkerSettingsFactory(applications, context.getServletContext(), context.getEnvironment(),
						List.of())
					.create(application),
				context.getBean(PythonSettingsFactory.class).create(application), application.properties());
	}

	private static String directories(String names) throws Exception {
		List<String> directories = new ArrayList<>();
		for (String name : names.split(",")) {
			directories.add(name.isEmpty() ? "" : Files.createDirectories(directory.resolve(name)).toString());
		}
		return String.join(",", directories);
	}

	private static List<String> names(Class<?> type) {
		return Stream.of(new BeanWrapperImpl(type).getPropertyDescriptors())
			.map(PropertyDescriptor::getName)
			.filter((name) -> !name.equals("class"))
			.map((name) -> name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
			.toList();
	}

	/**
	 * What the settings make of an application.
	 *
	 * @param workers for the workers
	 * @param python for their interpreters
	 * @param properties for everything else
	 */
	record Made(WorkerSettings workers, PythonSettings python, ApplicationProperties properties) {

		boolean hasDirectory(String name) {
			return this.python.path().contains(directory.resolve(name));
		}

	}

	/**
	 * A setting.
	 *
	 * @param name its name
	 * @param all the value for all
	 * @param allMade what is made of it
	 * @param own the value for one application
	 * @param ownMade what is made of it
	 * @param made what is made
	 */
	record Row(String name, String all, Object allMade, String own, Object ownMade, Function<Made, Object> made) {

		@Override
		public String toString() {
			return this.name + " " + this.own;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WithoutWorkers {

		@Bean
		WorkerPools pools() {
			return new WorkerPools(List.of());
		}

	}

}
