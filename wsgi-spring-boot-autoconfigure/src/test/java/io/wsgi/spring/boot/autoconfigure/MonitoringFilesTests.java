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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.jayway.jsonpath.JsonPath;
import io.wsgi.testsupport.TestPython;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the dashboard and the alert rules in {@code docs} ask for metrics that an
 * application really exports.
 *
 * @author wsgi-spring-boot contributors
 */
class MonitoringFilesTests {

	private static final Path DOCS = Path.of("..", "docs");

	private static final Pattern METRIC = Pattern.compile("\\b(?:wsgi|http_server|jvm|process)_\\w+");

	private static final Pattern GROUPING = Pattern.compile("\\b(?:by|on|group_left) ?\\(([^)]*)\\)");

	private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)\\s*\"");

	private static final Pattern LABEL = Pattern.compile("[{,](\\w+)=\"");

	/** Labels that Prometheus adds when it scrapes. */
	private static final Set<String> SCRAPE_LABELS = Set.of("job", "instance");

	private static final HttpClient client = HttpClient.newHttpClient();

	private static ConfigurableApplicationContext context;

	private static List<String> exported;

	@BeforeAll
	static void scrapeAnApplicationToWhichEverythingHasHappened() throws Exception {
		Map<String, Object> properties = Map.of("server.port", "0", "spring.main.banner-mode", "off", "wsgi.app",
				"operated:app", "wsgi.python-path", TestPython.sources("working").toString(), "wsgi.cache-dir",
				TestPython.cache().toString(), "wsgi.env.GATE", "none");
		context = new SpringApplicationBuilder(App.class).properties(properties)
			.run("--management.endpoints.web.exposure.include=prometheus,wsgi",
					"--management.metrics.distribution.percentiles-histogram.http.server.requests=true",
					"--management.metrics.distribution.percentiles-histogram.wsgi.workers.acquire=true");
		assertThat(send(HttpRequest.newBuilder(uri("/hello"))).statusCode()).isEqualTo(200);
		assertThat(send(HttpRequest.newBuilder(uri("/fail"))).statusCode()).isEqualTo(500);
		assertThat(
				send(HttpRequest.newBuilder(uri("/actuator/wsgi/reload")).POST(BodyPublishers.noBody())).statusCode())
			.isEqualTo(200);
		do {
			// its pauses are recorded a little later
			System.gc();
			exported = send(HttpRequest.newBuilder(uri("/actuator/prometheus"))).body()
				.lines()
				.filter((line) -> !line.startsWith("#"))
				.toList();
		}
		while (!metrics().contains("jvm_gc_pause_seconds_count"));
	}

	@AfterAll
	static void stopApplication() {
		context.close();
		client.close();
	}

	@Test
	void dashboardAsksForWhatIsExported() throws IOException {
		List<String> expressions = JsonPath.read(Files.readString(DOCS.resolve("grafana-dashboard.json")),
				"$.panels[*].targets[*].expr");
		assertThat(expressions).hasSizeGreaterThan(20);
		assertExported(expressions);
	}

	@Test
	void dashboardsVariablesAreThoseOfItsExpressions() throws IOException {
		String dashboard = Files.readString(DOCS.resolve("grafana-dashboard.json"));
		List<String> variables = JsonPath.read(dashboard, "$.templating.list[*].name");
		List<String> queries = JsonPath.read(dashboard, "$.templating.list[*].query");
		assertThat(variables).containsExactly("datasource", "job", "instance", "application");
		assertExported(queries.stream().filter((query) -> query.startsWith("label_values")).toList());
		assertThat(names(Pattern.compile("\\$(\\w+)"), dashboard)).containsAll(variables)
			.isSubsetOf(Stream.concat(variables.stream(), Stream.of("__rate_interval", "__all")).toList());
	}

	@Test
	void panelsOfTheDashboardDoNotOverlap() throws IOException {
		List<Map<String, Object>> panels = JsonPath.read(Files.readString(DOCS.resolve("grafana-dashboard.json")),
				"$.panels[*]");
		assertThat(panels).extracting((panel) -> panel.get("id")).doesNotHaveDuplicates();
		List<String> cells = new ArrayList<>();
		for (Map<String, Object> panel : panels) {
			Map<String, Integer> position = JsonPath.read(panel, "$.gridPos");
			assertThat(position.get("x") + position.get("w")).isLessThanOrEqualTo(24);
			for (int x = 0; x < position.get("w"); x++) {
				for (int y = 0; y < position.get("h"); y++) {
					cells.add((position.get("x") + x) + "," + (position.get("y") + y));
				}
			}
		}
		assertThat(cells).doesNotHaveDuplicates();
	}

	@Test
	void alertRulesAskForWhatIsExported() throws IOException {
		List<Map<String, Object>> rules = rules();
		assertThat(rules).hasSizeGreaterThan(8);
		assertExported(rules.stream().map((rule) -> (String) rule.get("expr")).toList());
	}

	@Test
	void alertRulesAreComplete() throws IOException {
		assertThat(rules()).extracting((rule) -> rule.get("alert")).doesNotHaveDuplicates();
		assertThat(rules()).allSatisfy((rule) -> {
			assertThat(rule).containsOnlyKeys("alert", "expr", "for", "labels", "annotations");
			assertThat((String) rule.get("alert")).matches("[A-Z]\\w+");
			assertThat((String) rule.get("for")).matches("\\d+[smh]");
			assertThat((String) JsonPath.read(rule, "$.labels.severity")).isIn("warning", "critical");
			assertThat((String) JsonPath.read(rule, "$.annotations.summary")).endsWith(".");
			assertThat((String) JsonPath.read(rule, "$.annotations.description")).endsWith(".");
			assertBalanced((String) rule.get("expr"));
		});
	}

	private static List<Map<String, Object>> rules() throws IOException {
		Map<String, Object> rules = new Yaml().load(Files.readString(DOCS.resolve("prometheus-rules.yml")));
		return JsonPath.read(rules, "$.groups[*].rules[*]");
	}

	private static void assertExported(List<String> expressions) {
		Set<String> metrics = metrics();
		for (String expression : expressions) {
			Set<String> used = names(METRIC, expression);
			assertThat(used).as(expression).isNotEmpty().isSubsetOf(metrics);
			assertBalanced(expression);
			// a label has to be one of the metrics in the same expression
			Set<String> labels = new TreeSet<>(SCRAPE_LABELS);
			exported.stream()
				.filter((line) -> used.contains(name(line)))
				.forEach((line) -> labels.addAll(names(LABEL, line)));
			assertThat(names(MATCHER, expression)).as(expression).isSubsetOf(labels);
			GROUPING.matcher(expression)
				.results()
				.flatMap((match) -> Stream.of(match.group(1).split(",\\s*")))
				.forEach((label) -> assertThat(labels).as(expression).contains(label));
		}
	}

	private static void assertBalanced(String expression) {
		for (String pair : List.of("()", "[]", "{}")) {
			long opened = expression.chars().filter((character) -> character == pair.charAt(0)).count();
			long closed = expression.chars().filter((character) -> character == pair.charAt(1)).count();
			assertThat(opened).as(expression).isEqualTo(closed);
		}
	}

	private static Set<String> metrics() {
		return exported.stream().map(MonitoringFilesTests::name).collect(Collectors.toSet());
	}

	private static String name(String line) {
		return line.split("[{ ]", 2)[0];
	}

	private static Set<String> names(Pattern pattern, String text) {
		return pattern.matcher(text)
			.results()
			.map((MatchResult match) -> match.group(match.groupCount()))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
		return client.send(request.build(), BodyHandlers.ofString());
	}

	private static URI uri(String path) {
		int port = ((ServletWebServerApplicationContext) context).getWebServer().getPort();
		return URI.create("http://localhost:" + port + path);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

	}

}
