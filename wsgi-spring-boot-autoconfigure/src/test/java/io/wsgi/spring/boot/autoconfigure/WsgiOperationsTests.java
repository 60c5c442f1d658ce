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

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import io.wsgi.spring.boot.event.WorkerEvent;
import io.wsgi.spring.boot.testsupport.PrometheusPage;
import io.wsgi.testsupport.TestPython;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.test.json.JsonContent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for what an operator sees of an application, over HTTP.
 *
 * @author wsgi-spring-boot contributors
 */
@Tag("jit")
class WsgiOperationsTests {

	private static final HttpClient client = HttpClient.newHttpClient();

	@TempDir
	private static Path directory;

	private static ConfigurableApplicationContext context;

	@BeforeAll
	static void startApplication() {
		Map<String, Object> properties = Map.of("server.port", "0", "spring.main.banner-mode", "off", "wsgi.app",
				"operated:app", "wsgi.python-path", TestPython.sources("working").toString(), "wsgi.cache-dir",
				TestPython.cache().toString(), "wsgi.env.GATE", directory.resolve("gate").toString());
		context = new SpringApplicationBuilder(App.class).properties(properties)
			.run("--management.endpoints.web.exposure.include=*", "--management.endpoint.health.show-details=always",
					"--wsgi.health.path=/healthz", "--wsgi.health.cache-time=0s", "--wsgi.warmup[0].path=/warm",
					"--wsgi.warmup[0].headers.Host=example.org", "--wsgi.warmup[0].count=3");
	}

	@AfterAll
	static void stopApplication() {
		context.close();
		client.close();
	}

	@Test
	void slowRequestIsFoundByItsPythonStack() throws Exception {
		CompletableFuture<HttpResponse<String>> slow = client.sendAsync(request("/slow?customer=7"),
				BodyHandlers.ofString());
		JsonContent json = awaitCall("price_of_everything");
		assertThat(json).extractingPath("$.applications.default.workers[0].state").isEqualTo("READY");
		assertThat(json).extractingPath("$.applications.default.workers[0].calls[0].request").isEqualTo("GET /slow");
		assertThat(json).extractingPath("$.applications.default.workers[0].calls[0].stack")
			.asString()
			.contains("operated.py", "in app", "in price_of_everything")
			.doesNotContain("wsgi_spring_boot");
		assertThat(json).extractingPath("$.applications.default.settings.threads").isEqualTo(64);
		assertThat(slow).isNotDone();
		assertThat(new JsonContent(get("/actuator/health").body())).extractingPath("$.components.wsgi.details.workers")
			.asMap()
			.containsEntry("ready", 1)
			.containsEntry("active", 1)
			.containsEntry("idle", 0);
		Files.createFile(directory.resolve("gate"));
		assertThat(slow.join().body()).isEqualTo("done");
		JsonContent health = new JsonContent(get("/actuator/health").body());
		assertThat(health).extractingPath("$.components.wsgi.status").isEqualTo("DOWN");
		assertThat(health).extractingPath("$.components.wsgi.details.application").isEqualTo("503 Service Unavailable");
		Files.delete(directory.resolve("gate"));
		health = new JsonContent(get("/actuator/health").body());
		assertThat(health).extractingPath("$.components.wsgi.status").isEqualTo("UP");
		assertThat(health).extractingPath("$.components.wsgi.details.application").isEqualTo("200 OK");
	}

	@ParameterizedTest
	@CsvSource({ "/nap,nap,time.sleep(1.5)", "/count,count_stock,count_stock()" })
	void stackIsKnownWhetherTheThreadSleepsOrComputes(String path, String function, String line) throws Exception {
		CompletableFuture<HttpResponse<String>> busy = client.sendAsync(request(path), BodyHandlers.ofString());
		// It looks for the gate in between
		JsonContent json = awaitCall(line);
		assertThat(json).extractingPath("$.applications.default.workers[0].calls[0].request").isEqualTo("GET " + path);
		assertThat(json).extractingPath("$.applications.default.workers[0].calls[0].stack")
			.asString()
			.contains("operated.py", "in " + function, line)
			.doesNotContain("wsgi_spring_boot");
		assertThat(json).doesNotHavePath("$.applications.default.workers[0].calls[0].javaStack");
		assertThat(busy).isNotDone();
		Files.createFile(directory.resolve("gate"));
		assertThat(busy.join().body()).isEqualTo("done");
		Files.delete(directory.resolve("gate"));
	}

	@Test
	@DisabledIfSystemProperty(named = "wsgi.runtime", matches = "cpython",
			disabledReason = "CPython knows the Python stack of such a wait, too")
	void waitForSocketIsKnownByItsJavaStackAndGoesOn() throws Exception {
		try (ServerSocket supplier = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			CompletableFuture<HttpResponse<String>> busy = client.sendAsync(request("/ask?" + supplier.getLocalPort()),
					BodyHandlers.ofString());
			try (Socket connection = supplier.accept()) {
				JsonContent json = awaitCall("SocketBuiltins$RecvNode.recv");
				assertThat(json).extractingPath("$.applications.default.workers[0].calls[0].request")
					.isEqualTo("GET /ask");
				assertThat(json).extractingPath("$.applications.default.workers[0].calls[0].javaStack")
					.asString()
					.doesNotContain("com.oracle.truffle");
				assertThat(json).doesNotHavePath("$.applications.default.workers[0].calls[0].stack");
				assertThat(busy).isNotDone();
				connection.getOutputStream().write("tomorrow".getBytes(StandardCharsets.US_ASCII));
			}
			assertThat(busy.join().body()).isEqualTo("tomorrow");
		}
	}

