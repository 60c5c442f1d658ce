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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.wsgi.testsupport.TestPython;
import io.wsgi.worker.WorkerDescription;
import io.wsgi.worker.WorkerPools;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for applications of ASGI over HTTP: the scope, what is received and sent, and
 * what becomes of calls that fail, take too long or have lost their client.
 *
 * @author wsgi-spring-boot contributors
 */
class AsgiHttpTests {

	private static WsgiServer server;

	@BeforeAll
	static void startServer() {
		server = WsgiServer.start(Surrounded.class, "wsgi.app=plain:app",
				"wsgi.python-path=" + TestPython.sources("asgi"), "wsgi.path=/mounted", "wsgi.threads=2",
				"wsgi.apps.limited.app=plain:app", "wsgi.apps.limited.path=/limited",
				"wsgi.apps.limited.request-timeout=1s", "wsgi.max-request-size=1MB", "server.servlet.context-path=/in");
	}

	@AfterAll
	static void stopServer() {
		if (server != null) {
			server.close();
		}
	}

	private static RawResponse get(String target) throws IOException {
		return server.get("/in/mounted" + target);
	}

	private static List<Object> eventsUntil(String key, String event) throws IOException {
		return get("/events?key=" + key + "&until=" + event).jsonList();
	}

	private static void awaitEvent(String key, String event) {
		Awaitility.await().untilAsserted(() -> assertThat(get("/events?key=" + key).jsonList()).contains(event));
	}

	private static RawConnection open(String target, String... headers) throws IOException {
		RawConnection connection = server.connect();
		List<String> lines = new ArrayList<>(List.of("GET /in/mounted" + target + " HTTP/1.1"));
		lines.addAll(List.of(headers));
		return connection.sendHead(lines.toArray(String[]::new));
	}

	@Test
	@Conformance({ "A1", "A2", "A3", "A5" })
	void theScopeIsComplete() throws IOException {
		Map<String, Object> scope = server
			.send("GET /in/mounted/%C3%BC%20a/?x=%20y&z HTTP/1.1", "X-One: 1", "Cookie: a=b", "X-Two: 1", "X-ONE: 2",
					"X_Under: no", "Host: example.org:81", "X-Latin: \u00e4")
			.json();
		assertThat(scope).containsEntry("type", "http")
			.containsEntry("asgi", Map.of("version", "3.0", "spec_version", "2.5"))
			.containsEntry("http_version", "1.1")
			.containsEntry("method", "GET")
			.containsEntry("scheme", "http")
			.containsEntry("path", "/in/mounted/\u00fc a/")
			.containsEntry("raw_path", "/in/mounted/%C3%BC%20a/")
			.containsEntry("query_string", "x=%20y&z")
			.containsEntry("root_path", "/in/mounted");
		// A trace adds one
		assertThat(((List<?>) scope.get("headers")).subList(0, 6))
			.isEqualTo(List.of(List.of("x-one", "1"), List.of("x-one", "2"), List.of("cookie", "a=b"),
					List.of("x-two", "1"), List.of("host", "example.org:81"), List.of("x-latin", "\u00e4")));
		assertThat((List<?>) scope.get("client")).first().isEqualTo("127.0.0.1");
		assertThat(scope.get("server")).isEqualTo(List.of("127.0.0.1", server.port()));
		assertThat(((Map<?, ?>) scope.get("extensions")).keySet().toString())
			.isEqualTo("[http.response.pathsend, http.response.early_hint]");
		assertThat(scope.get("types")).hasToString("{type=str, asgi=dict, http_version=str, scheme=str, path=str, "
				+ "raw_path=bytes, query_string=bytes, root_path=str, headers=list, client=tuple, server=tuple, "
				+ "state=dict, extensions=dict, method=str}");
	}

	@Test
	@Conformance({ "A1", "A4" })
	void theVersionOfTheProtocolAndTheMethodAreThoseOfTheRequest() throws IOException {
		assertThat(server.send("get /in/mounted/scope HTTP/1.0").json()).containsEntry("http_version", "1.0")
			.containsEntry("method", "GET");
	}

