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

package io.wsgi.sample.shop;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.json.JsonContent;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ShopApplication} over a real connection, on H2.
 *
 * @author wsgi-spring-boot contributors
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class ShopApplicationTests {

	@LocalServerPort
	private int port;

	@Autowired
	private JdbcClient jdbc;

	@Autowired
	private Orders orders;

	@Autowired
	private TransactionTemplate transactions;

	private Visitor ada;

	@BeforeEach
	void logIn() throws Exception {
		this.jdbc.sql("delete from orders").update();
		this.jdbc.sql("delete from reorders").update();
		this.jdbc.sql("update stock set amount = 40").update();
		this.ada = Visitor.of(this.port, "ada");
	}

	@AfterEach
	void close() {
		this.ada.close();
	}

	private int stock(String article) {
		return this.jdbc.sql("select amount from stock where article = ?").param(article).query(Integer.class).single();
	}

	private List<Order> orders() {
		return this.jdbc.sql("select number, customer, article, amount, total from orders").query(Order.class).list();
	}

	private List<String> reorders() {
		return this.jdbc.sql("select article from reorders").query(String.class).list();
	}

	private List<String> notices(int number) {
		return this.jdbc.sql("select content from notices where number = ?").param(number).query(String.class).list();
	}

	@Test
	void strangerIsSentToTheLoginPageOfPython() throws Exception {
		try (Visitor stranger = new Visitor(this.port)) {
			for (String path : List.of("/", "/orders", "/quotes/nail", "/nowhere")) {
				HttpResponse<String> refused = stranger.get(path);
				assertThat(refused.statusCode()).isEqualTo(302);
				assertThat(Visitor.location(refused)).isEqualTo("/login");
			}
			assertThat(stranger.get("/login").body()).contains("Flask has rendered this page", "name=\"password\"");
			assertThat(stranger.get("/static/shop.css").body()).contains("--paper");
			assertThat(stranger.get("/actuator/health").body()).contains("\"status\":\"UP\"");
		}
	}

	@Test
	void wrongPasswordIsRefused() throws Exception {
		try (Visitor stranger = new Visitor(this.port)) {
			HttpResponse<String> refused = stranger.logIn("ada", "guess");
			assertThat(refused.statusCode()).isEqualTo(302);
			assertThat(Visitor.location(refused)).isEqualTo("/login?error");
			assertThat(stranger.get("/login?error").body()).contains("That is not the name and the password of a user");
			assertThat(stranger.get("/").statusCode()).isEqualTo(302);
		}
	}

	@Test
	void pythonKnowsWhoIsThere() throws Exception {
		HttpResponse<String> page = this.ada.get("/");
		assertThat(page.statusCode()).isEqualTo(200);
		assertThat(page.body()).contains("Good day, ada.", "Claw hammer", "40 in stock").doesNotContain("Refill");
		try (Visitor grace = Visitor.of(this.port, "grace")) {
			assertThat(grace.get("/").body()).contains("Good day, grace.", "grace, keeper", "Refill");
		}
	}

	@Test
	void userWhoLogsOutIsAStranger() throws Exception {
		HttpResponse<String> response = this.ada.post("/", "/logout", Map.of());
		assertThat(Visitor.location(response)).isEqualTo("/login?logout");
		assertThat(this.ada.get("/").statusCode()).isEqualTo(302);
	}

	@Test
	void ruleOfSpringHoldsForAPathOfPython() throws Exception {
		Map<String, String> more = Map.of("amount", "5");
		assertThat(this.ada.post("/", "/stock/plane", more).statusCode()).isEqualTo(403);
		assertThat(stock("plane")).isEqualTo(40);
		try (Visitor grace = Visitor.of(this.port, "grace")) {
			assertThat(grace.post("/", "/stock/plane", more).statusCode()).isEqualTo(303);
			assertThat(grace.post("/", "/stock/saw", more).statusCode()).isEqualTo(404);
		}
		assertThat(stock("plane")).isEqualTo(45);
	}

	@Test
	void formWithoutATokenIsRefused() throws Exception {
		Map<String, String> order = Map.of("article", "nail", "amount", "1");
		assertThat(this.ada.postWithoutToken("/orders", order, "").statusCode()).isEqualTo(403);
		assertThat(this.ada.postWithoutToken("/orders", order, "&_csrf=guess").statusCode()).isEqualTo(403);
		assertThat(orders()).isEmpty();
	}

	@Test
	void orderIsWrittenByBothLanguages() throws Exception {
		HttpResponse<String> placed = this.ada.order("hammer", 10);
		assertThat(placed.statusCode()).isEqualTo(303);
		assertThat(stock("hammer")).isEqualTo(30);
		assertThat(orders()).singleElement().satisfies((order) -> {
			assertThat(order.customer()).isEqualTo("ada");
			// What the function of Python has told Java: 18.50 with 5 percent off
			assertThat(order.total()).isEqualByComparingTo("175.75");
			assertThat(Visitor.location(placed)).isEqualTo("/?placed=" + order.number());
		});
		assertThat(this.ada.get(Visitor.location(placed)).body())
			.contains("both of its halves are committed", "30 in stock")
			.containsPattern(Pattern.compile("<td>hammer</td><td>10</td><td>175.75 €</td>"));
	}

	@Test
	void exceptionOfPythonTakesBackWhatJavaHasInserted() throws Exception {
		HttpResponse<String> refused = this.ada.order("nail", 41);
		assertThat(refused.statusCode()).isEqualTo(409);
		assertThat(refused.body()).contains("Python: There are only 40 left of")
			.containsPattern("Java inserted order \\d+: 41 × nail");
		assertThat(orders()).isEmpty();
		assertThat(stock("nail")).isEqualTo(40);
	}

	@Test
	void exceptionOfJavaTakesBackWhatPythonHasWritten() throws Exception {
		HttpResponse<String> refused = this.ada.order("anvil", 38);
		assertThat(refused.statusCode()).isEqualTo(409);
		assertThat(refused.body()).contains("Java: ada would owe 5378.90, and has credit for 500.00",
				"Python took them out of the stock: 2 left");
		assertThat(stock("anvil")).isEqualTo(40);
		assertThat(orders()).isEmpty();
		// What Java wrote when it heard of the two that were left
		assertThat(reorders()).isEmpty();
	}

	@Test
	void twoOrdersAtATimeDoNotExceedTheCredit() {
		CompletableFuture<HttpResponse<String>> other = this.transactions.execute((status) -> {
			this.orders.place("ada", "anvil", 3);
			this.orders.charge("ada");
			CompletableFuture<HttpResponse<String>> waiting = CompletableFuture.supplyAsync(this::orderAnvils,
					Thread::startVirtualThread);
			Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> waiting.isDone() || isAnyoneBlocked());
			return waiting;
		});
		assertThat(other.join().body()).contains("Java: ada would owe 894.00, and has credit for 500.00");
		assertThat(orders()).hasSize(1);
	}

	private HttpResponse<String> orderAnvils() {
		try {
			return this.ada.order("anvil", 3);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private boolean isAnyoneBlocked() {
		return this.jdbc.sql(blockedSessions()).query(Integer.class).single() > 0;
	}

	String blockedSessions() {
		return "select count(*) from information_schema.sessions where blocker_id is not null";
	}

	@Test
	void orderThatMakesNoSenseIsRefused() throws Exception {
		for (int amount : new int[] { 0, 1001, 10_000, Integer.MAX_VALUE }) {
			assertThat(this.ada.order("anvil", amount).statusCode()).isEqualTo(400);
		}
		assertThat(this.ada.order("saw", 1).statusCode()).isEqualTo(404);
		assertThat(orders()).isEmpty();
	}

	@Test
	void eventOfPythonIsHeardByJava() throws Exception {
		assertThat(this.ada.order("twine", 35).statusCode()).isEqualTo(303);
		assertThat(reorders()).isEmpty();
		assertThat(this.ada.order("twine", 1).statusCode()).isEqualTo(303);
		assertThat(reorders()).containsExactly("twine");
		assertThat(this.ada.get("/").body()).contains("Reordered 50 × twine");
	}

	@Test
	void eventOfJavaIsHeardByPythonWhenTheOrderIsCommitted() throws Exception {
		HttpResponse<String> refused = this.ada.order("lantern", 41);
		assertThat(refused.statusCode()).isEqualTo(409);
		assertThat(this.ada.order("lantern", 2).statusCode()).isEqualTo(303);
		int number = orders().getFirst().number();
		Awaitility.await()
			.atMost(Duration.ofMinutes(2))
			.untilAsserted(() -> assertThat(notices(number)).containsExactly("Pack 2 × lantern for ada"));
		assertThat(this.ada.get("/").body()).contains("Pack 2 × lantern for ada")
			.doesNotContain("Pack 41 × lantern for ada");
	}

	@Test
	void controllerOfSpringCallsPython() throws Exception {
		HttpResponse<String> quote = this.ada.get("/quotes/nail?amount=100");
		assertThat(quote.statusCode()).isEqualTo(200);
		assertThat(new JsonContent(quote.body()))
			.isLenientlyEqualTo("{article: 'nail', amount: 100, discount: 10, total: 10.80}");
	}

	@Test
	void controllerKnowsTheExceptionsOfPython() throws Exception {
		HttpResponse<String> unknown = this.ada.get("/quotes/saw");
		assertThat(unknown.statusCode()).isEqualTo(404);
		assertThat(unknown.body()).contains("There is no article 'saw'.");
		assertThat(this.ada.get("/quotes/nail?amount=0").statusCode()).isEqualTo(400);
	}

	@Test
	void pageNeedsNothingFromElsewhere() throws Exception {
		HttpResponse<String> page = this.ada.get("/");
		assertThat(page.body()).contains("href=\"/static/shop.css\"").doesNotContain("http://", "https://", "style=");
		assertThat(page.headers().firstValue("Content-Security-Policy")).contains("default-src 'self'");
	}

}
