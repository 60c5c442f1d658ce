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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

import io.micrometer.core.instrument.MeterRegistry;
import io.wsgi.runtime.ApplicationLoadException;
import io.wsgi.testsupport.TestPython;
import io.wsgi.worker.WorkerPool;
import io.wsgi.worker.WorkerPools;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for how applications of ASGI start and end.
 *
 * @author wsgi-spring-boot contributors
 */
class AsgiLifespanTests {

	@TempDir
	private Path directory;

	private static WsgiServer start(String application, String... properties) {
		List<String> all = new ArrayList<>(List.of("wsgi.app=" + application,
				"wsgi.python-path=" + TestPython.sources("asgi"), "wsgi.queue-timeout=300ms"));
		all.addAll(List.of(properties));
		return WsgiServer.start(all.toArray(String[]::new));
	}

	/**
	 * One server for what does not exclude each other.
	 */
	@Test
	@Conformance({ "A17", "A24", "A25", "A27" })
	void aServerIsWarmedUpLimitedWatchedAndEnds() throws Exception {
		Path ended = this.directory.resolve("ended");
		RawConnection last;
		try (WsgiServer server = start("plain:app", "wsgi.env.ENDED=" + ended, "wsgi.max-concurrency=2",
				"wsgi.warmup[0].path=/note?key=warm&event=up", "wsgi.warmup[0].count=3", "wsgi.health.path=/scope",
				"wsgi.hooks=asgi_hooks", "wsgi.apps.wsgi.app=lives:wsgi", "wsgi.apps.wsgi.path=/wsgi",
				"management.endpoint.health.show-details=always")) {
			assertThat(server.get("/events?key=warm").jsonList()).containsExactly("up", "up", "up");
			assertThat(server.get("/actuator/health").body()).contains("\"status\":\"UP\"");
			assertThat(server.get("/wsgi").body()).isEqualTo("of WSGI");
			assertThat(server.bean(MeterRegistry.class).get("wsgi.loop.blocked").meters())
				.extracting((meter) -> meter.getId().getTag("application"))
				.containsExactly("default");
			server.get("/note?key=k&event=e");
			assertThat(server.get("/events?key=hooks&until=after+/note+200").jsonList()).contains("init",
					"before GET /note", "after+/note+200");
			last = refusesMoreThanTwo(server);
			assertThat(ended).doesNotExist();
		}
		assertThat(last.receive().status()).isEqualTo(200);
		last.close();
		assertThat(ended).content().isEqualTo("shutdown\n");
	}

	private RawConnection refusesMoreThanTwo(WsgiServer server) throws IOException {
		WorkerPool workers = StreamSupport.stream(server.bean(WorkerPools.class).spliterator(), false)
			.filter(WorkerPool::isAsync)
			.findFirst()
			.orElseThrow();
		try (RawConnection first = server.connect().sendHead("GET /sleep?seconds=2 HTTP/1.1");
				RawConnection second = server.connect().sendHead("GET /sleep?seconds=2 HTTP/1.1")) {
			Awaitility.await().until(() -> workers.active() == 2);
			RawResponse refused = server.get("/sleep?seconds=0");
			assertThat(refused.status()).isEqualTo(503);
			assertThat(refused.header("Retry-After")).isEqualTo("1");
			assertThat(first.receive().status()).isEqualTo(200);
			assertThat(second.receive().status()).isEqualTo(200);
		}
		assertThat(server.get("/sleep?seconds=0").status()).isEqualTo(200);
		RawConnection last = server.connect().sendHead("GET /sleep?seconds=1 HTTP/1.1");
		Awaitility.await().until(() -> workers.active() == 1);
		return last;
	}