	private static JsonContent awaitCall(String stack) throws Exception {
		return new JsonContent(
				Awaitility.await().until(() -> get("/actuator/wsgi").body(), (json) -> json.contains(stack)));
	}

	@Test
	void exceptionsAreCountedByTheirClass() throws Exception {
		double outOfStock = exceptions("operated.OutOfStock");
		double keyErrors = exceptions("KeyError");
		assertThat(get("/fail").statusCode()).isEqualTo(500);
		assertThat(get("/key").statusCode()).isEqualTo(500);
		assertThat(get("/key").statusCode()).isEqualTo(500);
		// They are counted when the client has its response already
		eventually(() -> {
			assertThat(exceptions("operated.OutOfStock")).isEqualTo(outOfStock + 1);
			assertThat(exceptions("KeyError")).isEqualTo(keyErrors + 2);
		});
	}

	private static double exceptions(String name) throws Exception {
		return metric("wsgi_requests_exceptions_total{application=\"default\",exception=\"" + name + "\"}");
	}

	@Test
	void bytesAndAbortedResponsesAreCounted() throws Exception {
		double received = metric("wsgi_requests_received_bytes_total");
		double sent = metric("wsgi_responses_sent_bytes_total");
		double aborted = metric("wsgi_responses_aborted_total");
		HttpRequest echo = HttpRequest.newBuilder(uri("/echo"))
			.POST(BodyPublishers.ofString("a body of 22 bytes, or"))
			.build();
		assertThat(client.send(echo, BodyHandlers.ofString()).body()).isEqualTo("a body of 22 bytes, or");
		assertThatIOException().isThrownBy(() -> get("/torn"));
		eventually(() -> {
			assertThat(metric("wsgi_responses_aborted_total")).isEqualTo(aborted + 1);
			assertThat(metric("wsgi_requests_received_bytes_total")).isEqualTo(received + 22);
			assertThat(metric("wsgi_responses_sent_bytes_total")).isEqualTo(sent + 22 + 5);
		});
	}

	private static void eventually(ThrowingRunnable assertion) {
		Awaitility.await().untilAsserted(assertion);
	}

	@Test
	@DisabledIfSystemProperty(named = "wsgi.runtime", matches = "cpython", disabledReason = "The compiler is GraalPy's")
	void stateOfTheCompilerIsInTheMetrics() throws Exception {
		String enabled = TestPython.runtime().optimized() ? "1.0" : "0.0";
		assertThat(metrics()).contains("wsgi_jit_enabled " + enabled)
			.anySatisfy((line) -> assertThat(line).startsWith("wsgi_jit_queue "))
			.anySatisfy((line) -> assertThat(line).startsWith("wsgi_jit_compilations_total "));
	}

	@Test
	@DisabledIfSystemProperty(named = "wsgi.runtime", matches = "cpython",
			disabledReason = "A reload imports the application anew in the one worker of CPython")
	void whatHappensToWorkersIsPublished() throws Exception {
		List<String> events = context.getBean(App.class).events;
		assertThat(events).startsWith("Started", "Ready");
		HttpResponse<String> reload = client.send(
				HttpRequest.newBuilder(uri("/actuator/wsgi/reload")).POST(BodyPublishers.noBody()).build(),
				BodyHandlers.ofString());
		assertThat(reload.statusCode()).isEqualTo(200);
		assertThat(new JsonContent(reload.body())).extractingPath("$.applications.default.generation").isEqualTo(2);
		Awaitility.await().until(() -> events.contains("Stopped"));
		assertThat(events).contains("Replaced", "GenerationSwapped");
		assertThat(metrics())
			.contains("wsgi_workers_replaced_total{application=\"default\",reason=\"reload\"} 1.0",
					"wsgi_generation{application=\"default\"} 2.0")
			.anySatisfy((line) -> assertThat(line).startsWith("wsgi_workers_creation_seconds_count"));
	}

	private static List<String> metrics() throws Exception {
		return get("/actuator/prometheus").body().lines().toList();
	}

	private static double metric(String name) throws Exception {
		return new PrometheusPage(get("/actuator/prometheus").body()).sum(name);
	}

	private static HttpResponse<String> get(String path) throws Exception {
		return client.send(request(path), BodyHandlers.ofString());
	}

	private static HttpRequest request(String path) {
		return HttpRequest.newBuilder(uri(path)).build();
	}

	private static URI uri(String path) {
		int port = ((ServletWebServerApplicationContext) context).getWebServer().getPort();
		return URI.create("http://localhost:" + port + path);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

		private final List<String> events = new CopyOnWriteArrayList<>();

		@EventListener
		void on(WorkerEvent event) {
			assertThat(event.workers().getSettings().name()).isEqualTo("default");
			this.events.add(event.getClass().getSimpleName());
		}

	}

}
