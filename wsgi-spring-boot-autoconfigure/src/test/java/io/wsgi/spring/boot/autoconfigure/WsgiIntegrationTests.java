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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.wsgi.runtime.PythonRuntime;
import io.wsgi.spring.boot.testsupport.PrometheusPage;
import io.wsgi.testsupport.TestPython;
import io.wsgi.worker.WorkerPool;
import io.wsgi.worker.WorkerPools;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.json.JsonContent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.util.ContentCachingRequestWrapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a Spring application with a Python application beside it, over a real Tomcat.
 *
 * @author wsgi-spring-boot contributors
 */
class WsgiIntegrationTests {

	private static final String FORM = "application/x-www-form-urlencoded";

	private static final byte[] FORM_BODY = "b=2&a=%E4%BD%a0+x&a=1&&%zz".getBytes(StandardCharsets.US_ASCII);

	private static final int THREADS = 2;

	private static final boolean ON_CPYTHON = "cpython".equals(System.getProperty("wsgi.runtime"));

	private static final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	@TempDir
	private static Path directory;

	private static Path virtualEnv;

	private static ConfigurableApplicationContext context;

	@BeforeAll
	static void startApplication() throws Exception {
		Path assets = Files.createDirectory(directory.resolve("assets"));
		Files.writeString(assets.resolve("style.css"), "body {}");
		virtualEnv = ON_CPYTHON ? TestPython.packages() : makeVirtualEnv();
		context = start("wsgi.virtual-env=" + virtualEnv, "wsgi.cache-dir=" + directory.resolve("cache"),
				"wsgi.threads=" + THREADS, "wsgi.env.GREETING=Grüße", "wsgi.env.GATE=" + directory.resolve("gate"),
				"spring.mvc.static-path-pattern=/assets/**", "spring.web.resources.static-locations=" + assets.toUri(),
				"management.endpoint.health.show-details=always");
	}

	private static Path makeVirtualEnv() throws IOException {
		Path environment = directory.resolve("venv");
		Path library = Files.createDirectories(environment.resolve("lib/python3.12"));
		Files.createSymbolicLink(library.resolve("site-packages"), TestPython.packages());
		return environment;
	}

	@AfterAll
	static void stopApplication() {
		context.close();
		client.close();
	}

	@Test
	void controllerAnswersOnAVirtualThread() throws Exception {
		HttpResponse<String> response = get("/spring");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("Spring on a virtual thread");
	}

	@Test
	void controllerRefusesMethodsOfItsPathItself() throws Exception {
		assertThat(send(request("/spring").DELETE()).statusCode()).isEqualTo(405);
	}

	@Test
	void staticResourcesAnswerBelowTheirPrefix() throws Exception {
		HttpResponse<String> response = get("/assets/style.css");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("body {}");
		assertThat(get("/assets/nothing.css").statusCode()).isEqualTo(404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/style.css", "/spring/more", "/assetss", "/actuator/unknown", "/favicon.ico",
			"/index.html" })
	void pythonAnswersEverythingElse(String path) throws Exception {
		assertThat(get(path).body()).isEqualTo("Python has SCRIPT_NAME '' and PATH_INFO '" + path + "'");
	}

	@Test
	void variablesOfTheConfigurationReachPython() throws Exception {
		assertThat(get("/env/GREETING").body()).isEqualTo("Grüße");
		assertThat(get("/env/PATH").body()).isEqualTo(System.getenv("PATH"));
		assertThat(get("/env/NO_SUCH_VARIABLE").body()).isEqualTo("none");
	}

	@Test
	void packagesOfTheVirtualEnvironmentAreFound() throws Exception {
		assertThat(get("/flask").body()).startsWith("Flask from " + virtualEnv);
	}