	@Test
	@Conformance("A27")
	void whatIsLeftOfTheCallsIsCancelledWhenTheWorkerEnds() throws Exception {
		Path ended = this.directory.resolve("ended");
		try (WsgiServer server = start("plain:app", "wsgi.env.ENDED=" + ended, "wsgi.graceful-timeout=2s",
				"server.shutdown=immediate", "spring.lifecycle.timeout-per-shutdown-phase=100ms")) {
			RawConnection connection = server.connect().sendHead("GET /wait?key=k HTTP/1.1");
			assertThat(server.get("/events?key=k&until=begun").jsonList()).containsExactly("begun");
			assertThat(connection).isNotNull();
		}
		assertThat(ended).content().isEqualTo("shutdown\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/linger?a=b", "/linger?stubborn=1" })
	@Conformance("A27")
	void theApplicationEndsAfterWhatIsLeftOfTheCalls(String target) throws Exception {
		Path ended = this.directory.resolve("ended");
		try (WsgiServer server = start("plain:app", "wsgi.env.ENDED=" + ended, "wsgi.env.ENDS_SLOWLY=0.15",
				"wsgi.graceful-timeout=16s")) {
			assertThat(server.get(target).body()).isEqualTo("done");
		}
		assertThat(ended).content().isEqualTo("shutdown\n");
	}

	@Test
	void reloadEndsTheOldApplicationAfterItsLastRequest() throws Exception {
		Path ended = this.directory.resolve("ended");
		Path sources = Files.createDirectory(this.directory.resolve("sources"));
		Path module = sources.resolve("changing.py");
		Files.writeString(module, source(1));
		try (WsgiServer server = start("changing:app", "wsgi.python-path=" + sources, "wsgi.env.ENDED=" + ended)) {
			assertThat(server.get("/").body()).isEqualTo("1");
			RawConnection slow = server.connect().sendHead("GET /slow HTTP/1.1");
			WorkerPool workers = server.bean(WorkerPools.class).iterator().next();
			Awaitility.await().until(() -> workers.active() == 1);
			Files.writeString(module, source(2));
			workers.reload();
			assertThat(server.get("/").body()).isEqualTo("2");
			assertThat(slow.receive().body()).isEqualTo("1");
			Awaitility.await().untilAsserted(() -> assertThat(ended).content().isEqualTo("1"));
			Files.writeString(module, "1/0\n");
			assertThat(catchThrowable(workers::reload)).isInstanceOf(ApplicationLoadException.class);
			assertThat(server.get("/").body()).isEqualTo("2");
			slow.close();
		}
		assertThat(ended).content().isEqualTo("12");
	}

	/**
	 * On CPython, the new application starts on the loop of the old one.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "await asyncio.sleep(600)", "time.sleep(600)" })
	@EnabledIfSystemProperty(named = "wsgi.runtime", matches = "cpython")
	void anApplicationThatDoesNotStartAnewIsGivenUp(String statement) throws Exception {
		Path ended = this.directory.resolve("ended");
		Path sources = Files.createDirectory(this.directory.resolve("sources"));
		Path module = sources.resolve("starting.py");
		Files.writeString(module, source(1));
		try (WsgiServer server = start("starting:app", "wsgi.python-path=" + sources, "wsgi.env.ENDED=" + ended,
				"wsgi.boot-timeout=8s", "wsgi.queue-timeout=60s")) {
			WorkerPool workers = server.bean(WorkerPools.class).iterator().next();
			Files.writeString(module, "import time\n" + source(22).replace("await receive()", statement));
			ApplicationLoadException ex = catchThrowableOfType(ApplicationLoadException.class, workers::reload);
			assertThat(ex.getReason()).isEqualTo(ApplicationLoadException.Reason.LIFESPAN_FAILED);
			assertThat(ex).hasMessageContaining("it had not started after 8 seconds (wsgi.boot-timeout)");
			assertThat(ex.getTraceback()).contains(statement);
			assertThat(server.get("/").body()).isEqualTo("1");
			Files.writeString(module, source(333));
			workers.reload();
			assertThat(server.get("/").body()).isEqualTo("333");
			Awaitility.await().untilAsserted(() -> assertThat(ended).content().isEqualTo("1"));
		}
		assertThat(ended).content().isEqualTo("1333");
	}

	private static String source(int version) {
		return """
				import asyncio, os

				async def app(scope, receive, send):
				    if scope["type"] == "lifespan":
				        await receive()
				        await send({"type": "lifespan.startup.complete"})
				        await receive()
				        with open(os.environ["ENDED"], "a") as file:
				            file.write("%1$d")
				        await send({"type": "lifespan.shutdown.complete"})
				        return
				    if scope["path"] == "/slow":
				        await asyncio.sleep(2)
				    await send({"type": "http.response.start", "status": 200, "headers": []})
				    await send({"type": "http.response.body", "body": b"%1$d"})
				""".formatted(version);
	}

}
