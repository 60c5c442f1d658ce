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

package io.wsgi.spring.boot.web;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.wsgi.spring.boot.testsupport.ApplicationProcess;
import io.wsgi.testsupport.TestPython;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a process which gets SIGTERM ends as its clients and Kubernetes want it. The
 * application has started a thread that never ends, if not told otherwise.
 *
 * @author wsgi-spring-boot contributors
 */
class TerminationTests {

	private static final Pattern STARTED = Pattern.compile("Tomcat started on port (\\d+) ");

	@TempDir
	private Path events;

	@Test
	void whatIsInFlightAndInTheQueueIsFinished() throws Exception {
		try (ApplicationProcess process = start("--wsgi.threads=2", "--management.server.port=0")) {
			int port = port(process, 0);
			int management = port(process, 1);
			try (RawConnection held = connect(port); RawConnection stream = connect(port)) {
				stream.sendHead("GET /stream HTTP/1.1");
				assertThat(stream.receiveHead().status()).isEqualTo(200);
				assertThat(stream.receiveChunk()).isEqualTo("begun ");
				held.sendHead("GET /hold HTTP/1.1");
				awaitEvent("held");
				try (RawConnection queued = connect(port)) {
					queued.sendHead("GET / HTTP/1.1");
					await(() -> get(management, "/actuator/prometheus")
						.contains("wsgi_workers_pending{application=\"default\"} 1.0"));
					process.terminate();
					await(() -> get(management, "/actuator/health/readiness").contains("OUT_OF_SERVICE"));
					Files.createFile(this.events.resolve("gate"));
					assertThat(held.receive().body()).isEqualTo("done");
					assertThat(stream.receiveChunk()).isEqualTo("ended");
					assertThat(queued.receive().body()).isEqualTo("done");
				}
			}
			assertThat(process.await()).isZero();
			assertThat(this.events.resolve("stream-closed")).exists();
			assertThat(this.events.resolve("atexit")).exists();
		}
	}

	@Test
	@DisabledIfSystemProperty(named = "wsgi.runtime", matches = "cpython", disabledReason = "CPython has one worker")
	void streamOfOneOfSeveralWorkersIsCutWhenTheTimeIsOver() throws Exception {
		// The number of workers comes from a variable, and the second one would only take
		// time
		try (ApplicationProcess process = start(Map.of("WEB_CONCURRENCY", "2"), "--wsgi.min-workers=1",
				"--spring.lifecycle.timeout-per-shutdown-phase=1s", "--wsgi.graceful-timeout=5m",
				"--wsgi.env.BRIEF=yes")) {
			int port = port(process, 0);
			try (RawConnection endless = connect(port)) {
				endless.sendHead("GET /endless HTTP/1.1");
				assertThat(endless.receiveHead().status()).isEqualTo(200);
				assertThat(get(port, "/actuator/prometheus")).contains("wsgi_workers_max{application=\"default\"} 2.0",
						"wsgi_workers_min{application=\"default\"} 1.0");
				process.terminate();
				endless.receiveAll();
			}
			assertThat(process.await()).isZero();
			assertThat(this.events.resolve("endless-closed")).exists();
		}
	}

	@Test
	void processThatIsStartingEnds() throws Exception {
		try (ApplicationProcess process = start("--wsgi.env.SLOW=yes")) {
			awaitEvent("importing");
			process.terminate();
			assertThat(process.await()).isZero();
			assertThat(process.lines()).noneMatch((line) -> STARTED.matcher(line).find());
		}
	}

	private ApplicationProcess start(String... arguments) throws IOException {
		return start(Map.of(), arguments);
	}

	private ApplicationProcess start(Map<String, String> environment, String... arguments) throws IOException {
		List<String> all = new ArrayList<>(List.of(arguments));
		all.addAll(List.of("--server.port=0", "--wsgi.app=stopping:app",
				"--wsgi.python-path=" + TestPython.sources("limits"), "--wsgi.env.EVENTS=" + this.events,
				"--wsgi.cache-dir=" + TestPython.cache(), "--management.endpoint.health.probes.enabled=true",
				"--management.endpoints.web.exposure.include=health,prometheus"));
		return ApplicationProcess.start(App.class, List.of(), environment, all.toArray(String[]::new));
	}

	private static int port(ApplicationProcess process, int index) {
		await(() -> ports(process).size() > index);
		return Integer.parseInt(ports(process).get(index).group(1));
	}

	private static List<MatchResult> ports(ApplicationProcess process) {
		return process.lines().stream().flatMap((line) -> STARTED.matcher(line).results()).toList();
	}

	private static RawConnection connect(int port) throws IOException {
		return new RawConnection(new Socket(), port, 0);
	}

	private static String get(int port, String path) throws Exception {
		try (HttpClient client = HttpClient.newHttpClient()) {
			HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build();
			return client.send(request, BodyHandlers.ofString()).body();
		}
	}

	private void awaitEvent(String name) {
		await(() -> Files.exists(this.events.resolve(name)));
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await().until(condition);
	}

	/**
	 * An application like any other.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

		static void main(String[] arguments) {
			SpringApplication.run(App.class, arguments);
		}

	}

}
