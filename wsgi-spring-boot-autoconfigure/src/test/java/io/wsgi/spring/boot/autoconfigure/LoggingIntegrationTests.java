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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for what a Flask application logs, in Spring Boot's structured format, and for
 * the access log, over a real Tomcat.
 *
 * @author wsgi-spring-boot contributors
 */
class LoggingIntegrationTests {

	private static final AtomicInteger requests = new AtomicInteger();

	@TempDir
	private static Path directory;

	private static OperatedServer server;

	private final String id = "request-" + requests.incrementAndGet();

	@BeforeAll
	static void startServer() {
		server = new OperatedServer(App.class, "wsgi.app=shop:broken", "logging.file.name=" + directory.resolve("log"),
				"logging.structured.format.file=ecs", "logging.level.shop.stock=debug",
				"management.endpoints.web.exposure.include=health,loggers",
				"management.endpoint.health.probes.add-additional-paths=true", "server.tomcat.accesslog.enabled=true",
				"server.tomcat.accesslog.directory=" + directory, "server.tomcat.accesslog.buffered=false",
				"server.tomcat.accesslog.pattern=combined",
				"server.tomcat.accesslog.condition-unless=wsgi.health-probe");
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@Test
	void recordsHaveTheIdentifiersOfTheirRequest() throws Exception {
		server.get("/orders/7", "X-Request-ID", this.id);
		assertThat(records()).singleElement().satisfies((entry) -> {
			assertThat(entry.logger()).isEqualTo("shop.orders");
			assertThat(entry.level()).isEqualTo("INFO");
			assertThat(entry.message()).isEqualTo("order 7");
			assertThat(entry.traceId()).hasSize(32);
			assertThat(entry.spanId()).hasSize(16);
		});
	}

	@Test
	void requestsAtTheSameTimeKeepTheirIdentifiers() throws Exception {
		String other = this.id + "-other";
		List<CompletableFuture<HttpResponse<String>>> responses = Stream.of(this.id, other)
			.map((value) -> server.client()
				.sendAsync(server.request("/together").header("X-Request-ID", value).build(), BodyHandlers.ofString()))
			.toList();
		assertThat(responses).allSatisfy((response) -> assertThat(response.join().body()).isEqualTo("together"));
		assertThat(records(this.id)).extracting(Entry::message).containsExactly("together");
		assertThat(records(other)).extracting(Entry::message).containsExactly("together");
	}

	@Test
	void threadsForgetTheIdentifiersAfterTheRequest() throws Exception {
		for (int i = 0; i < 20; i++) {
			server.get("/orders/1", "X-Request-ID", this.id);
		}
		assertThat(records()).hasSize(20);
		server.get("/orders/4711");
		assertThat(allRecords()).filteredOn((entry) -> entry.message().equals("order 4711"))
			.singleElement()
			.extracting(Entry::requestId)
			.isNull();
	}

	@Test
	void whatIsPrintedIsLoggedToo() throws Exception {
		server.get("/everywhere", "X-Request-ID", this.id);
		assertThat(records()).extracting(Entry::logger, Entry::level, (entry) -> entry.message().split("\n")[0])
			.startsWith(tuple("sys.stdout", "INFO", "printed"), tuple("sys.stderr", "WARN", "error"),
					tuple("wsgi.errors", "ERROR", "wsgi error"))
			.hasSize(4);
		assertThat(records()).last().satisfies((entry) -> {
			assertThat(entry.logger()).isEqualTo("py.warnings");
			assertThat(entry.message()).contains("FutureWarning: warned");
		});
	}

	@Test
	void exceptionInAViewIsLoggedOnceByTheLoggerOfFlask() throws Exception {
		assertThat(server.send(server.request("/oops").header("X-Request-ID", this.id).build()).statusCode())
			.isEqualTo(500);
		assertThat(records()).singleElement().satisfies((entry) -> {
			assertThat(entry.logger()).isEqualTo("shop");
			assertThat(entry.level()).isEqualTo("ERROR");
			assertThat(entry.message().lines())
				.startsWith("Exception on /oops [GET]", "Traceback (most recent call last):")
				.endsWith("RuntimeError: the shelf gave way");
			assertThat(entry.hasJavaStack()).isFalse();
		});
	}

	@Test
	void exceptionThatNobodyCatchesIsLoggedWithTheIdentifiersToo() throws Exception {
		assertThat(server.send(server.request("/broken").header("X-Request-ID", this.id).build()).statusCode())
			.isEqualTo(500);
		Awaitility.await().untilAsserted(() -> assertThat(records()).isNotEmpty());
		assertThat(records()).singleElement().satisfies((entry) -> {
			assertThat(entry.message().lines()).startsWith("GET /broken: Traceback (most recent call last):")
				.endsWith("LookupError: nobody catches this");
			assertThat(entry.traceId()).isNotNull();
		});
	}

	@Test
	void levelOfTheConfigurationCountsInPython() throws Exception {
		assertThat(server.get("/stock", "X-Request-ID", this.id)).isEqualTo("True");
		assertThat(records()).extracting(Entry::logger, Entry::level).containsExactly(tuple("shop.stock", "DEBUG"));
	}

	@Test
	void levelThatTheLoggersEndpointChangesCountsInPython() throws Exception {
		assertThat(server.postJson("/actuator/loggers/shop.orders", "{\"configuredLevel\": \"DEBUG\"}").statusCode())
			.isEqualTo(204);
		server.get("/orders/8", "X-Request-ID", this.id);
		assertThat(records()).extracting(Entry::message).containsExactly("looking for order 8", "order 8");
		server.postJson("/actuator/loggers/shop.orders", "{\"configuredLevel\": \"ERROR\"}");
		server.get("/orders/9", "X-Request-ID", this.id);
		assertThat(records()).hasSize(2);
		server.postJson("/actuator/loggers/shop.orders", "{\"configuredLevel\": null}");
		server.get("/orders/10", "X-Request-ID", this.id);
		assertThat(records()).extracting(Entry::message).containsExactly("looking for order 8", "order 8", "order 10");
	}

	@Test
	void accessLogIsInTheFormatOfGunicornAndWithoutProbes() throws Exception {
		assertThat(server.get("/actuator/health")).contains("UP");
		assertThat(server.get("/actuator/health/liveness")).contains("UP");
		assertThat(server.get("/livez")).contains("UP");
		assertThat(server.get("/readyz")).contains("UP");
		server.get("/orders/11?" + this.id, "Referer", "http://localhost/from", "User-Agent", "agent/1");
		Awaitility.await().untilAsserted(() -> assertThat(accessLog()).anyMatch((line) -> line.contains(this.id)));
		assertThat(accessLog()).noneMatch((line) -> line.contains("health") || line.contains("livez"))
			.filteredOn((line) -> line.contains(this.id))
			.singleElement()
			.asString()
			.matches("\\S+ - - \\[\\d{2}/\\w{3}/\\d{4}:\\d{2}:\\d{2}:\\d{2} [+-]\\d{4}] \"GET /orders/11\\?" + this.id
					+ " HTTP/1.1\" 200 5 \"http://localhost/from\" \"agent/1\"");
	}

	private List<Entry> records() throws IOException {
		return records(this.id);
	}

	private static List<Entry> records(String requestId) throws IOException {
		return allRecords().stream().filter((entry) -> requestId.equals(entry.requestId())).toList();
	}

	private static List<Entry> allRecords() throws IOException {
		return Files.readAllLines(directory.resolve("log")).stream().map(Entry::parse).toList();
	}

	private static List<String> accessLog() {
		try (Stream<Path> files = Files.list(directory)) {
			return Files.readAllLines(files.filter((file) -> file.getFileName().toString().startsWith("access_log"))
				.findFirst()
				.orElseThrow());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A record in the Elastic Common Schema.
	 *
	 * @param logger the name of the logger
	 * @param level the level
	 * @param message the text
	 * @param requestId what the filter found
	 * @param traceId the trace
	 * @param spanId the span
	 * @param hasJavaStack whether there is a stack of Java
	 */
	private record Entry(String logger, String level, String message, String requestId, String traceId, String spanId,
			boolean hasJavaStack) {

		static Entry parse(String json) {
			Map<String, Object> fields = JsonParserFactory.getJsonParser().parseMap(json);
			Map<?, ?> log = (Map<?, ?>) fields.get("log");
			return new Entry((String) log.get("logger"), (String) log.get("level"), (String) fields.get("message"),
					(String) fields.get("requestId"), (String) fields.get("traceId"), (String) fields.get("spanId"),
					fields.containsKey("error"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

		@Bean
		Filter requestIdFilter() {
			return (request, response, chain) -> {
				String requestId = ((HttpServletRequest) request).getHeader("X-Request-ID");
				if (requestId == null) {
					chain.doFilter(request, response);
					return;
				}
				try (MDC.MDCCloseable value = MDC.putCloseable("requestId", requestId)) {
					chain.doFilter(request, response);
				}
			};
		}

	}

}
