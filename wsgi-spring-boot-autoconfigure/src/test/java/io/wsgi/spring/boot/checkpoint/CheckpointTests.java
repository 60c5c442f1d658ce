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

package io.wsgi.spring.boot.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import io.wsgi.spring.boot.client.PythonTemplate;
import io.wsgi.spring.boot.testsupport.PrometheusPage;
import io.wsgi.testsupport.TestPython;
import io.wsgi.worker.WorkerPools;
import org.crac.Core;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for an application that is prepared for a checkpoint and restored, without the
 * dump in between, which is what {@code deploy/test-checkpoint} adds.
 *
 * @author wsgi-spring-boot contributors
 */
@Timeout(600)
@ExtendWith(OutputCaptureExtension.class)
class CheckpointTests {

	private static final HttpClient client = HttpClient.newHttpClient();

	@TempDir
	private Path directory;

	private ConfigurableApplicationContext context;

	private void start(String... more) throws IOException {
		Path mounted = Files.createDirectory(this.directory.resolve("mounted"));
		Files.writeString(mounted.resolve("own.mounted"), "before");
		List<String> arguments = new ArrayList<>(arguments());
		arguments.addAll(List.of("--wsgi.checkpoint.directory=" + this.directory, "--server.port=0",
				"--wsgi.env.RESTORED_A=before", "--wsgi.env.RESTORED_B=before"));
		arguments.addAll(List.of(more));
		this.context = new SpringApplicationBuilder(App.class, ProcessOfTests.class)
			.run(arguments.toArray(String[]::new));
	}

	private List<String> arguments() {
		return List.of("--wsgi.app=restored:app", "--wsgi.python-path=" + TestPython.sources("restored"),
				"--wsgi.hooks=restored_hooks", "--wsgi.cache-dir=" + TestPython.cache(),
				"--spring.config.import=configtree:" + this.directory.resolve("mounted") + "/",
				"--spring.main.banner-mode=off", "--own.name=before");
	}

	@AfterEach
	void stopApplication() {
		if (this.context != null) {
			this.context.close();
		}
	}

	private Launch launch(String... arguments) {
		List<String> all = new ArrayList<>(arguments());
		all.add("--wsgi.checkpoint.directory=" + this.directory);
		for (String argument : arguments) {
			all.removeIf((other) -> other.startsWith(argument.substring(0, argument.indexOf('=') + 1)));
			all.add(argument);
		}
		if (all.stream().noneMatch((argument) -> argument.startsWith("--server.port="))) {
			all.add("--server.port=0");
		}
		return new Launch(Instant.now(), all, System.getenv());
	}

	private Checkpoint checkpoint() {
		return this.context.getBean(Checkpoint.class);
	}

	private int port() {
		return ((ServletWebServerApplicationContext) this.context).getWebServer().getPort();
	}

	private String get(String path) throws Exception {
		return get(port(), path);
	}