	@Test
	@DisabledIfSystemProperty(named = "wsgi.runtime", matches = "cpython",
			disabledReason = "CPython keeps them where it always does")
	void compiledModulesAreInTheCacheDirectory() throws Exception {
		try (Stream<Path> files = Files.walk(directory.resolve("cache/bytecode"))) {
			assertThat(files).map((file) -> file.getFileName().toString())
				.anyMatch((name) -> name.startsWith("side_by_side.") && name.endsWith(".pyc"))
				.anyMatch((name) -> name.startsWith("gateway.") && name.endsWith(".pyc"));
		}
		assertThat(TestPython.sources("serving").resolve("__pycache__")).doesNotExist();
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST", "PUT", "PATCH", "DELETE" })
	void formArrivesByteForByte(String method) throws Exception {
		HttpResponse<byte[]> response = client.send(request("/echo?a=3").header("Content-Type", FORM)
			.method(method, BodyPublishers.ofByteArray(FORM_BODY))
			.build(), BodyHandlers.ofByteArray());
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo(FORM_BODY);
		assertThat(response.headers().firstValue("X-Content-Length")).contains(Integer.toString(FORM_BODY.length));
		assertThat(response.headers().firstValue("X-Content-Type")).contains(FORM);
		assertThat(response.headers().firstValue("X-Method")).contains(method);
	}

	@ParameterizedTest
	@CsvSource(delimiter = ' ', textBlock = """
			/echo a=1&a=2&b=%C3%BC+%26 a=1&a=2&b=%C3%BC+%26
			/echo?a=0&c a=1&a=2&c=3 a=1&a=2&c=3
			/echo?a=1 a= a=
			""")
	void formWhoseParametersAFilterHasAskedForKeepsItsValues(String path, String body, String expected)
			throws Exception {
		HttpResponse<String> response = send(request(path).header("Content-Type", FORM)
			.header("X-Ask-For-Parameters", "yes")
			.POST(BodyPublishers.ofString(body)));
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo(expected);
		assertThat(response.headers().firstValue("X-Content-Length")).contains(Integer.toString(expected.length()));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 100_000, 3_000_000 })
	void multipartArrivesByteForByte(int size) throws Exception {
		byte[] body = multipart("""
				Content-Disposition: form-data; name="file"; filename="a.bin"\r
				Content-Type: application/octet-stream""", bytes(size));
		HttpResponse<byte[]> response = client
			.send(request("/echo").header("Content-Type", "multipart/form-data; boundary=limit")
				.POST(BodyPublishers.ofByteArray(body))
				.build(), BodyHandlers.ofByteArray());
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo(body);
	}

	@Test
	void controllerReceivesMultipartToo() throws Exception {
		byte[] body = multipart("Content-Disposition: form-data; name=\"file\"; filename=\"a.bin\"", bytes(1000));
		HttpResponse<String> response = send(
				request("/spring/upload").header("Content-Type", "multipart/form-data; boundary=limit")
					.POST(BodyPublishers.ofByteArray(body)));
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("a.bin has 1000 bytes");
	}

