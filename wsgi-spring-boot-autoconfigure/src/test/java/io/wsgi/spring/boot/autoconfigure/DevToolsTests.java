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
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import javax.management.ObjectName;

import io.wsgi.spring.boot.testsupport.ApplicationProcess;
import io.wsgi.testsupport.Edits;
import io.wsgi.testsupport.TestPython;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests with Spring Boot DevTools, in a process of its own. A directory on the class path
 * takes the place of the classes and resources that an IDE compiles.
 *
 * @author wsgi-spring-boot contributors
 */
class DevToolsTests {

	@TempDir
	private Path classes;

	private Edits edits;

	@BeforeEach
	void createClasses() {
		this.edits = new Edits(this.classes);
		this.edits.write("restart.properties", "");
	}

	@Test
	void pythonIsReloadedAndTheRestIsRestarted() throws Exception {
		writeApplication("first", "");
		try (ApplicationProcess process = start()) {
			Running first = awaitStart(process, 1);
			assertThat(first.get()).isEqualTo("first");
			writeApplication("second", "");
			await(process).until(first::get, "second"::equals);
			assertThat(starts(process)).hasSize(1);
			this.edits.write("restart.properties", "# changed");
			Running second = awaitStart(process, 2);
			assertThat(second.get()).isEqualTo("second");
			this.edits.write("restart.properties", "# changed again");
			Running third = awaitStart(process, 3);
			assertThat(third.get()).isEqualTo("second");
			assertThat(first.state()).isNotEmpty();
			assertThat(second.state()).isEqualTo(first.state());
			assertThat(third.state()).isEqualTo(first.state());
			writeApplication("third", "");
			await(process).until(third::get, "third"::equals);
			assertThat(starts(process)).hasSize(3);
		}
	}

	@Test
	void nativeModulesWorkUntilTheFirstRestart() throws Exception {
		writeApplication("first", "import _testmultiphase");
		try (ApplicationProcess process = start()) {
			Running first = awaitStart(process, 1);
			assertThat(first.get()).isEqualTo("first");
			writeApplication("second", "import _testmultiphase");
			await(process).until(first::get, "second"::equals);
			this.edits.write("restart.properties", "# changed");
			Running second = awaitStart(process, 2);
			String sentence = "ImportError: the native module '_testmultiphase' (imported by site_app) "
					+ "is not available here: a JVM can load native modules once, and this one has done so for a worker "
					+ "that has ended: stop the process and start it again";
			assertThat(second.get()).contains(sentence);
			assertThat(process.lines()).contains(sentence);
			writeApplication("third", "");
			await(process).until(second::get, "third"::equals);
		}
	}

	private void writeApplication(String text, String statement) {
		this.edits.write("org.graalvm.python.vfs/src/site_app.py", """
				%s
				def app(environ, start_response):
				    start_response("200 OK", [("Content-Type", "text/plain")])
				    return [b"%s"]
				""".formatted(statement, text));
	}

	private ApplicationProcess start() throws IOException {
		return ApplicationProcess.start(App.class, List.of(this.classes, Path.of(System.getProperty("test.devtools"))),
				"--server.port=0", "--wsgi.app=site_app:app", "--wsgi.cache-dir=" + TestPython.cache());
	}

	private static Running awaitStart(ApplicationProcess process, int number) {
		return new Running(await(process).until(() -> starts(process), (starts) -> starts.size() == number).getLast());
	}

	private static List<MatchResult> starts(ApplicationProcess process) {
		Pattern state = Pattern.compile("port (\\d+), (.*)");
		return process.lines()
			.stream()
			.map(state::matcher)
			.filter((line) -> line.matches())
			.map((line) -> line.toMatchResult())
			.toList();
	}

	private static ConditionFactory await(ApplicationProcess process) {
		return Awaitility.await().conditionEvaluationListener((condition) -> {
			if (!condition.isSatisfied() && condition.getRemainingTimeInMS() == 0) {
				process.lines().forEach(System.err::println);
			}
		});
	}

	/**
	 * An application that has started.
	 *
	 * @param line its port and state
	 */
	private record Running(MatchResult line) {

		String get() throws Exception {
			HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + this.line.group(1) + "/"))
				.build();
			try (HttpClient client = HttpClient.newHttpClient()) {
				return client.send(request, BodyHandlers.ofString()).body();
			}
		}

		String state() {
			return this.line.group(2);
		}

	}

	/**
	 * An application that tells after each start what there is of it.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

		static void main(String[] arguments) throws Exception {
			ServletWebServerApplicationContext context = (ServletWebServerApplicationContext) SpringApplication
				.run(App.class, arguments);
			// What ends is let go of after its end, and some of it by a second collection
			TreeMap<String, String> instances = instances(context);
			for (int i = 0; i < 20 && !Set.copyOf(instances.values()).equals(Set.of("1")); i++) {
				Thread.sleep(300);
				instances = instances(context);
			}
			System.out.printf("port %d, threads %s, instances %s%n", context.getWebServer().getPort(), threads(),
					instances);
		}

		private static TreeMap<String, String> instances(ServletWebServerApplicationContext context) throws Exception {
			return instances(context.getClass().getName(), "io.wsgi.worker.Worker",
					"com.oracle.graal.python.runtime.PythonContext");
		}

		private static TreeSet<String> threads() {
			TreeSet<String> names = new TreeSet<>();
			for (Thread thread : Thread.getAllStackTraces().keySet()) {
				// The one for events ends when there are none
				if (thread.getName().startsWith("wsgi-") && !thread.getName().endsWith("-events")) {
					names.add(thread.getName());
				}
			}
			return names;
		}

		private static TreeMap<String, String> instances(String... types) throws Exception {
			Object histogram = ManagementFactory.getPlatformMBeanServer()
				.invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"), "gcClassHistogram",
						new Object[] { new String[0] }, new String[] { String[].class.getName() });
			TreeMap<String, String> counts = new TreeMap<>();
			for (String type : types) {
				histogram.toString()
					.lines()
					.map((line) -> line.trim().split("\\s+"))
					.filter((columns) -> columns.length > 3 && columns[3].equals(type))
					.forEach((columns) -> counts.merge(type, columns[1], (one, two) -> one + "+" + two));
			}
			return counts;
		}

	}

}
