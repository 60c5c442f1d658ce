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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.wsgi.spring.boot.testsupport.TestPython;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for native modules that requests import when two workers serve, in a process of
 * its own: native modules work in one interpreter of a process.
 *
 * @author wsgi-spring-boot contributors
 */
@Timeout(600)
class LateNativeModuleTests {

	private static List<String> lines;

	@BeforeAll
	static void run(@TempDir Path directory) throws Exception {
		Path output = directory.resolve("output");
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Dtruffle.UseFallbackRuntime=true", "--enable-native-access=ALL-UNNAMED", "-classpath",
				System.getProperty("java.class.path"), App.class.getName(), directory.toString())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
		try {
			assertThat(process.waitFor()).as(() -> "exit status, after " + read(output)).isZero();
		}
		finally {
			process.destroyForcibly();
		}
		lines = read(output);
	}

	@Test
	void firstWorkerThatAsksGetsThem() {
		assertThat(lines).contains("first: /sqlite 200 42", "first: /caught 200 42",
				"first: /constants 200 True [] " + "['expat_CAPI']");
	}

	@Test
	void nativeParserBehindItsStandInWorksAsInCPython() throws IOException {
		String expected = Files.readString(TestPython.sources("alike").resolve("xml.txt")).strip();
		assertThat(lines).contains("first: /xml 200 " + expected);
	}

	@Test
	void anotherWorkerAnswersThoseRequestsWithAnErrorAndGoesOnServing() {
		String sentence = "the native module '_sqlite3' (imported by sqlite3.dbapi2, sqlite3, late_site, "
				+ "worker) is not available here: native modules work in one worker of a JVM, and another one has "
				+ "loaded some already";
		assertThat(lines).filteredOn((line) -> line.startsWith("second: "))
			.map((line) -> line.replaceFirst(" 500 .*", " 500"))
			.containsExactly("second: /hello 200 hello", "second: /sqlite 500", "second: /sqlite 500",
					"second: /xml 500", "second: /caught 200 " + sentence, "second: /hello 200 hello");
		assertThat(lines).filteredOn((line) -> line.equals("ImportError: " + sentence)).hasSize(2);
	}

	@Test
	void warningIsWrittenOnceForEachModule() {
		assertThat(lines).filteredOn((line) -> line.contains(" WARN ") && line.contains("native module"))
			.satisfiesExactly(
					(line) -> assertThat(line).endsWith(
							"The native module _sqlite3 <- sqlite3.dbapi2 <- sqlite3 <- late_site <- worker cannot be "
									+ "loaded in a second worker"),
					(line) -> assertThat(line).contains("The native module pyexpat <- ")
						.endsWith(" cannot be loaded in a second worker"));
	}

	private static List<String> read(Path file) {
		try {
			return Files.readAllLines(file);
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	/**
	 * Serves requests of its own by one worker after the other, and ends.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

		static void main(String[] arguments) throws Exception {
			Path gates = Path.of(arguments[0]);
			try (ConfigurableApplicationContext context = SpringApplication.run(App.class, "--server.port=0",
					"--wsgi.app=late_site:app", "--wsgi.python-path=" + TestPython.sources("alike"), "--wsgi.workers=2",
					"--wsgi.threads=1", "--wsgi.queue-timeout=10m", "--wsgi.env.GATES=" + gates,
					"--wsgi.cache-dir=" + TestPython.cache()); HttpClient client = HttpClient.newHttpClient()) {
				int port = ((ServletWebServerApplicationContext) context).getWebServer().getPort();
				hold(client, port, "second");
				print(client, port, "first", "/sqlite", "/caught", "/xml", "/constants");
				hold(client, port, "first");
				Files.createFile(gates.resolve("second"));
				print(client, port, "second", "/hello", "/sqlite", "/sqlite", "/xml", "/caught", "/hello");
				Files.createFile(gates.resolve("first"));
			}
		}

		private static void print(HttpClient client, int port, String worker, String... paths) throws Exception {
			for (String path : paths) {
				HttpResponse<String> response = client.send(request(port, path), BodyHandlers.ofString());
				System.out.println(worker + ": " + path + " " + response.statusCode() + " " + response.body());
			}
		}

		// Returns when the worker is busy
		private static void hold(HttpClient client, int port, String gate) throws Exception {
			var body = client.send(request(port, "/hold?" + gate), BodyHandlers.ofInputStream()).body();
			new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8)).read();
		}

		private static HttpRequest request(int port, String path) {
			return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build();
		}

	}

}
