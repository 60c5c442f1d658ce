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

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.jayway.jsonpath.JsonPath;
import io.wsgi.spring.boot.testsupport.MarkdownPage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests that the documentation's tables of the published benchmark have the medians of
 * what was measured.
 *
 * @author wsgi-spring-boot contributors
 */
class PublishedBenchmarkTests {

	private static final String PERFORMANCE = "docs/performance.md";

	private static final String RUNTIMES = "docs/runtimes.md";

	private static final String ASGI = "docs/asgi.md";

	private static final Pattern RUN = Pattern.compile("\\((benchmarks/[^/)]+)/report\\.md\\)");

	private static final Pattern CASE = Pattern.compile("Case\\(\"([^\"]+)\", \\w+, \"[^\"]*\", \"([^\"]+)\"");

	private static final Pattern NUMBER = Pattern.compile("[0-9][0-9,]*(?:\\.([0-9]+))?");

	private static Map<String, String> names;

	private static Map<String, Measurements> measurements;

	@BeforeAll
	static void readResults() throws IOException {
		names = CASE.matcher(Files.readString(MarkdownPage.ROOT.resolve("benchmarks/bench/cases.py")))
			.results()
			.collect(Collectors.toMap((match) -> match.group(2), (match) -> match.group(1)));
		measurements = Map.of(PERFORMANCE, measurements(PERFORMANCE), RUNTIMES, measurements(RUNTIMES), ASGI,
				measurements(ASGI));
	}

	private static Measurements measurements(String page) throws IOException {
		Path path = MarkdownPage.ROOT.resolve(page);
		Measurements measurements = new Measurements(new ArrayList<>(), new ArrayList<>());
		for (String run : RUN.matcher(Files.readString(path))
			.results()
			.map((match) -> match.group(1))
			.distinct()
			.toList()) {
			File file = path.resolveSibling(run).resolve("results.json").toFile();
			addRun(measurements.matrix(), JsonPath.read(file, "$.matrix"), "case");
			addRun(measurements.ramp(), JsonPath.read(file, "$.ramp"), "server");
		}
		return measurements;
	}

	// What was measured again counts as of the later run
	private static void addRun(List<Map<String, Object>> all, List<Map<String, Object>> run, String key) {
		all.removeIf((before) -> run.stream().anyMatch((entry) -> entry.get(key).equals(before.get(key))));
		all.addAll(run);
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			docs/performance.md; ### Requests per second; rps
			docs/performance.md; ### Latency, 99th percentile, ms; p99_ms
			docs/performance.md; ### CPU for a request, µs; cpu_us
			docs/performance.md; ### Resident memory, MB; rss_mb
			docs/runtimes.md; Requests per second:; rps
			docs/runtimes.md; Resident memory, MB:; rss_mb
			docs/asgi.md; ## Speed; rps
			""")
	void tablesHaveTheMediansOfTheRounds(String page, String title, String metric) throws IOException {
		List<List<String>> table = table(page, title, "case");
		List<String> header = table.getFirst();
		int connections = header.indexOf("connections");
		int checked = 0;
		for (List<String> row : table.subList(1, table.size())) {
			for (int column = 1; column < header.size(); column++) {
				String server = header.get(column);
				if (column == connections || server.startsWith("ours / ")) {
					continue;
				}
				List<Double> measured = new ArrayList<>();
				for (Map<String, Object> entry : measurements.get(page).matrix()) {
					if (entry.get("server").equals(server) && entry.get("case").equals(names.get(row.getFirst()))
							&& (connections < 0 || row.get(connections).equals(entry.get("connections").toString()))) {
						measured.add(((Number) entry.get(metric)).doubleValue());
					}
				}
				assertThat(row.get(column).isEmpty()).as(row + ", " + server).isEqualTo(measured.isEmpty());
				if (!measured.isEmpty()) {
					assertThatItSays(row.get(column), measured);
					checked++;
				}
			}
		}
		assertThat(checked).isGreaterThan(table.size());
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			docs/performance.md; ## From launch; by 10 s
			docs/runtimes.md; From launch, 16 connections, Flask hello:; by 5 s
			""")
	void tableOfTheLaunchesHasTheirMedians(String page, String title, String last) throws IOException {
		List<List<String>> table = table(page, title, "server");
		List<String> header = table.getFirst();
		for (List<String> row : table.subList(1, table.size())) {
			String server = row.getFirst();
			List<Map<String, Object>> launches = measurements.get(page)
				.ramp()
				.stream()
				.filter((entry) -> entry.get("server").equals(server) && entry.get("case").equals("flask-hello"))
				.toList();
			assertThat(launches).as(server).isNotEmpty();
			Map<String, List<Double>> measured = new HashMap<>();
			for (Map<String, Object> launch : launches) {
				add(measured, "first 200, s", launch.get("first_200"));
				add(measured, "RSS, MB", launch.get("rss_mb"));
				((Map<?, ?>) launch.get("served"))
					.forEach((second, count) -> add(measured, "by " + second + " s", count));
			}
			for (int column = 1; column < header.size(); column++) {
				if (measured.containsKey(header.get(column))) {
					assertThatItSays(row.get(column), measured.get(header.get(column)));
				}
			}
		}
		assertThat(header).contains("first 200, s", last, "RSS, MB");
	}

	private static void add(Map<String, List<Double>> measured, String name, Object value) {
		measured.computeIfAbsent(name, (key) -> new ArrayList<>()).add(((Number) value).doubleValue());
	}

	private static List<List<String>> table(String page, String heading, String first) throws IOException {
		List<String> lines = Files.readAllLines(MarkdownPage.ROOT.resolve(page));
		assertThat(lines).contains(heading);
		List<List<String>> table = lines.stream()
			.skip(lines.indexOf(heading))
			.dropWhile((line) -> !line.startsWith("| " + first + " |"))
			.takeWhile((line) -> line.startsWith("|"))
			.filter((line) -> !line.startsWith("|--"))
			.map((line) -> Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toList())
			.toList();
		assertThat(table).as(heading).hasSizeGreaterThan(1);
		return table;
	}

	private static void assertThatItSays(String cell, List<Double> measured) {
		double[] sorted = measured.stream().mapToDouble(Double::doubleValue).sorted().toArray();
		double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
		MatchResult number = NUMBER.matcher(cell).results().findFirst().orElseThrow();
		int decimals = (number.group(1) != null) ? number.group(1).length() : 0;
		assertThat(Double.parseDouble(number.group().replace(",", ""))).as(cell)
			.isCloseTo(median, within(0.501 * Math.pow(10, -decimals)));
	}

	/**
	 * What the runs that a page links to have measured.
	 *
	 * @param matrix the measurements under load
	 * @param ramp the launches
	 */
	private record Measurements(List<Map<String, Object>> matrix, List<Map<String, Object>> ramp) {

	}

}
