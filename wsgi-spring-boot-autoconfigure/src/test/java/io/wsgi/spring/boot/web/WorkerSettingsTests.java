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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;

import io.wsgi.spring.boot.testsupport.PrometheusPage;
import io.wsgi.testsupport.TestPython;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests over HTTP for the settings of the queue and the workers.
 *
 * @author wsgi-spring-boot contributors
 */
class WorkerSettingsTests {

	@TempDir
	private Path events;

	@Test
	void requestThatFindsTheQueueFullIsRefused() throws IOException {
		try (WsgiServer server = start("stalling:app", "limits", "wsgi.threads=1", "wsgi.queue-size=1");
				RawConnection held = server.connect();
				RawConnection queued = server.connect()) {
			hold(held);
			queued.sendHead("GET / HTTP/1.1");
			await(() -> metric(server, "wsgi_workers_pending") == 1);
			RawResponse refused = server.get("/");
			assertThat(refused.status()).isEqualTo(503);
			assertThat(refused.header("Retry-After")).isEqualTo("1");
			assertThat(metric(server, "wsgi_workers_rejected_total")).isEqualTo(1);
			openGate();
			assertThat(held.receive().body()).isEqualTo("done");
			assertThat(queued.receive().body()).isEqualTo("done");
		}
	}

	@Test
	void requestThatWaitsTooLongIsRefused() throws IOException {
		try (WsgiServer server = start("stalling:app", "limits", "wsgi.threads=1", "wsgi.queue-timeout=3s");
				RawConnection held = server.connect()) {
			hold(held);
			RawResponse refused = server.get("/");
			assertThat(refused.status()).isEqualTo(503);
			assertThat(refused.header("Retry-After")).isEqualTo("1");
			assertThat(metric(server, "wsgi_workers_timeout_total")).isEqualTo(1);
			openGate();
			assertThat(held.receive().body()).isEqualTo("done");
			assertThat(server.get("/").body()).isEqualTo("done");
		}
	}

	@Test
	@DisabledIfSystemProperty(named = "wsgi.runtime", matches = "cpython",
			disabledReason = "CPython has one worker, which is not replaced")
	void workersFollowTheLoad() throws IOException {
		try (WsgiServer server = start("stalling:app", "limits", "wsgi.threads=1", "wsgi.min-workers=1",
				"wsgi.workers=2", "wsgi.idle-timeout=2s"); RawConnection held = server.connect()) {
			assertThat(metric(server, "wsgi_workers")).isEqualTo(1);
			assertThat(server.get("/flags").body()).isEqualTo("False True");
			hold(held);
			// The second worker is started for it
			assertThat(server.get("/").body()).isEqualTo("done");
			openGate();
			assertThat(held.receive().body()).isEqualTo("done");
			await(() -> metric(server, "wsgi_workers") == 1);
			assertThat(server.get("/").body()).isEqualTo("done");
		}
	}

	@ParameterizedTest
	@CsvSource({ "max-requests=50, max-requests-jitter=20", "max-worker-age=2s, max-requests-jitter=0" })
	@DisabledIfSystemProperty(named = "wsgi.runtime", matches = "cpython",
			disabledReason = "CPython has one worker, which is not replaced")
	void workerIsReplacedAndNoRequestIsLost(String limit, String jitter) throws IOException {
		String reason = limit.substring(0, limit.indexOf('='));
		try (WsgiServer server = start("counting:app", "limits", "wsgi." + limit, "wsgi." + jitter)) {
			Map<String, List<Integer>> counts = new HashMap<>();
			while (metric(server, "wsgi_workers_replaced_total{application=\"default\",reason=\"" + reason) < 2) {
				RawResponse response = server.get("/");
				assertThat(response.status()).isEqualTo(200);
				String[] answer = response.body().split(" ");
				counts.computeIfAbsent(answer[0], (id) -> new ArrayList<>()).add(Integer.valueOf(answer[1]));
			}
			assertThat(counts).hasSizeGreaterThanOrEqualTo(2);
			// Each begins with fresh globals and leaves nothing out
			assertThat(counts.values()).allSatisfy(
					(calls) -> assertThat(calls).startsWith(1).doesNotHaveDuplicates().last().isEqualTo(calls.size()));
		}
	}

	@Test
	@DisabledIfSystemProperty(named = "wsgi.runtime", matches = "cpython",
			disabledReason = "CPython has one worker, which is not replaced")
	void workerIsReplacedWhenTooMuchOfTheHeapIsRetained() throws IOException {
		try (WsgiServer server = start("counting:app", "limits", "wsgi.max-heap-usage=0.001")) {
			String first = server.get("/").body().split(" ")[0];
			AtomicReference<RawResponse> other = new AtomicReference<>();
			// Seldom, because the garbage of all tests takes a while, and the next worker
			// needs
			// time, too
			Awaitility.await().pollDelay(Duration.ZERO).pollInterval(Duration.ofSeconds(3)).until(() -> {
				// One that was before the start may have been a reason already
				System.gc();
				other.set(server.get("/"));
				return !other.get().body().startsWith(first);
			});
			assertThat(other.get().status()).isEqualTo(200);
			assertThat(other.get().body().split(" ")[1]).isEqualTo("1");
			await(() -> metric(server,
					"wsgi_workers_replaced_total{application=\"default\",reason=\"max-heap-usage") >= 1);
		}
	}

	@Test
	void callThatIsNotFinishedInTimeIsCancelledWhenTheServerStops() throws IOException {
		WsgiServer server = start("stalling:app", "limits", "spring.lifecycle.timeout-per-shutdown-phase=1s",
				"wsgi.graceful-timeout=1s");
		try (RawConnection held = server.connect()) {
			hold(held);
			server.close();
			assertThat(held.isClosedByServer()).isTrue();
			// It was not waited for
			assertThat(this.events.resolve("gate")).doesNotExist();
		}
	}

	@Test
	void hooksAreCalled() throws IOException {
		Path notes = this.events.resolve("notes");
		try (WsgiServer server = start("hooked:app", "working", "wsgi.hooks=hooked", "wsgi.env.NOTES=" + notes)) {
			assertThat(server.get("/shop").status()).isEqualTo(201);
			assertThat(server.get("/forbidden").status()).isEqualTo(500);
		}
		assertThat(Files.readAllLines(notes))
			.containsSubsequence("post_worker_init wsgi-default-1 1 True",
					"pre_request wsgi-default-1 GET /shop (1, 1)", "app /shop",
					"post_request /shop /shop 201 Created 201", "worker_exit wsgi-default-1 True", "atexit")
			.doesNotContain("app /forbidden");
	}

	private WsgiServer start(String application, String sources, String... properties) {
		List<String> all = new ArrayList<>(List.of(properties));
		all.addAll(List.of("wsgi.app=" + application, "wsgi.python-path=" + TestPython.sources(sources),
				"wsgi.env.EVENTS=" + this.events));
		return WsgiServer.start(all.toArray(String[]::new));
	}

	private void hold(RawConnection connection) throws IOException {
		connection.sendHead("GET /enter/entered/gate HTTP/1.1");
		await(() -> Files.exists(this.events.resolve("entered")));
	}

	private void openGate() throws IOException {
		Files.createFile(this.events.resolve("gate"));
	}

	private static double metric(WsgiServer server, String name) throws IOException {
		return new PrometheusPage(server.get("/actuator/prometheus").body()).sum(name);
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await().until(condition);
	}

}
