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

package io.wsgi.spring.boot.client;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.wsgi.spring.boot.bridge.PrincipalVariables;
import io.wsgi.spring.boot.bridge.PythonEvent;
import io.wsgi.spring.boot.bridge.SecurityScopeFactory;
import io.wsgi.spring.boot.client.Pricing.Line;
import io.wsgi.spring.boot.client.Pricing.Order;
import io.wsgi.spring.boot.client.Pricing.Quote;
import io.wsgi.spring.boot.client.Pricing.Size;
import io.wsgi.spring.boot.web.CallScopeFactory;
import io.wsgi.testsupport.TestPython;
import io.wsgi.worker.WorkerPool;
import io.wsgi.worker.WorkerPools;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link PythonClient} and {@link PythonTemplate}, in a Spring application that
 * serves nothing.
 *
 * @author wsgi-spring-boot contributors
 */
class PythonClientTests {

	private static final Order ORDER = Order.of(new Line("nail", 3), new Line("screw", 4));

	private static ConfigurableApplicationContext context;

	private static Pricing pricing;

	private static PythonTemplate python;

	@BeforeAll
	static void startPython() {
		context = new SpringApplicationBuilder(Shop.class).web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off", "wsgi.python-path=" + TestPython.sources("clients"),
					"wsgi.cache-dir=" + TestPython.cache(), "wsgi.beans=mirror", "wsgi.threads=4")
			.run();
		pricing = context.getBean(Pricing.class);
		python = context.getBean(PythonTemplate.class);
	}

	@AfterAll
	static void stopPython() {
		context.close();
	}

	private static Object same(Object value) {
		return python.call("shop.pricing", "same").argument(value).retrieve(Object.class);
	}

	@Test
	void recordsAreDataclassesAndComeBack() {
		assertThat(pricing.quote(ORDER)).isEqualTo(new Quote(7, new BigDecimal("1.30"), LocalDate.of(2027, 11, 29),
				List.of("nail in EUR", "screw in EUR"), Size.LARGE));
	}

	@Test
	void collectionsHaveWhatTheAnnotationsSay() {
		assertThat(pricing.kinds(List.of(new Line("nail", 1)), Map.of("a", new Line("screw", 2)), Set.of(Size.SMALL)))
			.containsExactly("[Line(article_name='nail', amount=1)]", "{'a': Line(article_name='screw', amount=2)}",
					"[<Size.SMALL: 's'>]");
	}

	@Test
	void futureCompletesOutsideOfPython() throws Exception {
		CompletableFuture<String> thread = new CompletableFuture<>();
		Quote quote = pricing.quote(ORDER, Optional.of("USD"))
			.whenComplete((result, failure) -> thread.complete(Boolean.toString(Thread.currentThread().isVirtual())))
			.get(60, TimeUnit.SECONDS);
		assertThat(quote.articleNames()).containsExactly("nail in USD", "screw in USD");
		assertThat(thread.get(60, TimeUnit.SECONDS)).isEqualTo("true");
		assertThat(pricing.quote(Order.of(new Line("gold", 1)), Optional.empty())).failsWithin(Duration.ofMinutes(1))
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(PythonException.class);
	}

	@Test
	void argumentsAreGivenByTheirNames() {
		assertThat(pricing.netPrice(new BigDecimal("11.90"), Optional.empty())).isEqualTo("10.00");
		assertThat(pricing.netPrice(new BigDecimal("10.70"), Optional.of(new BigDecimal("0.07")))).isEqualTo("10.00");
		assertThat(python.call("shop.pricing", "default")
			.argument("second", 2)
			.argument("first", 1)
			.retrieve(String.class)).isEqualTo("1, 2");
	}

	@Test
	void argumentsAreGivenByTheirPositions() {
		assertThat(pricing.divide(3, 2)).isEqualTo(1.5);
		assertThat(python.call("shop.pricing", "default").argument("a").retrieve(String.class)).isEqualTo("a, second");
		assertThat(
				python.call("shop.pricing", "default").argument("a").argument(Optional.empty()).retrieve(String.class))
			.isEqualTo("a, second");
	}

	@Test
	void argumentsThatFitInPartAreRefused() {
		assertThatExceptionOfType(PythonException.class)
			.isThrownBy(
					() -> python.call("shop.pricing", "default").argument("first", 1).argument("zweites", 2).execute())
			.withMessageContaining("TypeError: it has no parameter 'zweites'");
	}

	@Test
	void noneIsAnEmptyOptional() {
		assertThat(pricing.find("nail")).contains(Map.of("name", "nail"));
		assertThat(pricing.find("screw")).isEmpty();
	}

	@Test
	void valuesComeBackAsTheyWere() {
		List<Object> values = List.of(1, 1L << 40, 1.5, "\u00e9\u65e5", true, new BigDecimal("1.20"),
				LocalDate.of(2026, 1, 2), Duration.ofSeconds(-1, 5000), List.of(Map.of("a", List.of())));
		assertThat(same(values)).isEqualTo(values);
		assertThat(same(null)).isNull();
		assertThat(python.call("shop.pricing", "kind").argument(new BigDecimal("1")).retrieve(String.class))
			.isEqualTo("decimal.Decimal");
		assertThat(python.call("shop.pricing", "same")
			.argument(List.of(new Line("nail", 1)))
			.retrieve(new ParameterizedTypeReference<List<Line>>() {
			})).containsExactly(new Line("nail", 1));
	}

	@Test
	void valueThatPythonDoesNotHaveIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> same(new Object()))
			.withMessageStartingWith("java.lang.Object has no value in Python");
	}

	@Test
	void exceptionTellsWhatPythonKnows() {
		assertThatExceptionOfType(PythonException.class).isThrownBy(() -> pricing.quote(Order.of(new Line("gold", 1))))
			.withMessage("shop.pricing.NoPrice: no price for gold")
			.satisfies((ex) -> {
				assertThat(ex.getType()).isEqualTo("shop.pricing.NoPrice");
				assertThat(ex.getPythonMessage()).isEqualTo("no price for gold");
				assertThat(ex.isA("LookupError")).isTrue();
				assertThat(ex.isA("ValueError")).isFalse();
				assertThat(ex.getTraceback()).contains("KeyError: 'gold'", "raise NoPrice(")
					.doesNotContain("wsgi_spring_boot");
				StackTraceElement[] trace = ex.getStackTrace();
				assertThat(trace[0].getMethodName()).isEqualTo("quote");
				assertThat(trace[0].getClassName()).isEqualTo("shop.pricing");
				assertThat(trace[0].getFileName()).endsWith("pricing.py");
				assertThat(trace).anyMatch((frame) -> frame.getClassName().equals(PythonClientTests.class.getName()));
			});
	}

	@Test
	void resultThatIsNotWhatIsWantedIsRefused() {
		assertThatExceptionOfType(PythonClientException.class)
			.isThrownBy(() -> python.call("shop.pricing", "find").argument("nail").retrieve(Integer.class))
			.withMessage(
					"shop.pricing.find() has returned no java.lang.Integer: LinkedHashMap {name=nail} is no Integer");
		assertThatExceptionOfType(PythonException.class).isThrownBy(pricing::strange)
			.withMessage("TypeError: builtins.object has no value in Java");
	}

	@Test
	void resultThatARecordRefusesIsRefused() {
		assertThatExceptionOfType(PythonClientException.class)
			.isThrownBy(() -> python.call("shop.pricing", "find").argument("nail").retrieve(Screw.class))
			.withMessage("shop.pricing.find() has returned no " + Screw.class.getName() + ": nail is no screw")
			.withRootCauseInstanceOf(IllegalStateException.class);
	}

	@Test
	void whatIsNotThereIsAnExceptionOfPython() {
		assertThatExceptionOfType(PythonException.class).isThrownBy(() -> python.call("shop.no", "x").execute())
			.withMessage("ModuleNotFoundError: No module named 'shop.no'");
		assertThatExceptionOfType(PythonException.class).isThrownBy(() -> python.call("shop.pricing", "x").execute())
			.withMessageStartingWith("AttributeError: ");
	}

	@Test
	void generatorIsAStream() {
		pricing.takeNotes();
		try (Stream<Integer> numbers = pricing.numbers(50)) {
			assertThat(numbers).hasSize(50).startsWith(0, 1, 2).endsWith(49);
		}
		assertThat(pricing.takeNotes()).containsExactly("begun", "closed");
	}

	@Test
	void streamThatIsClosedEndsTheGenerator() {
		pricing.takeNotes();
		try (Stream<Integer> numbers = pricing.numbers(1_000_000)) {
			assertThat(numbers.limit(3)).containsExactly(0, 1, 2);
		}
		Awaitility.await().untilAsserted(() -> assertThat(pricing.takeNotes()).contains("closed"));
	}

	@Test
	void exceptionOfAGeneratorComesAfterItsItems() {
		try (Stream<Integer> numbers = pricing.numbers(1_000_000)) {
			List<Integer> seen = new ArrayList<>();
			assertThatExceptionOfType(PythonException.class).isThrownBy(() -> numbers.forEach(seen::add))
				.withMessage("shop.pricing.NoPrice: too many");
			assertThat(seen).hasSize(100);
		}
	}

	@Test
	void coroutineIsAwaited() {
		assertThat(pricing.later("now")).isEqualTo("now");
	}

	@Test
	void functionOfAClassIsCalled() {
		assertThat(pricing.shelfCount()).isEqualTo(3);
	}

	@Test
	void defaultMethodIsJavas() {
		assertThat(pricing.twice("a")).isEqualTo("a, a");
		assertThat(pricing).hasToString("Python client io.wsgi.spring.boot.client.Pricing").isEqualTo(pricing);
		assertThat(pricing.hashCode()).isEqualTo(pricing.hashCode());
	}

	@Test
	void callThatTakesTooLongIsInterrupted() {
		pricing.takeNotes();
		assertThatExceptionOfType(PythonTimeoutException.class).isThrownBy(() -> pricing.sleep(600))
			.withMessage("shop.pricing.sleep() took longer than its time limit");
		Awaitility.await().untilAsserted(() -> assertThat(pricing.takeNotes()).contains("woken"));
		assertThat(timer("sleep", "TIMEOUT").count()).isPositive();
	}

	@Test
	void callThatIsCancelledIsInterrupted() {
		pricing.takeNotes();
		CompletableFuture<String> cancelled = python.call("shop.pricing", "sleep")
			.argument(600)
			.retrieveAsync(String.class);
		Awaitility.await().untilAsserted(() -> assertThat(pricing.takeNotes()).contains("asleep"));
		assertThat(cancelled.cancel(true)).isTrue();
		Awaitility.await().untilAsserted(() -> assertThat(pricing.takeNotes()).contains("woken"));
		Awaitility.await()
			.untilAsserted(() -> assertThat(timer("sleep", "CANCELLED")).isNotNull()
				.satisfies((timer) -> assertThat(timer.count()).isPositive()));
	}

	@Test
	void callThatNobodyWaitsForAnyMoreIsInterrupted() throws Exception {
		pricing.takeNotes();
		CompletableFuture<String> late = python.call("shop.pricing", "sleep").argument(600).retrieveAsync(String.class);
		Awaitility.await().untilAsserted(() -> assertThat(pricing.takeNotes()).contains("asleep"));
		assertThat(late.complete("instead")).isTrue();
		Awaitility.await().untilAsserted(() -> assertThat(pricing.takeNotes()).contains("woken"));
		Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
		Thread waiting = Thread.ofVirtual()
			.uncaughtExceptionHandler((thread, failure) -> failures.add(failure))
			.start(() -> python.call("shop.pricing", "sleep").argument(600).execute());
		Awaitility.await().untilAsserted(() -> assertThat(pricing.takeNotes()).contains("asleep"));
		waiting.interrupt();
		Awaitility.await().untilAsserted(() -> assertThat(pricing.takeNotes()).contains("woken"));
		assertThat(waiting.join(Duration.ofMinutes(1))).isTrue();
		assertThat(failures).singleElement()
			.extracting(Throwable::getMessage)
			.isEqualTo("Interrupted while waiting for shop.pricing.sleep()");
	}

	@Test
	void callThatIsCancelledInTheQueueIsNotMade() throws Exception {
		List<CompletableFuture<String>> busy = IntStream.range(0, 4)
			.mapToObj((i) -> python.call("shop.pricing", "sleep").argument(600).retrieveAsync(String.class))
			.toList();
		WorkerPool workers = context.getBean(WorkerPools.class).pools().getFirst();
		Awaitility.await().until(() -> workers.active() == 4);
		CompletableFuture<Void> cancelled = python.call("shop.pricing", "note")
			.argument("never")
			.retrieveAsync(Void.class);
		CompletableFuture<Void> kept = python.call("shop.pricing", "note").argument("kept").retrieveAsync(Void.class);
		cancelled.cancel(false);
		Awaitility.await().until(() -> workers.pending() == 1);
		busy.forEach((call) -> call.cancel(true));
		kept.get(1, TimeUnit.MINUTES);
		assertThat(pricing.takeNotes()).contains("kept").doesNotContain("never");
		Awaitility.await().until(() -> workers.active() == 0);
	}

	@Test
	void callsRunBesideEachOther() throws Exception {
		CompletableFuture<Boolean> waiting = python.call("shop.pricing", "wait_for_release")
			.retrieveAsync(Boolean.class);
		pricing.release();
		assertThat(waiting.get(60, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void pythonCallsBeansMeanwhile() {
		assertThat(pricing.reverseThroughJava("abc")).isEqualTo("cba");
	}

	@Test
	void callFromWithinPythonStaysOnItsThread() {
		assertThat(pricing.numbersThroughJava()).containsExactly(IntStream.range(0, 50).boxed().toList(), true);
	}

	@Test
	void listenersOfSpringCallPython() {
		Shop shop = context.getBean(Shop.class);
		pricing.tell("news");
		assertThat(shop.heard).contains("news, default");
	}

	@Test
	void scheduledMethodsCallPython() {
		Shop shop = context.getBean(Shop.class);
		Awaitility.await().untilAsserted(() -> assertThat(shop.scheduled).contains(3));
	}

	@Test
	void annotationsOfSpringCount() {
		int first = pricing.counted("a");
		assertThat(pricing.counted("b")).isGreaterThan(first);
		assertThat(pricing.counted("a")).isEqualTo(first);
	}

	@Test
	void pythonRunsAsTheUserOfTheCaller() {
		assertThat(pricing.user()).isNull();
		SecurityContextHolder.getContext()
			.setAuthentication(new TestingAuthenticationToken("ada", "password", "ROLE_BUYER"));
		try {
			assertThat(pricing.user()).isEqualTo("ada");
		}
		finally {
			SecurityContextHolder.clearContext();
		}
		assertThat(pricing.user()).isNull();
	}

	@Test
	void pythonLogsInTheContextOfTheCaller() {
		Logger logger = (Logger) LoggerFactory.getLogger("shop.pricing");
		ListAppender<ILoggingEvent> appender = new ListAppender<>();
		appender.start();
		logger.addAppender(appender);
		try (MDC.MDCCloseable closeable = MDC.putCloseable("order", "7")) {
			pricing.log("sold");
		}
		finally {
			logger.detachAppender(appender);
		}
		assertThat(appender.list).singleElement().satisfies((event) -> {
			assertThat(event.getFormattedMessage()).isEqualTo("sold");
			assertThat(event.getMDCPropertyMap()).containsEntry("order", "7");
		});
	}

	@Test
	void callsAreMetered() {
		pricing.shelfCount();
		assertThat(timer("Shelf.count", "SUCCESS").count()).isPositive();
		assertThatExceptionOfType(PythonException.class)
			.isThrownBy(() -> python.call("shop.pricing", "quote").execute());
		assertThat(timer("quote", "ERROR").count()).isPositive();
	}

	@Test
	void callWhoseScopeCannotBeMadeIsMeteredToo() {
		MDC.put("scope", "refused");
		try {
			assertThatIllegalStateException().isThrownBy(() -> pricing.shelfCount()).withMessage("refused");
		}
		finally {
			MDC.remove("scope");
		}
		assertThat(timer("Shelf.count", "ERROR").count()).isOne();
	}

	private static Timer timer(String function, String outcome) {
		return context.getBean(MeterRegistry.class)
			.find("wsgi.python.call")
			.tags("application", "default", "module", "shop.pricing", "function", function, "outcome", outcome)
			.timer();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableScheduling
	@EnableCaching
	@ImportPythonClients(Pricing.class)
	static class Shop {

		final Queue<String> heard = new ConcurrentLinkedQueue<>();

		final Queue<Integer> scheduled = new ConcurrentLinkedQueue<>();

		private final Pricing pricing;

		Shop(Pricing pricing) {
			this.pricing = pricing;
		}

		@Bean
		CacheManager cacheManager() {
			return new ConcurrentMapCacheManager("counts");
		}

		@Bean
		SecurityScopeFactory securityScopeFactory() {
			return new SecurityScopeFactory();
		}

		@Bean
		PrincipalVariables principalVariables() {
			return new PrincipalVariables(List.of());
		}

		@Bean
		CallScopeFactory refusingScopeFactory() {
			return (application) -> {
				if (MDC.get("scope") != null) {
					throw new IllegalStateException(MDC.get("scope"));
				}
				return null;
			};
		}

		@Bean
		Mirror mirror() {
			return new Mirror(this.pricing);
		}

		@EventListener(condition = "#event.name() == 'told'")
		void hear(PythonEvent event) {
			this.heard.add(this.pricing.standard((String) event.payload(), Optional.of(event.application())));
		}

		@Scheduled(fixedDelay = 1, timeUnit = TimeUnit.HOURS)
		void count() {
			this.scheduled.add(this.pricing.shelfCount());
		}

	}

	/**
	 * A result that is not everything.
	 *
	 * @param name the name of the article
	 */
	record Screw(String name) {

		Screw {
			if (!name.equals("screw")) {
				throw new IllegalStateException(name + " is no screw");
			}
		}

	}

	/**
	 * Called by Python.
	 */
	public static class Mirror {

		private final Pricing pricing;

		Mirror(Pricing pricing) {
			this.pricing = pricing;
		}

		public long pythonThread() {
			return this.pricing.thread();
		}

		public List<Integer> numbers() {
			try (Stream<Integer> numbers = this.pricing.numbers(50)) {
				return numbers.toList();
			}
		}

		public String reverse(String text) {
			return new StringBuilder(text).reverse().toString();
		}

	}

}
