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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import io.wsgi.testsupport.TestPython;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.json.JsonParserFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code spring.session}, over HTTP.
 *
 * @author wsgi-spring-boot contributors
 */
class SessionTests {

	private static final boolean ONE_INTERPRETER = "cpython".equals(System.getProperty("wsgi.runtime"));

	private static WsgiServer server;

	private Browser browser;

	@BeforeAll
	static void startServer() {
		List<String> properties = new ArrayList<>(
				List.of("wsgi.app=sessions:application", "wsgi.python-path=" + TestPython.sources("sessions"),
						"wsgi.session=true", "wsgi.apps.kept.app=sessions:application", "wsgi.apps.kept.path=/kept",
						"wsgi.apps.async.app=asgi_sessions:application", "wsgi.apps.async.path=/async"));
		if (!ONE_INTERPRETER) {
			properties.addAll(List.of("wsgi.apps.off.app=sessions:application", "wsgi.apps.off.path=/off",
					"wsgi.apps.off.session=false"));
		}
		server = WsgiServer.start(SessionApplication.class, properties.toArray(String[]::new));
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@BeforeEach
	void openBrowser() {
		this.browser = new Browser(server, "");
	}

	@AfterEach
	void closeBrowser() {
		this.browser.close();
	}

	private HttpResponse<String> post(String path, String code) throws IOException, InterruptedException {
		HttpResponse<String> response = this.browser
			.send(this.browser.request(path).POST(BodyPublishers.ofString(code)));
		assertThat(response.statusCode()).isEqualTo(200);
		return response;
	}

	private String runAt(String path, String... lines) throws Exception {
		return post(path, String.join("\n", lines)).body();
	}

	private String run(String... lines) throws Exception {
		return runAt("/", lines);
	}

	private String spring(String path) throws Exception {
		HttpResponse<String> response = this.browser.get(path);
		assertThat(response.statusCode()).isEqualTo(200);
		return response.body();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/kept/", "/async/", "/async/thread" })
	void valuesAreThereInTheNextRequest(String path) throws Exception {
		assertThat(runAt(path, "session['name'] = '\u00e9\u65e5'", "session['basket'] = [{'nail': 3}, 1 << 40, 1.5]",
				"session['flag'] = False", "result = len(session)"))
			.isEqualTo("3");
		assertThat(runAt(path, "result = dict(session)"))
			.isEqualTo("{'basket': [{'nail': 3}, 1099511627776, 1.5], 'flag': False, 'name': '\u00e9\u65e5'}");
		assertThat(runAt(path, "del session['flag']",
				"result = session.pop('name'), session.pop('name', 5), 'flag' in session, session.setdefault('n', 1)"))
			.isEqualTo("('\u00e9\u65e5', 5, False, 1)");
		assertThat(runAt(path, "result = sorted(session), session.copy()['n']")).isEqualTo("(['basket', 'n'], 1)");
		assertThat(runAt(path, "session.clear()", "result = list(session)")).isEqualTo("[]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/kept/", "/async/" })
	void readingBeginsNoSession(String path) throws Exception {
		HttpResponse<String> response = post(path,
				"result = session.id(), len(session), session.get('x'), session.pop('x', 5), session.clear()");
		assertThat(response.body()).isEqualTo("(None, 0, None, 5, None)");
		assertThat(response.headers().map()).doesNotContainKey("Set-Cookie");
		assertThat(post(path, "session['x'] = 1\nresult = 1").headers().map()).containsKey("Set-Cookie");
		assertThat(runAt(path, "result = session.id() is None")).isEqualTo("False");
	}

	@Test
	void clientsHaveSessionsOfTheirOwn() throws Exception {
		assertThat(run("session['who'] = 'a'", "result = 1")).isEqualTo("1");
		try (Browser other = new Browser(server, "")) {
			assertThat(
					other.send(other.request("/").POST(BodyPublishers.ofString("result = session.get('who')"))).body())
				.isEqualTo("None");
		}
	}

	@ParameterizedTest
	@CsvSource({ "/,/spring/get", "/kept/,/kept/spring/get" })
	void controllerSeesWhatPythonHasPut(String path, String get) throws Exception {
		assertThat(runAt(path, "from datetime import date", "from decimal import Decimal",
				"session.update(amount=3, price=Decimal('1.20'), day=date(2026, 1, 2), names=['a'])", "result = 1"))
			.isEqualTo("1");
		assertThat(spring(get + "?name=amount")).isEqualTo("Integer 3");
		assertThat(spring(get + "?name=price")).isEqualTo("BigDecimal 1.20");
		assertThat(spring(get + "?name=day")).isEqualTo("LocalDate 2026-01-02");
		assertThat(spring(get + "?name=names")).isEqualTo("ArrayList [a]");
	}

	@Test
	void pythonSeesWhatAControllerHasPut() throws Exception {
		spring("/spring/put");
		assertThat(run("result = session['line']")).isEqualTo("{'article_name': 'nail', 'amount': 3}");
	}

	@Test
	void whatPythonHasNoValueForIsNeitherSeenNorChanged() throws Exception {
		spring("/spring/put");
		assertThat(run("result = list(session), len(session)")).isEqualTo("(['line'], 1)");
		String refusal = "TypeError: 'thread' of the session is a java.lang.Thread, which has no value in Python";
		assertThat(run("result = session['thread']")).isEqualTo(refusal);
		assertThat(run("session['thread'] = 1")).isEqualTo(refusal);
		assertThat(run("del session['thread']")).isEqualTo(refusal);
		assertThat(run("session.clear()", "result = list(session)")).isEqualTo("[]");
		assertThat(spring("/spring/get?name=thread")).startsWith("Thread ");
	}

	@Test
	void valuesThatJavaDoesNotHaveAreRefused() throws Exception {
		assertThat(run("session['x'] = object()")).isEqualTo("TypeError: builtins.object has no value in Java");
		assertThat(run("session['x'] = None")).isEqualTo("TypeError: A session keeps no None: delete 'x' instead");
		assertThat(run("session[1] = 1")).isEqualTo("TypeError: the names in a session are str, not int");
		assertThat(run("del session['x']")).isEqualTo("KeyError: 'x'");
		assertThat(run("result = session.id()")).isEqualTo("None");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/kept/", "/async/" })
	void sessionThatWasInvalidatedIsEmptyAndANewOneBegins(String path) throws Exception {
		runAt(path, "session['x'] = 1", "result = 1");
		assertThat(runAt(path, "before = session.id()", "session.invalidate()",
				"result = [session.id(), list(session), session.get('x')]", "session['y'] = 2",
				"result += [session.id() == before, dict(session)]"))
			.isEqualTo("[None, [], None, False, {'y': 2}]");
		assertThat(runAt(path, "result = dict(session)")).isEqualTo("{'y': 2}");
		assertThat(runAt(path, "session.invalidate()", "session.invalidate()", "result = 1")).isEqualTo("1");
		assertThat(runAt(path, "result = session.id(), dict(session)")).isEqualTo("(None, {})");
	}

	@Test
	void sessionThatJavaHasInvalidatedIsEmpty() throws Exception {
		run("session['x'] = 1", "result = 1");
		spring("/spring/invalidate");
		assertThat(run("result = dict(session)")).isEqualTo("{}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/kept/", "/async/" })
	void valuesSurviveAChangeOfTheId(String path) throws Exception {
		runAt(path, "session['x'] = 1", "result = 1");
		HttpResponse<String> changed = post(path,
				"before = session.id()\nafter = session.change_id()\nresult = before != after, session.id() == after");
		assertThat(changed.body()).isEqualTo("(True, True)");
		assertThat(changed.headers().map()).containsKey("Set-Cookie");
		assertThat(runAt(path, "result = session['x']")).isEqualTo("1");
	}

	@Test
	void valuesSurviveALoginInJava() throws Exception {
		run("session['x'] = 1", "result = 1");
		String id = spring("/spring/change-id");
		assertThat(run("result = session.id(), session['x']")).isEqualTo("('" + id + "', 1)");
	}

	@Test
	void requestsAtTheSameTimeLoseNothing() throws Exception {
		run("session['x'] = 1", "result = 1");
		List<CompletableFuture<String>> both = new ArrayList<>();
		for (String name : List.of("a", "b")) {
			both.add(CompletableFuture.supplyAsync(() -> {
				try {
					return run("seen = dict(session)", "both.wait(120)", "session['" + name + "'] = seen['x'] + 1",
							"result = 1");
				}
				catch (Exception ex) {
					throw new IllegalStateException(ex);
				}
			}));
		}
		for (CompletableFuture<String> one : both) {
			assertThat(one.get(5, TimeUnit.MINUTES)).isEqualTo("1");
		}
		assertThat(run("result = sorted(session.items())")).isEqualTo("[('a', 2), ('b', 2), ('x', 1)]");
	}

	@Test
	void sessionIsNotChangedWhenTheResponseHasBegun() throws Exception {
		run("session['early'] = 1", "result = 1");
		String refusal = "The response has begun, or the request is over: a session is changed before that\n";
		assertThat(this.browser.get("/late").body()).isEqualTo("begun\n" + refusal.repeat(3) + "1");
		assertThat(run("result = dict(session)")).isEqualTo("{'early': 1}");
	}

	@Test
	void threadOfItsOwnHasNoSession() throws Exception {
		assertThat(run("result = in_thread(session.id)"))
			.isEqualTo("'RuntimeError: There is no session here: this thread serves no request'");
	}

	@Test
	void functionThatJavaCallsHasNoSession() throws Exception {
		assertThat(spring("/spring/function")).isEqualTo("There is no session here: this thread serves no request");
	}

	@Test
	@DisabledIfSystemProperty(named = "wsgi.runtime", matches = "cpython")
	void sessionsAreOffUnlessTheyAreSwitchedOn() throws Exception {
		assertThat(runAt("/off/", "result = session.id()"))
			.isEqualTo("RuntimeError: wsgi.session is off: Python may use the sessions of requests when it is on");
	}

	@Test
	void webSocketChangesItBeforeItIsAccepted() throws Exception {
		runAt("/async/", "session['x'] = 1", "result = 1");
		String cookie = "JSESSIONID=" + runAt("/async/", "result = session.id()").replace("'", "");
		CompletableFuture<String> told = new CompletableFuture<>();
		WebSocket.Listener listener = new WebSocket.Listener() {

			@Override
			public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
				told.complete(text.toString());
				socket.request(1);
				return null;
			}

		};
		try (HttpClient client = HttpClient.newHttpClient()) {
			client.newWebSocketBuilder()
				.header("Cookie", cookie)
				.buildAsync(URI.create("ws://localhost:" + server.port() + "/async/socket"), listener)
				.get(2, TimeUnit.MINUTES);
			assertThat(told.get(2, TimeUnit.MINUTES)).startsWith("RuntimeError: The response has begun");
		}
		assertThat(runAt("/async/", "result = dict(session)")).isEqualTo("{'before': 1, 'x': 1}");
	}

	@Test
	void sessionIsThatOfFlask() throws Exception {
		assertThat(flask("POST", "/flask/basket/nail")).isEqualTo("{\"basket\":[\"nail\"],\"new\":true}");
		assertThat(flask("POST", "/flask/basket/screw")).isEqualTo("{\"basket\":[\"nail\",\"screw\"],\"new\":false}");
		assertThat(spring("/spring/get?name=basket")).isEqualTo("ArrayList [nail, screw]");
		assertThat(JsonParserFactory.getJsonParser().parseMap(flask("GET", "/flask/basket")))
			.containsEntry("basket", List.of("nail", "screw"))
			.containsEntry("messages", List.of(List.of("message", "nail added"), List.of("message", "screw added")));
		assertThat(flask("GET", "/flask/basket")).contains("\"messages\":[]");
		assertThat(flask("DELETE", "/flask/basket")).isEqualTo("{}");
		assertThat(run("result = dict(session)")).isEqualTo("{}");
	}

	@Test
	void sessionOfFlaskLosesNothingOfRequestsAtTheSameTime() throws Exception {
		run("session['x'] = 1", "result = 1");
		CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> unchecked("/flask/meet/a"));
		CompletableFuture<String> second = CompletableFuture.supplyAsync(() -> unchecked("/flask/meet/b"));
		assertThat(first.get(5, TimeUnit.MINUTES)).isEqualTo("{}");
		assertThat(second.get(5, TimeUnit.MINUTES)).isEqualTo("{}");
		assertThat(run("result = sorted(session)")).isEqualTo("['a', 'b', 'x']");
	}

	@Test
	void valueOfFlaskThatJavaDoesNotHaveIsRefused() throws Exception {
		assertThat(this.browser.send(this.browser.request("/flask/wrong").POST(BodyPublishers.noBody())).statusCode())
			.isEqualTo(500);
		assertThat(run("result = dict(session)")).isEqualTo("{}");
	}

	private String unchecked(String path) {
		try {
			return flask("POST", path);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private String flask(String method, String path) throws Exception {
		HttpResponse<String> response = this.browser
			.send(this.browser.request(path).method(method, BodyPublishers.noBody()));
		assertThat(response.statusCode()).isEqualTo(200);
		return response.body().strip();
	}

}