	@Test
	@Conformance({ "A20", "A21" })
	void theStateOfTheLifespanIsShared() throws IOException {
		List<Object> first = get("/state").jsonList();
		List<Object> second = get("/state").jsonList();
		assertThat(first.subList(0, 4)).isEqualTo(List.of("yes", 0, false, true));
		assertThat(second.subList(0, 4)).isEqualTo(List.of("yes", 1, false, true));
		assertThat(first.get(4))
			.isEqualTo(Map.of("type", "lifespan", "asgi", Map.of("version", "3.0", "spec_version", "2.0")));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 65536, 65537, 900_000 })
	@Conformance("A6")
	void theBodyIsReceived(int size) throws IOException {
		Map<String, Object> received = server.post("/in/mounted/receive", "x".repeat(size)).json();
		assertThat(received).containsEntry("size", size).containsEntry("last", false);
	}

	@ParameterizedTest
	@EnumSource
	@Conformance("A6")
	void aFramedBodyIsReceived(Framing framing) throws IOException {
		assertThat(framing.send(server, "/in/mounted/receive", "x".repeat(200_000)).json()).containsEntry("size",
				200_000);
	}

	@Test
	@Conformance({ "A6", "A10" })
	void theBodyIsReceivedAndTheResponseSentAtTheSameTime() throws IOException {
		try (RawConnection connection = server.connect()) {
			connection.sendHead("POST /in/mounted/echo HTTP/1.1", "Transfer-Encoding: chunked");
			connection.send("3\r\none\r\n");
			RawResponse head = connection.receiveHead();
			assertThat(head.status()).isEqualTo(200);
			assertThat(connection.receiveChunk()).isEqualTo("one");
			connection.send("3\r\ntwo\r\n");
			assertThat(connection.receiveChunk()).isEqualTo("two");
			connection.send("0\r\n\r\n");
			assertThat(connection.receiveBody("POST", head).complete()).isTrue();
		}
	}

	@Test
	@Conformance("A6")
	void aClientThatWaitsIsAskedForItsBodyWhenItIsReceived() throws IOException {
		try (RawConnection connection = server.connect()) {
			connection.sendHead("POST /in/mounted/receive HTTP/1.1", "Content-Length: 3", "Expect: 100-continue");
			assertThat(connection.receiveHead().status()).isEqualTo(100);
			assertThat(connection.send("abc").receive("POST").json()).containsEntry("size", 3);
		}
		try (RawConnection connection = server.connect()) {
			connection.sendHead("POST /in/mounted/unread HTTP/1.1", "Content-Length: 3", "Expect: 100-continue");
			assertThat(connection.receive("POST").status()).isEqualTo(403);
		}
	}

	@Test
	@Conformance("A6")
	void aBodyNeedNotBeReceived() throws IOException {
		assertThat(server.post("/in/mounted/unread", "x".repeat(1_000_000)).body()).isEqualTo("unread");
	}

	@Test
	@Conformance("A18")
	void aBodyThatTurnsOutToBeTooLargeIsRefused() throws IOException {
		assertThat(Framing.CHUNKED.send(server, "/in/mounted/receive", "x".repeat(3_000_000)).status()).isEqualTo(413);
		assertThat(server.send("POST /in/mounted/receive HTTP/1.1", "Content-Length: 3000000").status()).isEqualTo(413);
	}

	@Test
	@Conformance("A7")
	void afterTheResponseTheClientCountsAsDisconnected() throws IOException {
		String key = WsgiServer.newKey();
		assertThat(get("/after?key=" + key).body()).isEqualTo("done");
		awaitEvent(key, "http.disconnect");
	}

	@Test
	@Conformance({ "A7", "A8" })
	void aListenerIsToldThatItsClientHasGone() throws IOException {
		String key = WsgiServer.newKey();
		try (RawConnection connection = open("/listen?key=" + key)) {
			awaitEvent(key, "begun");
			connection.reset();
		}
		Awaitility.await()
			.untilAsserted(() -> assertThat(get("/events?key=" + key).jsonList()).containsExactly("begun",
					"http.disconnect", "OSError True", "http.disconnect"));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	@Conformance("A9")
	void aTaskIsCancelledWhenItsClientHasGone(boolean reset) throws IOException {
		String key = WsgiServer.newKey();
		try (RawConnection connection = open("/wait?key=" + key)) {
			awaitEvent(key, "begun");
			if (reset) {
				connection.reset();
			}
		}
		Awaitility.await()
			.untilAsserted(() -> assertThat(get("/events?key=" + key).jsonList()).containsExactly("begun", "cancelled",
					"ended"));
	}

	@Test
	@Conformance({ "A8", "A10" })
	void sendWaitsForASlowClientAndFailsWhenItHasGone() throws IOException {
		String key = WsgiServer.newKey();
		try (RawConnection connection = server.connectSlowly()) {
			connection.sendHead("GET /in/mounted/endless?key=" + key + " HTTP/1.1");
			assertThat(connection.receiveHead().status()).isEqualTo(200);
			// Others are served meanwhile, and it has not sent all that it could
			assertThat(get("/sleep").status()).isEqualTo(200);
			assertThat(get("/events?key=" + key).jsonList()).isEmpty();
			connection.reset();
		}
		awaitEvent(key, "gone");
	}

	@Test
	@Conformance("A10")
	void eachPartIsSentAtOnce() throws IOException {
		String key = WsgiServer.newKey();
		try (RawConnection connection = open("/steps?key=" + key)) {
			RawResponse head = connection.receiveHead();
			assertThat(connection.receiveChunk()).isEqualTo("first");
			get("/note?key=" + key + "&event=go+on");
			assertThat(connection.receiveBody("GET", head).body()).isEqualTo("second");
		}
	}

	@Test
	@Conformance({ "A10", "A11" })
	void aWholeResponseHasALengthAndAStreamIsChunked() throws IOException {
		assertThat(get("/note?key=k&event=e").header("Content-Length")).isEqualTo("5");
		RawResponse stream = get("/stream");
		assertThat(stream.header("Transfer-Encoding")).isEqualTo("chunked");
		assertThat(stream.header("X-Stream")).isEqualTo("1");
		assertThat(stream.body()).isEqualTo("part 0\npart 1\npart 2\nend\n");
	}

	@Test
	@Conformance("A12")
	void aResponseToHeadHasNoBody() throws IOException {
		RawResponse whole = server.head("/in/mounted/note?key=k&event=e");
		assertThat(whole.header("Content-Length")).isEqualTo("5");
		assertThat(server.head("/in/mounted/stream").status()).isEqualTo(200);
	}

	@Test
	@Conformance({ "A8", "A12" })
	void aStreamThatNobodyGetsKeepsNobodyWaiting() throws IOException {
		String key = WsgiServer.newKey();
		try (RawConnection connection = server.connect()
			.sendHead("HEAD /in/mounted/endless?key=" + key + " HTTP/1.1")) {
			assertThat(connection.receiveHead().status()).isEqualTo(200);
			assertThat(get("/sleep").status()).isEqualTo(200);
			connection.reset();
		}
		awaitEvent(key, "cancelled");
	}

	@Test
	void requestsMayBeEagerTasks() throws IOException {
		assertThat(get("/eager?on=yes").body()).isEqualTo("done");
		try {
			assertThat(get("/note?key=k&event=e").body()).isEqualTo("noted");
			assertThat(get("/sleep").status()).isEqualTo(200);
		}
		finally {
			assertThat(get("/eager?on=no").body()).isEqualTo("done");
		}
	}

	@Test
	@Conformance("A9")
	void aClientThatHasGoneAfterALargeBodyIsNoticed() throws IOException {
		String key = WsgiServer.newKey();
		try (RawConnection connection = server.connect()
			.sendHead("POST /in/mounted/wait?body=1&key=" + key + " HTTP/1.1", "Content-Length: 200000")) {
			connection.send("x".repeat(200_000));
			awaitEvent(key, "begun");
			connection.reset();
		}
		awaitEvent(key, "cancelled");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					[{'type':'http.response.body','body':b''}] | RuntimeError: the body of a response came before its start
					[{'type':'http.response.start','status':200},{'type':'http.response.start','status':200}] | RuntimeError: the response was started already
					[{'type':'http.response.start','status':200},{'type':'http.response.body'},{'type':'http.response.body'}] | RuntimeError: the response is complete already
					[{'type':'http.response.nothing'}] | ValueError: 'http.response.nothing' is no event of an HTTP response
					[{'type':'http.response.start','status':'200'}] | TypeError: the status must be an int, not str
					[{'type':'http.response.start','status':101}] | ValueError: 101 is no status of a response
					[{'type':'http.response.start','status':200,'headers':[('a',b'b')]}] | TypeError: the header name 'a' must be bytes
					[{'type':'http.response.start','status':200,'headers':[(b'a','b')]}] | TypeError: the value of the header b'a' must be bytes, not str
					[{'type':'http.response.start','status':200,'headers':[(b'a b',b'')]}] | ValueError: 'a b' is not a valid header name
					[{'type':'http.response.start','status':200,'headers':[(b'a',b'b\\r\\nc: d')]}] | ValueError: the value of the header 'a' must not contain control
					[{'type':'http.response.start','status':200},{'type':'http.response.body','body':'text'}] | TypeError: the body of a response consists of bytes, not str
					[{'type':'http.response.start','status':200,'headers':[(b'content-length',b'1')]},{'type':'http.response.body','body':b'ab'}] | RuntimeError: the response is longer than its Content-Length
					[{'type':'http.response.start','status':200,'headers':[(b'content-length',b'3')]},{'type':'http.response.body','body':b'ab'}] | RuntimeError: the response is 1 bytes shorter than its Content-Length
					[{'type':'http.response.start','status':200,'headers':[(b'content-length',b'99999999999999999999')]}] | ValueError: Content-Length is too large: 99999999999999999999
					[{'type':'http.response.start','status':200},{'type':'http.response.pathsend','path':'/'}] | RuntimeError: only a regular file can be sent, which '/' is not
					[{}] | KeyError: 'type'
					""")
	@Conformance("A13")
	void eventsThatAreNotAllowedRaise(String events, String failure) throws IOException {
		String key = WsgiServer.newKey();
		RawResponse response = server.post("/in/mounted/send?key=" + key, events);
		assertThat(get("/events?key=" + key).jsonList()).first(InstanceOfAssertFactories.STRING).startsWith(failure);
		if (!failure.contains("complete already")) {
			assertThat(response.status()).isEqualTo(500);
			assertThat(response.body()).doesNotContain(failure.substring(failure.indexOf(' ')));
		}
	}

	@Test
	void aBodyThatIsRefusedDoesNotCountForTheLengthOfTheResponse() throws IOException {
		String key = WsgiServer.newKey();
		RawResponse response = server.post("/in/mounted/insist?key=" + key,
				"[{'type':'http.response.start','status':200,'headers':[(b'content-length',b'8')]},"
						+ "{'type':'http.response.body','body':b'half'},"
						+ "{'type':'http.response.body','body':b'too long a body'},"
						+ "{'type':'http.response.body','body':b'complete'}]");
		assertThat(response.body()).isEqualTo("complete");
		assertThat(get("/events?key=" + key).jsonList()).containsExactly(
				"the response is 4 bytes shorter than its Content-Length",
				"the response is longer than its Content-Length");
	}

	@Test
	@Conformance("A14")
	void headersThatAreTheBusinessOfTheServerAreIgnored() throws IOException {
		RawResponse response = server.post("/in/mounted/send?key=k",
				"[{'type':'http.response.start','status':200,'headers':[(b'Transfer-Encoding',b'chunked'),"
						+ "(b'connection',b'keep-alive'),(b'x',b'y')]},{'type':'http.response.body','body':b'ab'}]");
		assertThat(response.header("Transfer-Encoding")).isNull();
		assertThat(response.header("Content-Length")).isEqualTo("2");
		assertThat(response.header("X")).isEqualTo("y");
	}

	@Test
	@Conformance("A15")
	void anExceptionIsAnErrorWithoutItsText() throws IOException {
		RawResponse response = get("/raise");
		assertThat(response.status()).isEqualTo(500);
		assertThat(response.body()).doesNotContain("secret");
		assertThat(get("/exit").status()).isEqualTo(500);
		assertThat(get("/silent").status()).isEqualTo(500);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/raise?begun=1", "/half" })
	@Conformance("A15")
	void aResponseThatWasBegunIsCut(String target) throws IOException {
		RawResponse response = get(target);
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.complete()).isFalse();
	}

	@Test
	@Conformance("A16")
	void aTaskThatTakesTooLongIsCancelled() throws IOException {
		String key = WsgiServer.newKey();
		assertThat(server.get("/in/limited/wait?key=" + key).status()).isEqualTo(504);
		assertThat(server.get("/in/limited/stubborn?key=" + key).status()).isEqualTo(504);
		Awaitility.await()
			.untilAsserted(() -> assertThat(server.get("/in/limited/events?key=" + key).jsonList()).contains("ended",
					"swallowed", "cancelled once more"));
	}

	@Test
	@Conformance("A16")
	void aTaskThatBlocksTheLoopIsInterrupted() throws IOException {
		assertThat(server.get("/in/limited/block").status()).isEqualTo(504);
		Awaitility.await()
			.untilAsserted(() -> assertThat(server.get("/in/limited/note?key=k&event=e").status()).isEqualTo(200));
	}

	@Test
	void whatHoldsUpTheLoopIsMeasuredAndShown() throws IOException {
		Timer blocked = server.bean(MeterRegistry.class).get("wsgi.loop.blocked").tag("application", "default").timer();
		long before = blocked.count();
		try (RawConnection connection = open("/busy?seconds=3")) {
			Awaitility.await()
				.untilAsserted(() -> assertThat(server.bean(WorkerPools.class).iterator().next().describe())
					.flatExtracting(WorkerDescription::calls)
					.anySatisfy((call) -> {
						assertThat(call.request()).isEqualTo("GET /in/mounted/busy");
						assertThat(call.stack()).contains("in serve_busy");
					}));
			assertThat(connection.receive().status()).isEqualTo(200);
		}
		// The turn of the loop ends after the response
		Awaitility.await().untilAsserted(() -> assertThat(blocked.count()).isGreaterThan(before));
	}

	@Test
	@Conformance("A17")
	void manyTasksShareOneThread() throws Exception {
		List<RawConnection> connections = new ArrayList<>();
		try {
			for (int i = 0; i < 50; i++) {
				connections.add(open("/sleep?seconds=0.5"));
			}
			Set<String> threads = new HashSet<>();
			for (RawConnection connection : connections) {
				threads.add(connection.receive().body());
			}
			assertThat(threads).hasSize(1);
		}
		finally {
			for (RawConnection connection : connections) {
				connection.close();
			}
		}
	}

	@Test
	@Conformance("A19")
	void eachTaskHasAContextOfItsOwn() throws IOException {
		assertThat(get("/context").jsonList()).isEqualTo(List.of(0, 1));
		assertThat(get("/context").jsonList()).isEqualTo(List.of(0, 1));
	}

	@Test
	void theApplicationMayGoOnAfterItsResponse() throws IOException {
		String key = WsgiServer.newKey();
		assertThat(get("/background?key=" + key).body()).isEqualTo("done");
		awaitEvent(key, "background");
	}

	@Test
	void asyncioHasThreadsStreamsReadersAndSubprocesses() throws IOException {
		List<Object> threads = get("/thread").jsonList();
		assertThat(threads.get(0)).isNotEqualTo(threads.get(1));
		assertThat(get("/streams").body()).isEqualTo("<hello\n");
		assertThat(get("/reader").body()).isEqualTo("ready");
		assertThat(get("/subprocess").body()).isEqualTo("through cat 0");
		// The loop has descriptors to watch now, or had, and is woken up all the same
		assertThat(get("/sleep").status()).isEqualTo(200);
	}

	@Test
	@Conformance("A22")
	void aFileIsSentByItsPath() throws IOException {
		RawResponse response = get("/path");
		assertThat(response.header("Content-Length")).isEqualTo("9000");
		assertThat(response.body()).isEqualTo("of a file".repeat(1000));
	}

	@Test
	@Conformance("A23")
	void earlyHintsAreSent() throws IOException {
		try (RawConnection connection = open("/hints")) {
			RawResponse hints = connection.receiveHead();
			assertThat(hints.status()).isEqualTo(103);
			assertThat(hints.headers("Link")).containsExactly("</a.css>; rel=preload", "</b.js>; rel=preload");
			assertThat(connection.receive().body()).isEqualTo("hinted");
		}
	}

	@Test
	void whatSurroundsACallIsThereWhenItCallsJava() throws IOException {
		ListAppender<ILoggingEvent> appender = new ListAppender<>();
		Logger logger = (Logger) LoggerFactory.getLogger("asgi.test");
		appender.start();
		logger.addAppender(appender);
		try {
			assertThat(server.send("GET /in/mounted/log?text=hello HTTP/1.1", "X-Call: of the client").body())
				.isEqualTo("[[\"x-call\", \"7\"]]");
		}
		finally {
			logger.detachAppender(appender);
		}
		assertThat(appender.list).hasSize(2).allSatisfy((event) -> {
			assertThat(event.getMessage()).isEqualTo("said hello");
			assertThat(event.getMDCPropertyMap()).containsEntry("call", "7");
		});
		// After the client has its response
		Awaitility.await().until(() -> Surrounded.ended.get() == 200);
	}

	/**
	 * Surrounds one request.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Surrounded {

		private static final AtomicInteger ended = new AtomicInteger();

		@Bean
		CallScopeFactory callScopeFactory() {
			return (application) -> (RequestContextHolder
				.getRequestAttributes() instanceof ServletRequestAttributes there
					&& there.getRequest().getHeader("X-Call") != null) ? new Scope() : null;
		}

		private static final class Scope implements AsyncCallScope {

			@Override
			public void open() {
				throw new IllegalStateException("This is no call of WSGI");
			}

			@Override
			public String environ() {
				return "\0HTTP_X_CALL\0" + MDC.get("call");
			}

			@Override
			public Runnable enter() {
				MDC.put("call", "7");
				return () -> MDC.remove("call");
			}

			@Override
			public void close(int status, String report) {
				throw new IllegalStateException("This is no call of WSGI");
			}

			@Override
			public void end(int status, String report) {
				ended.set(status);
			}

		}

	}

}
