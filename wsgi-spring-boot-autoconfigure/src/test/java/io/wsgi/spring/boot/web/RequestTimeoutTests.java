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
import java.util.concurrent.FutureTask;
import java.util.regex.Pattern;

import io.wsgi.spring.boot.testsupport.PrometheusPage;
import io.wsgi.testsupport.TestPython;
import io.wsgi.worker.WorkerPoolListener;
import io.wsgi.worker.WorkerPools;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code wsgi.request-timeout}, by what becomes of the request, of the call and
 * of everything beside it.
 *
 * @author wsgi-spring-boot contributors
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("jit")
class RequestTimeoutTests {

	private static final Duration LIMIT = Duration.ofSeconds(2);

	@TempDir
	private static Path events;

	private static WsgiServer server;

	@BeforeAll
	static void startServer() {
		server = start();
	}

	private static WsgiServer start(String... properties) {
		String[] all = new String[properties.length + 6];
		all[0] = "wsgi.app=stalling:app";
		all[1] = "wsgi.python-path=" + TestPython.sources("limits");
		all[2] = "wsgi.env.EVENTS=" + events;
		all[3] = "wsgi.request-timeout=" + LIMIT;
		all[4] = "wsgi.graceful-timeout=1s";
		all[5] = "wsgi.threads=4";
		System.arraycopy(properties, 0, all, 6, properties.length);
		return WsgiServer.start(all);
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@ParameterizedTest
	@CsvSource({ "sleep,time.sleep", "nap,time.sleep", "loop,", "lock,lock.acquire", "event,wait", "queue,get",
			"accept,accept", "recv,recv", "bare_accept,accept", "bare_recv,recv", "timed_recv,recv",
			"select,select.select", "pipe,os.read", "wait,process.wait", "communicate,subprocess.run", "backtrack,",
			"suppress,time.sleep", "query,execute", "database,execute" })
	void callIsInterruptedAndCleansUp(String way, String culprit, CapturedOutput output) throws IOException {
		double before = metric("wsgi_requests_interrupted_total");
		RawResponse response = server.get("/stall/" + way + "/finally-" + way);
		assertThat(response.status()).isEqualTo(504);
		assertThat(response.body()).doesNotContain("Traceback");
		awaitEvent("finally-" + way);
		assertThat(events.resolve("swallowed")).doesNotExist();
		assertThat(stack(output, "/stall/" + way)).contains("stalling.py")
			.containsPattern("in:? _" + way)
			.contains((culprit != null) ? culprit : "");
		assertThat(metric("wsgi_requests_interrupted_total")).isGreaterThan(before);
		assertThat(answer(server, "/")).isEqualTo("done");
	}

	@Test
	void responseThatHasBegunIsCut() throws IOException {
		try (RawConnection connection = server.connect()) {
			connection.sendHead("GET /drip HTTP/1.1");
			RawResponse response = connection.receive();
			assertThat(response.status()).isEqualTo(200);
			assertThat(response.body()).isEqualTo("begun");
			assertThat(response.complete()).isFalse();
		}
		awaitEvent("drip-ended");
	}

	@Test
	void responseThatIsHeldBackBySlowClientIsCut(CapturedOutput output) throws IOException {
		try (RawConnection connection = server.connectSlowly()) {
			connection.sendHead("GET /flood HTTP/1.1");
			awaitEvent("flood-ended");
			// Or what Python does just then because an object is gone
			assertThat(stack(output, "/flood")).containsAnyOf("in deliver", "importlib/_bootstrap.py\"");
			assertThat(connection.receive().complete()).isFalse();
		}
	}

	@Test
	void callThatWaitsForTheBodyIsInterruptedThere(CapturedOutput output) throws IOException {
		try (RawConnection connection = server.connect()) {
			connection.sendHead("POST /read HTTP/1.1", "Content-Length: 1000", "Expect: 100-continue");
			assertThat(connection.receive().status()).isEqualTo(100);
			awaitEvent("read-ended");
			assertThat(stack(output, "POST /read")).contains("in _read", "stream.read()");
			assertThat(answer(server, "/")).isEqualTo("done");
			connection.send("late");
			assertThat(connection.receive().status()).isEqualTo(504);
			assertThat(connection.isClosedByServer()).isTrue();
		}
	}

	@Test
	void otherRequestInFlightIsNotHarmed() throws Exception {
		OtherRequest other;
		int round = 0;
		do {
			String name = "other-" + round++;
			other = new OtherRequest(name);
			assertThat(server.get("/stall/sleep/" + name).status()).isEqualTo(504);
			awaitEvent(name);
			other.finish();
		}
		while (other.tookTooLong());
		assertThat(other.response().status()).isEqualTo(200);
	}

	@Test
	@DisabledIfSystemProperty(named = "wsgi.runtime", matches = "cpython",
			disabledReason = "CPython has no worker to replace this one, and would not serve the other tests")
	void workerWhoseCallCannotBeInterruptedIsReplaced(CapturedOutput output) throws IOException {
		double hung = metric("wsgi_requests_hung_total");
		String before = answer(server, "/id");
		assertThat(server.get("/resist").status()).isEqualTo(504);
		Awaitility.await().until(() -> !answer(server, "/id").equals(before));
		assertThat(output).contains("Worker timeout: GET /resist cannot be interrupted, so its worker is given up");
		assertThat(metric("wsgi_requests_hung_total")).isEqualTo(hung + 1);
		assertThat(server.get("/actuator/health/liveness").status()).isEqualTo(200);
	}

	@Test
	@DisabledIfSystemProperty(named = "wsgi.runtime", matches = "cpython",
			disabledReason = "CPython has no worker to replace this one, and would not serve the other tests")
	void processIsBrokenWhenTheWorkerCannotBeReplaced(CapturedOutput output) throws IOException {
		try (WsgiServer pinned = start("wsgi.env.PINNED=yes")) {
			assertThat(pinned.get("/actuator/health/liveness").status()).isEqualTo(200);
			String id = answer(pinned, "/id");
			assertThat(pinned.get("/resist").status()).isEqualTo(504);
			Awaitility.await().until(() -> pinned.get("/actuator/health/liveness").status() == 503);
			assertThat(output).contains("only a restart of the process helps");
			assertThat(pinned.get("/actuator/health").status()).isEqualTo(503);
			assertThat(answer(pinned, "/id")).isEqualTo(id);
		}
	}

	/**
	 * Ask until there is an answer: on a machine that stands still, any request may take
	 * too long.
	 * @param server the server
	 * @param path the path
	 * @return the body of the response
	 */
	private static String answer(WsgiServer server, String path) {
		return Awaitility.await().until(() -> server.get(path), (response) -> response.status() == 200).body();
	}

	private static void awaitEvent(String event) {
		Awaitility.await().until(() -> Files.exists(events.resolve(event)));
	}

	/**
	 * Return what the log says about a request that was interrupted.
	 * @param output the log
	 * @param request what the name of the request contains
	 * @return the stack
	 */
	private static String stack(CapturedOutput output, String request) {
		Pattern pattern = Pattern.compile("Worker timeout: [^\\n]*" + Pattern.quote(request)
				+ "[^\\n]* is interrupted\\nTraceback[^\\n]*((?:\\n(?:  |Interrupted in)[^\\n]*)+)");
		return pattern.matcher(output).results().findFirst().orElseThrow().group(1);
	}

	private static double metric(String name) throws IOException {
		return new PrometheusPage(server.get("/actuator/prometheus").body()).sum(name);
	}

	/**
	 * A request that enters the application when another one is about to be interrupted.
	 */
	private static final class OtherRequest implements WorkerPoolListener {

		private final String name;

		private final FutureTask<RawResponse> response;

		private volatile long begunAt;

		private volatile long endedAt;

		OtherRequest(String name) {
			this.name = name;
			this.response = new FutureTask<>(() -> {
				RawResponse received = server.get("/enter/" + name + "-entered/" + name + "-gate");
				this.endedAt = System.nanoTime();
				return received;
			});
			server.bean(WorkerPools.class).pools().get(0).addListener(this);
		}

		@Override
		public void interrupted() {
			if (this.begunAt == 0) {
				this.begunAt = System.nanoTime();
				Thread.ofPlatform().daemon().start(this.response);
				awaitEvent(this.name + "-entered");
			}
		}

		void finish() throws Exception {
			Files.createFile(events.resolve(this.name + "-gate"));
			this.response.get();
		}

		RawResponse response() throws Exception {
			return this.response.get();
		}

		boolean tookTooLong() throws Exception {
			return response().status() == 504 && this.endedAt - this.begunAt >= LIMIT.toNanos();
		}

	}

}