	private String get(int port, String path) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build();
		return client.send(request, BodyHandlers.ofString()).body();
	}

	@Test
	void preparedApplicationAcceptsNoConnections() throws Exception {
		start();
		get("/");
		int port = port();
		checkpoint().prepare();
		assertThatIOException().isThrownBy(() -> get(port, "/"));
		assertThat(this.context.getBean(ProcessOfTests.CountingMemory.class).shrunk()).isOne();
	}

	@Test
	void callOfAListenerIsFinishedBeforeTheCheckpoint() throws Exception {
		start();
		AtomicReference<CompletableFuture<?>> call = new AtomicReference<>();
		this.context.addApplicationListener(new ApplicationListener<BeforeCheckpointEvent>() {

			@Override
			public void onApplicationEvent(BeforeCheckpointEvent event) {
				call.set(event.getApplicationContext()
					.getBean(PythonTemplate.class)
					.call("time", "sleep")
					.argument(3)
					.retrieveAsync(Object.class));
			}

		});
		checkpoint().prepare();
		assertThat(this.context.getBean(WorkerPools.class)).allMatch((workers) -> workers.active() == 0);
		assertThat(call.get()).succeedsWithin(Duration.ofMinutes(1));
	}

	@Test
	void restoredApplicationServesInTheNewEnvironment() throws Exception {
		start();
		get("/");
		checkpoint().prepare();
		checkpoint().restore(launch("--wsgi.env.RESTORED_A=after", "--wsgi.env.RESTORED_C=added"));
		assertThat(get("/environment")).isEqualTo("{\"RESTORED_A\": \"after\", \"RESTORED_C\": \"added\"}");
		assertThat(get("/")).contains("\"events\": [\"before wsgi-default-1\", \"after wsgi-default-1\"]");
	}

	@Test
	void variablesOfOneApplicationStayAsTheyAre() throws Exception {
		String[] own = { "--wsgi.apps.own.app=restored:app", "--wsgi.apps.own.path=/own",
				"--wsgi.apps.own.env.RESTORED_A=own", "--wsgi.env.RESTORED_A=after" };
		start(own[0], own[1], own[2]);
		checkpoint().prepare();
		checkpoint().restore(launch(own));
		assertThat(get("/environment")).isEqualTo("{\"RESTORED_A\": \"after\"}");
		assertThat(get("/own/environment")).isEqualTo("{\"RESTORED_A\": \"own\"}");
	}

	@Test
	void restoredApplicationListensWhereTheNewLaunchSays() throws Exception {
		start();
		int free;
		try (ServerSocket socket = new ServerSocket(0)) {
			free = socket.getLocalPort();
		}
		checkpoint().prepare();
		checkpoint().restore(launch("--server.port=" + free, "--server.address=127.0.0.1"));
		assertThat(port()).isEqualTo(free);
		assertThat(this.context.getEnvironment().getProperty("local.server.port")).isEqualTo(Integer.toString(free));
		assertThat(get("/")).contains("at import");
	}

	@Test
	void codeThatHasReadAChangedVariableIsImportedAnew(CapturedOutput output) throws Exception {
		start();
		assertThat(get("/")).contains("\"at import\": \"-\"");
		checkpoint().prepare();
		checkpoint().restore(launch("--wsgi.env.RESTORED_SETTING=after"));
		assertThat(get("/")).contains("\"at import\": \"after\"").contains("\"events\": [\"after wsgi-default-1\"]");
		assertThat(output).contains("Importing the WSGI application anew because of RESTORED_SETTING");
	}

	@Test
	void codeIsNotImportedAnewWhenThatIsOff() throws Exception {
		start();
		checkpoint().prepare();
		checkpoint().restore(launch("--wsgi.env.RESTORED_SETTING=after", "--wsgi.checkpoint.reimport=never"));
		assertThat(get("/")).contains("\"at import\": \"-\"");
		assertThat(get("/environment")).contains("\"RESTORED_SETTING\": \"after\"");
	}

	@Test
	void configurationOfTheNewLaunchCounts() throws Exception {
		start();
		Own own = this.context.getBean(Own.class);
		assertThat(own.getMounted()).isEqualTo("before");
		checkpoint().prepare();
		Files.writeString(this.directory.resolve("mounted/own.mounted"), "after");
		checkpoint().restore(launch("--own.name=after", "--logging.level.restored=warn"));
		assertThat(own.getName()).isEqualTo("after");
		assertThat(own.getMounted()).isEqualTo("after");
		assertThat(
				LoggingSystem.get(getClass().getClassLoader()).getLoggerConfiguration("restored").getEffectiveLevel())
			.isEqualTo(LogLevel.WARN);
		assertThat(this.context.getBean(Listener.class).changed).contains("own.name", "own.mounted",
				"logging.level.restored");
	}

	@Test
	void environmentVariablesOfTheNewLaunchAreInSpringsEnvironment() throws Exception {
		start();
		checkpoint().prepare();
		Map<String, String> variables = new HashMap<>(System.getenv());
		variables.put("OWN_VARIABLE", "after");
		Launch launch = launch();
		checkpoint().restore(new Launch(launch.time(), launch.arguments(), variables));
		assertThat(this.context.getEnvironment().getProperty("own.variable")).isEqualTo("after");
	}

	@Test
	void settingThatCountsAtAStartOnlyIsRefused() throws Exception {
		start();
		checkpoint().prepare();
		assertThatExceptionOfType(RestoreRefusedException.class)
			.isThrownBy(() -> checkpoint().restore(launch("--wsgi.threads=3")))
			.withMessage("wsgi.threads was not set");
	}

	@Test
	void settingThatIsIgnoredIsNotRefused() throws Exception {
		start("--wsgi.checkpoint.ignored-properties=wsgi.threads,spring.mvc");
		checkpoint().prepare();
		checkpoint().restore(launch("--wsgi.checkpoint.ignored-properties=wsgi.threads,spring.mvc", "--wsgi.threads=3",
				"--spring.mvc.log-request-details=true"));
		assertThat(get("/")).contains("at import");
	}

	@Test
	void otherProfilesAreRefused() throws Exception {
		start();
		checkpoint().prepare();
		assertThatExceptionOfType(RestoreRefusedException.class)
			.isThrownBy(() -> checkpoint().restore(launch("--spring.profiles.active=other")))
			.withMessageStartingWith("spring.profiles.active is other");
	}

	@Test
	void metricsBeginAnew() throws Exception {
		start();
		get("/");
		get("/");
		checkpoint().prepare();
		checkpoint().restore(launch());
		get("/");
		PrometheusPage page = new PrometheusPage(get("/actuator/prometheus"));
		assertThat(page.sum("wsgi_workers_usage_seconds_count")).isEqualTo(1);
		assertThat(page.sum("process_uptime_seconds")).isLessThan(600);
	}

	@Test
	void controlDoesWhatTheLauncherSays() throws Exception {
		start();
		PipedOutputStream launcher = new PipedOutputStream();
		CompletableFuture<Integer> ended = new CompletableFuture<>();
		Path status = Files.createFile(this.directory.resolve("status"));
		CheckpointControl control = new CheckpointControl(checkpoint(), this.directory, status,
				new PipedInputStream(launcher), new CheckpointControl.Ending() {

					@Override
					public void exit(int code) {
						ended.complete(code);
					}

					@Override
					public void halt(int code) {
						ended.complete(code);
					}

				});
		control.listen();
		assertThat(this.directory.resolve("ready")).hasContent("http://localhost:" + port());
		launcher.write(words("warm", "1", "2", "1", "/"));
		await("warm");
		launcher.write(words("prepare"));
		await("prepared");
		Launch launch = launch("--wsgi.env.RESTORED_A=over the pipe");
		List<String> words = new ArrayList<>(List.of("launch", Long.toString(launch.time().toEpochMilli()),
				Integer.toString(launch.arguments().size())));
		words.addAll(launch.arguments());
		launch.environment().forEach((name, value) -> words.add(name + "=" + value));
		words.add("");
		launcher.write(words(words.toArray(String[]::new)));
		launcher.flush();
		while (Files.size(status) == 0) {
			Thread.sleep(10);
		}
		assertThat(status).hasContent("restored\n");
		assertThat(get("/environment")).contains("over the pipe");
		launcher.close();
		assertThat(ended.get()).isEqualTo(143);
	}

	@Test
	void jdkWithCracPreparesAndRestoresInTheSameWay() throws Exception {
		start("--wsgi.checkpoint.crac=true");
		int port = port();
		// What Core.checkpointRestore() does with the resources on such a JDK
		CracResource resource = this.context.getBean(CracResource.class);
		resource.beforeCheckpoint(Core.getGlobalContext());
		assertThatIOException().isThrownBy(() -> get(port, "/"));
		resource.afterRestore(Core.getGlobalContext());
		assertThat(get("/")).contains("\"events\": [\"before wsgi-default-1\", \"after wsgi-default-1\"]");
	}

	private void await(String file) throws Exception {
		while (Files.notExists(this.directory.resolve(file))) {
			assertThat(this.directory.resolve("failed")).doesNotExist();
			Thread.sleep(10);
		}
	}

	private static byte[] words(String... words) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		for (String word : words) {
			bytes.writeBytes(word.getBytes(StandardCharsets.UTF_8));
			bytes.write(0);
		}
		return bytes.toByteArray();
	}

	/**
	 * Properties of the application.
	 */
	@ConfigurationProperties("own")
	static class Own {

		private String name = "";

		private String mounted = "";

		String getName() {
			return this.name;
		}

		void setName(String name) {
			this.name = name;
		}

		String getMounted() {
			return this.mounted;
		}

		void setMounted(String mounted) {
			this.mounted = mounted;
		}

	}

	/**
	 * What an application learns.
	 */
	static class Listener {

		private List<String> changed = List.of();

		@EventListener
		void restored(RestoredEvent event) {
			this.changed = List.copyOf(event.getChangedProperties());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableConfigurationProperties(Own.class)
	static class App {

		@Bean
		Listener listener() {
			return new Listener();
		}

	}

}
