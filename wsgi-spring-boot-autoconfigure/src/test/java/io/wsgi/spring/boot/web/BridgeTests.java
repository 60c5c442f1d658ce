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

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.wsgi.spring.boot.bridge.PythonEvent;
import io.wsgi.testsupport.TestPython;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the Python module {@code spring}, over HTTP.
 *
 * @author wsgi-spring-boot contributors
 */
@ExtendWith(OutputCaptureExtension.class)
class BridgeTests {

	private static final boolean ONE_INTERPRETER = "cpython".equals(System.getProperty("wsgi.runtime"));

	private static WsgiServer server;

	@BeforeAll
	static void startServer() {
		List<String> properties = new ArrayList<>(
				List.of("wsgi.app=bridged:application", "wsgi.python-path=" + TestPython.sources("bridge"),
						"wsgi.beans=echo,shop,gate,io.wsgi.spring.boot.web.BridgedApplication$Ledger",
						"wsgi.events=io.wsgi.spring.boot.web.BridgedApplication$Restocked,"
								+ "io.wsgi.spring.boot.bridge.PythonEvent"));
		if (!ONE_INTERPRETER) {
			properties.addAll(List.of("wsgi.apps.other.app=bridged:application", "wsgi.apps.other.path=/other",
					"wsgi.apps.other.beans=echo",
					"wsgi.apps.other.events=io.wsgi.spring.boot.web.BridgedApplication$Restocked,"
							+ "io.wsgi.spring.boot.bridge.PythonEvent"));
		}
		server = WsgiServer.start(BridgedApplication.class, properties.toArray(String[]::new));
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	private static String runAt(String path, String code) throws Exception {
		byte[] body = code.getBytes(StandardCharsets.UTF_8);
		RawResponse response = server.sendWithBody(body, "POST " + path + " HTTP/1.1",
				"Content-Length: " + body.length);
		assertThat(response.status()).isEqualTo(200);
		return new String(response.bytes(), StandardCharsets.UTF_8);
	}

	private static String run(String... lines) throws Exception {
		return runAt("/", String.join("\n", lines));
	}

	private static String result(String expression) throws Exception {
		return run("result = " + expression);
	}

	@ParameterizedTest
	@ValueSource(strings = { "None", "True", "0", "-2147483649", "12345678901234567890", "1.5", "float('-inf')",
			"'\u00e9\u65e5\\U0001f600\\x00\"\\\\'", "b'\\x00\\xff'", "Decimal('1.20')", "Decimal('1E+3')",
			"UUID('12345678-1234-5678-1234-567812345678')", "date(2026, 2, 28)", "time(1, 2, 3, 4)",
			"datetime(2026, 2, 28, 13, 0)", "datetime(2026, 2, 28, 13, 0, 0, 1, timezone.utc)",
			"datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=-5, minutes=-30)))",
			"timedelta(days=-1, microseconds=5)", "timedelta.max", "timedelta.min", "[]", "{}",
			"[1, [None, {'a': [True]}]]", "{1: 'a', None: 'b', (1, 2): 'c'}", "{'$': 'date', 'v': 'x'}",
			"{'camelCase': 1}" })
	void valueComesBackAsItWas(String value) throws Exception {
		assertThat(run("value = " + value, "same = bean('echo').same(value)",
				"result = (same == value, type(same) is type(value), repr(same) == repr(value))"))
			.isEqualTo("(True, True, True)");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			describe(1)                 | 'long 1'
			describe(1 << 62)           | 'long 4611686018427387904'
			describe(1.0)               | 'double 1.0'
			describe('SMALL')           | 'String SMALL'
			describe(Size.LARGE)        | 'String LARGE'
			describe([1, 2])            | 'List [1, 2]'
			describe((1, 2))            | 'List [1, 2]'
			describe({'a': 1})          | 'Map {a=1}'
			describe('ab', 2)           | 'abab'
			flag(True)                  | True
			""")
	void nearestMethodIsCalled(String call, String result) throws Exception {
		assertThat(result("echo." + call)).isEqualTo(result);
	}

	@Test
	void argumentsBecomeWhatTheParametersAre() throws Exception {
		assertThat(result("echo.exact(7, Decimal('1.20'), date(2026, 1, 2), datetime(2026, 1, 2, tzinfo=timezone.utc), "
				+ "bytearray(b'ab'), {Size.SMALL}, [1, 2], None)"))
			.isEqualTo("'7 1.20 2026-01-02 2026-01-02T00:00:00Z 2 [SMALL] 2 Optional.empty'");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					echo.describe(None, None)       | TypeError/Exception: describe(): None is no int
					echo.describe(1, 2, 3)          | TypeError/Exception: describe() takes 1 or 2 arguments, not 3
					echo.flag('true')               | TypeError/Exception: flag(): String true is no Boolean
					echo.single(16777217)           | TypeError/Exception: single(): Integer 16777217 is no Float
					echo.single(1e300)              | TypeError/Exception: single(): Double 1.0E300 is no Float
					echo.flag(1)                    | TypeError/Exception: flag(): Integer 1 is no Boolean
					echo.either(1, 2)               | TypeError/Exception: either(): several methods are equally near to these arguments
					echo.nothing()                  | AttributeError/Exception: Echo has no method 'nothing'
					echo.get_class()                | AttributeError/Exception: Echo has no method 'get_class'
					echo.same(object())             | TypeError/Exception: builtins.object has no value in Java
					bean('secret').tell()           | NoSuchBeanError/LookupError: wsgi.beans has no 'secret'
					bean('dataSource')              | NoSuchBeanError/LookupError: wsgi.beans has no 'dataSource'
					cache('none')                   | LookupError/Exception: There is no cache 'none'
					transaction(isolation='x').__enter__() | TypeError/Exception: There is no such transaction: {isolation=x}
					transaction(manager='x').__enter__().x | LookupError/Exception: There is no such transaction manager: No bean named 'x' available
					""")
	void whatCannotBeIsAnExceptionOfPython(String expression, String failure) throws Exception {
		assertThat(result(expression)).isEqualTo(failure);
	}

	@Test
	void returnedValueThatPythonDoesNotHaveIsRefused() throws Exception {
		assertThat(result("echo.strange()")).startsWith("TypeError/Exception: java.lang.Thread has no value in Python");
	}

	@Test
	void recordsAreDictsAndDataclasses() throws Exception {
		String order = "Order(7, Size.SMALL, [Line('nail', 3), Line('screw', 4)])";
		assertThat(result("bean('shop').enlarge(" + order + ")"))
			.isEqualTo("{'number': 7, 'size': 'LARGE', 'lines': [{'article_name': 'nail', 'amount': 3}, "
					+ "{'article_name': 'screw', 'amount': 4}], 'note': None}");
		assertThat(result("bean('shop').enlarge(" + order + ", returns=Order)"))
			.isEqualTo("Order(number=7, size=<Size.LARGE: 'l'>, lines=[Line(article_name='nail', amount=3), "
					+ "Line(article_name='screw', amount=4)], note=None)");
		assertThat(result("bean('shop').total_amount([" + order + ", " + order + "])")).isEqualTo("14");
		assertThat(result("bean('shop').linesByNumber(" + order + ", returns=dict[int, Line])"))
			.isEqualTo("{7: Line(article_name='nail', amount=3)}");
		assertThat(result("bean('shop').enlarge({'number': 1, 'size': 'SMALL', 'note': 'x', "
				+ "'lines': [{'articleName': 'nail', 'amount': 3}]})['lines']"))
			.isEqualTo("[{'article_name': 'nail', 'amount': 3}]");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			abc.Sequence[Line]     | [Line(article_name='nail', amount=3)]
			abc.Iterable[Line]     | [Line(article_name='nail', amount=3)]
			tuple[Line, ...]       | (Line(article_name='nail', amount=3),)
			""")
	void resultIsWhatItIsWantedAs(String type, String result) throws Exception {
		assertThat(run("from collections import abc", "result = echo.same([Line('nail', 3)], returns=" + type + ")"))
			.isEqualTo(result);
	}

	@Test
	void dictThatIsNoRecordIsRefused() throws Exception {
		assertThat(result("bean('shop').enlarge({'number': 1, 'colour': 'red'})"))
			.isEqualTo("TypeError/Exception: enlarge(): Order has no component colour");
		assertThat(result("bean('shop').enlarge({'number': 1, 'lines': [{'amount': 'x'}]})"))
			.isEqualTo("TypeError/Exception: enlarge(): lines: amount: String x is no Integer");
	}

	@Test
	void exceptionsOfJavaAreExceptionsOfPython() throws Exception {
		assertThat(result("bean('shop').sell_out('nail')"))
			.isEqualTo("SoldOutException/JavaError: nail <- IllegalStateException/JavaError: The shelf is empty");
		assertThat(run("try:", "    bean('shop').sell_out('nail')", "except spring.JavaError as failure:",
				"    result = (failure.message, failure.java_class, failure.is_a('java.lang.RuntimeException'),",
				"        failure.is_a('java.io.IOException'), 'BridgeTests' in str(vars(failure)))"))
			.isEqualTo("('nail', 'io.wsgi.spring.boot.web.BridgedApplication$SoldOutException', True, False, False)");
	}

	@Test
	@DisabledIfSystemProperty(named = "wsgi.runtime", matches = "cpython")
	void beansAreThoseOfTheApplication() throws Exception {
		assertThat(runAt("/other", "result = bean('echo').same(1)")).isEqualTo("1");
		assertThat(runAt("/other", "result = bean('shop')"))
			.isEqualTo("NoSuchBeanError/LookupError: wsgi.beans has no 'shop'");
	}

	@Test
	void beansAreFoundByTypeAndTellTheirMethods() throws Exception {
		assertThat(result("bean('io.wsgi.spring.boot.web.BridgedApplication$Ledger')")).isEqualTo("<bean 'ledger'>");
		assertThat(result("dir(bean('shop'))")).isEqualTo("['enlarge', 'lines_by_number', 'sell_out', 'total_amount']");
	}

	@Test
	void othersRunPythonWhileJavaIsSlow() throws Exception {
		CompletableFuture<String> waiting = CompletableFuture.supplyAsync(() -> {
			try {
				return result("bean('gate').await_opening()");
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		});
		assertThat(result("bean('gate').open()")).isEqualTo("True");
		assertThat(waiting.get(60, TimeUnit.SECONDS)).isEqualTo("True");
	}

	@Test
	void transactionIsCommitted() throws Exception {
		assertThat(run("ledger = bean('ledger')", "with transaction():", "    ledger.add('committed')",
				"    first = ledger.session()", "    result = (ledger.count('committed'), first == ledger.session())"))
			.isEqualTo("(1, True)");
		assertThat(result("bean('ledger').count('committed')")).isEqualTo("1");
	}

	@Test
	void exceptionRollsBack() throws Exception {
		assertThat(run("with transaction():", "    bean('ledger').add('failed')", "    raise ValueError('enough')"))
			.isEqualTo("ValueError/Exception: enough");
		assertThat(result("bean('ledger').count('failed')")).isEqualTo("0");
	}

	@Test
	void innerTransactionOfItsOwnIsCommittedByItself() throws Exception {
		assertThat(run("ledger = bean('ledger')", "try:", "    with transaction():", "        ledger.add('outer')",
				"        with transaction(propagation='requires_new'):", "            ledger.add('inner')",
				"        raise KeyError", "except KeyError:",
				"    result = (ledger.count('outer'), ledger.count('inner'))"))
			.isEqualTo("(0, 1)");
	}

	@Test
	void transactionCanBeMarkedForRollback() throws Exception {
		assertThat(run("with transaction() as current:", "    bean('ledger').add('marked')",
				"    current.set_rollback_only()", "result = bean('ledger').count('marked')"))
			.isEqualTo("0");
	}

	@Test
	void commitOfWhatJavaHasMarkedFails() throws Exception {
		assertThat(run("with transaction():", "    try:", "        bean('ledger').add_invalid('swallowed')",
				"    except spring.JavaError:", "        pass"))
			.startsWith("UnexpectedRollbackException/JavaError: ");
		assertThat(result("bean('ledger').count('swallowed')")).isEqualTo("0");
	}

	@Test
	void functionRunsInATransaction() throws Exception {
		assertThat(run("@transaction(timeout=30)", "def work(name):", "    bean('ledger').add(name)",
				"    raise ValueError(name)", "try:", "    work('decorated')", "except ValueError:",
				"    result = (work.__name__, bean('ledger').count('decorated'))"))
			.isEqualTo("('work', 0)");
	}

	@Test
	void transactionEndsOnItsOwnThread() throws Exception {
		assertThat(run("failures = []", "current = transaction()", "def end():", "    try:",
				"        current.__exit__(None, None, None)", "    except RuntimeError as failure:",
				"        failures.append(str(failure))", "with current:", "    thread = threading.Thread(target=end)",
				"    thread.start()", "    thread.join()", "result = failures"))
			.isEqualTo("['the transaction was not begun on this thread']");
	}

	@Test
	void transactionThatIsLeftOpenDoesNotReachTheNextRequest() throws Exception {
		assertThat(run("transaction().__enter__()", "bean('ledger').add('left')", "result = 1")).isEqualTo("1");
		for (int i = 0; i < 3; i++) {
			assertThat(result("bean('ledger').count('left')")).isEqualTo("0");
		}
	}

	@Test
	void cacheIsShared() throws Exception {
		Cache prices = server.bean(CacheManager.class).getCache("prices");
		prices.put("nail", new BridgedApplication.Line("nail", 3));
		assertThat(result("cache('prices').get('nail')")).isEqualTo("{'article_name': 'nail', 'amount': 3}");
		assertThat(run("prices = cache('prices')", "prices.put('screw', {'amount': [1]})", "prices.put('none', None)",
				"result = (prices.get('screw'), prices.get('none', 1), prices.get('missing', 1))"))
			.isEqualTo("({'amount': [1]}, None, 1)");
		assertThat(prices.get("screw", Map.class)).isEqualTo(Map.of("amount", List.of(1)));
		assertThat(run("cache('prices').evict('screw')", "result = cache('prices').get('screw')")).isEqualTo("None");
		assertThat(run("cache('prices').clear()", "result = cache('prices').get('nail')")).isEqualTo("None");
	}

	@Test
	void cacheKeepsWhatItHas() throws Exception {
		assertThat(run("prices = cache('prices')",
				"result = (prices.put_if_absent('bolt', 1), " + "prices.put_if_absent('bolt', 2), prices.get('bolt'))"))
			.isEqualTo("(True, False, 1)");
	}

	@Test
	void cacheIsOneOfDjango() throws Exception {
		assertThat(run("import caching", "result = list(caching.exercise())"))
			.isEqualTo("[(None, 5, True, False, {1: (2, b'x')}), (None, True, False), "
					+ "(5, {'n': 5, 'm': 2}, 9, 9), (None, False, True, True, None), (True, False, None, None), None]");
	}

	@Test
	void cacheIsThatOfFlaskCaching() throws Exception {
		assertThat(run("import flask_caching_site", "result = list(flask_caching_site.exercise())"))
			.isEqualTo("[['a 1', 'a 1', 'b 2'], "
					+ "([{'result': 2}, {'result': 2}, {'result': 4}], ['a', 'b', 1, 2, 1]), ({'result': 2}, 5), "
					+ "({1: (2, b'x')}, True, False, True, None, False), (None, [None, None], True, True)]");
	}

	@Test
	void eventsReachListeners() throws Exception {
		BridgedApplication.Events events = server.bean(BridgedApplication.Events.class);
		run("publish('order.placed', {'number': 7})", "publish(Line('nail', 3))", "publish('empty')", "result = 1");
		assertThat(events.heard).contains(new PythonEvent("default", "order.placed", Map.of("number", 7)),
				new PythonEvent("default", "Line", Map.of("article_name", "nail", "amount", 3)),
				new PythonEvent("default", "empty", null));
		assertThat(result("publish('unwanted')")).isEqualTo("IllegalArgumentException/JavaError: Nobody wants it");
	}

	@Test
	void pythonHearsEventsOfSpring(CapturedOutput output) throws Exception {
		server.bean(BridgedApplication.Ledger.class).tell("bolt", 2);
		Awaitility.await()
			.untilAsserted(() -> assertThat(result("[each for each in heard if 'bolt' in str(each)]"))
				.isEqualTo("[Restocked(article_name='bolt', amount=2), {'article_name': 'bolt', 'amount': 2}]"));
		server.bean(BridgedApplication.Ledger.class).tell("nut", -1);
		Awaitility.await()
			.untilAsserted(() -> assertThat(result("[type(each).__name__ for each in heard if 'nut' in str(each)]"))
				.isEqualTo("['Restocked', 'dict']"));
		assertThat(output).contains("the listener bridged.hear failed with the event", "ValueError: nothing of nut");
	}

	@Test
	void pythonHearsEventsAfterTheTransaction() throws Exception {
		BridgedApplication.Ledger ledger = server.bean(BridgedApplication.Ledger.class);
		assertThatIllegalArgumentException().isThrownBy(() -> ledger.addAndTell("rolled back", 0));
		ledger.addAndTell("washer", 5);
		Awaitility.await()
			.untilAsserted(() -> assertThat(result("[each for each in heard if 'washer' in str(each)]"))
				.isEqualTo("[Restocked(article_name='washer', amount=5), {'article_name': 'washer', 'amount': 5}]"));
		assertThat(result("[each for each in heard if 'rolled back' in str(each)]")).isEqualTo("[]");
	}

	@Test
	void pythonHearsEventsOfPython() throws Exception {
		run("publish('hello', [1])", "result = 1");
		Awaitility.await()
			.untilAsserted(() -> assertThat(result("[each for each in heard if 'hello' in str(each)]"))
				.isEqualTo("[{'application': 'default', 'name': 'hello', 'payload': [1]}]"));
	}

	@Test
	void eventsThatAreNotListedAreNotHeard() throws Exception {
		assertThat(result("listener('java.lang.Object')(print)"))
			.isEqualTo("LookupError/Exception: wsgi.events has no 'java.lang.Object'");
	}

	@Test
	void propertiesAreThoseOfSpring() throws Exception {
		assertThat(result("(property('server.address'), property('no.such'), property('no.such', 5))"))
			.isEqualTo("('127.0.0.1', None, 5)");
	}

	@Test
	void nobodyIsThePrincipalWithoutSpringSecurity() throws Exception {
		assertThat(result("principal()")).isEqualTo("None");
	}

}