	@Test
	void preflightRequestReachesPython() throws Exception {
		HttpResponse<String> response = send(request("/echo").header("Origin", "https://example.org")
			.header("Access-Control-Request-Method", "PUT")
			.method("OPTIONS", BodyPublishers.noBody()));
		assertThat(response.statusCode()).isEqualTo(204);
		assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).contains("https://example.org");
		assertThat(response.headers().firstValue("Allow")).isEmpty();
	}

	@Test
	void actuatorAnswersWhileAllPythonThreadsAreBusy() throws Exception {
		WorkerPool workers = context.getBean(WorkerPools.class).pools().get(0);
		List<CompletableFuture<HttpResponse<String>>> held = new ArrayList<>();
		IntStream.range(0, THREADS + 1)
			.forEach((i) -> held.add(client.sendAsync(request("/hold").build(), BodyHandlers.ofString())));
		Awaitility.await().until(() -> workers.active() == THREADS && workers.pending() == 1);
		HttpResponse<String> health = get("/actuator/health");
		assertThat(health.statusCode()).isEqualTo(200);
		JsonContent json = new JsonContent(health.body());
		assertThat(json).extractingPath("$.components.wsgi.status").isEqualTo("UP");
		assertThat(json).extractingPath("$.components.wsgi.details")
			.asMap()
			.containsEntry("app", "side_by_side:app")
			.containsAllEntriesOf(runtimeDetails())
			.extractingByKey("workers")
			.isEqualTo(Map.of("ready", 1, "active", 1, "idle", 0, "min", 1, "max", 1));
		assertThat(get("/actuator/prometheus").body().lines()).contains("wsgi_workers{application=\"default\"} 1.0",
				"wsgi_requests_active{application=\"default\"} 2.0",
				"wsgi_workers_pending{application=\"default\"} 1.0", "wsgi_threads_max{application=\"default\"} 2.0");
		assertThat(get("/spring").statusCode()).isEqualTo(200);
		assertThat(held).noneMatch(CompletableFuture::isDone);
		Files.createFile(directory.resolve("gate"));
		assertThat(held).allSatisfy((response) -> assertThat(response.join().body()).isEqualTo("released"));
	}

	private static Map<String, Object> runtimeDetails() {
		PythonRuntime runtime = context.getBean(PythonRuntime.class);
		return ON_CPYTHON
				? Map.of("python", runtime.pythonVersion(), "cpython", runtime.version(), "executable",
						String.valueOf(runtime.executable()))
				: Map.of("python", runtime.pythonVersion(), "graalpy", runtime.version(), "runtime",
						runtime.optimized() ? "optimized" : "interpreted");
	}

	@Test
	void requestsAreInTheMetrics() throws Exception {
		double before = count();
		get("/");
		get("/spring");
		// They are counted when the client has its response already
		Awaitility.await().untilAsserted(() -> {
			assertThat(count()).isGreaterThan(before);
			assertThat(get("/actuator/prometheus").body()).contains("wsgi_workers_acquire_seconds_count",
					"wsgi_workers_rejected_total", "wsgi_workers_timeout_total",
					"http_server_requests_seconds_count{error=\"none\",exception=\"none\",method=\"GET\","
							+ "outcome=\"SUCCESS\",status=\"200\",uri=\"/**\"}");
		});
	}

	@Test
	void applicationIsServedBelowAPrefixAndAgainAfterARestart() throws Exception {
		try (ConfigurableApplicationContext other = start("wsgi.path=/shop/", "server.servlet.context-path=/site",
				"wsgi.virtual-env=" + TestPython.packages(), "wsgi.cache-dir=" + TestPython.cache())) {
			assertThat(get(other, "/site/shop/a%20b").body())
				.isEqualTo("Python has SCRIPT_NAME '/site/shop' and PATH_INFO '/a b'");
			assertThat(get(other, "/site/shop").body())
				.isEqualTo("Python has SCRIPT_NAME '/site/shop' and PATH_INFO ''");
			assertThat(get(other, "/site/flask").statusCode()).isEqualTo(404);
			assertThat(get(other, "/site/spring").body()).startsWith("Spring");
			assertThat(get(other, "/site/shop/flask").body()).startsWith("Flask from " + TestPython.packages());
			other.stop();
			other.start();
			assertThat(get(other, "/site/shop/").body())
				.isEqualTo("Python has SCRIPT_NAME '/site/shop' and PATH_INFO '/'");
		}
	}

	private static ConfigurableApplicationContext start(String... properties) {
		Map<String, Object> common = Map.of("server.port", "0", "spring.main.banner-mode", "off", "wsgi.app",
				"side_by_side:app", "wsgi.python-path", TestPython.sources("serving").toString());
		return new SpringApplicationBuilder(App.class).properties(common)
			.run(Stream.of(properties).map((property) -> "--" + property).toArray(String[]::new));
	}

	private static double count() throws Exception {
		return new PrometheusPage(get("/actuator/prometheus").body())
			.sum("wsgi_workers_usage_seconds_count{application=\"default\"}");
	}

	private static byte[] bytes(int size) {
		byte[] bytes = new byte[size];
		for (int i = 0; i < size; i++) {
			bytes[i] = (byte) i;
		}
		return bytes;
	}

	private static byte[] multipart(String headers, byte[] content) {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		body.writeBytes(("--limit\r\n" + headers + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
		body.writeBytes(content);
		body.writeBytes("\r\n--limit--\r\n".getBytes(StandardCharsets.UTF_8));
		return body.toByteArray();
	}

	private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return send(request(path));
	}

	private static HttpResponse<String> get(ConfigurableApplicationContext context, String path)
			throws IOException, InterruptedException {
		return send(request(context, path));
	}

	private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return client.send(request.build(), BodyHandlers.ofString());
	}

	private static HttpRequest.Builder request(String path) {
		return request(context, path);
	}

	private static HttpRequest.Builder request(ConfigurableApplicationContext context, String path) {
		int port = ((ServletWebServerApplicationContext) context).getWebServer().getPort();
		return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

		@Bean
		Filter wrappingFilter() {
			return (request, response, chain) -> chain
				.doFilter(new ContentCachingRequestWrapper((HttpServletRequest) request, 1024), response);
		}

		@Bean
		Filter askingFilter() {
			return (request, response, chain) -> {
				if (((HttpServletRequest) request).getHeader("X-Ask-For-Parameters") != null) {
					request.getParameter("_csrf");
				}
				chain.doFilter(request, response);
			};
		}

		@Bean
		SpringController springController() {
			return new SpringController();
		}

	}

	@RestController
	static class SpringController {

		@GetMapping("/spring")
		String hello() {
			return "Spring on a " + (Thread.currentThread().isVirtual() ? "virtual" : "platform") + " thread";
		}

		@PostMapping("/spring/upload")
		String upload(@RequestParam MultipartFile file) {
			return file.getOriginalFilename() + " has " + file.getSize() + " bytes";
		}

	}

}
