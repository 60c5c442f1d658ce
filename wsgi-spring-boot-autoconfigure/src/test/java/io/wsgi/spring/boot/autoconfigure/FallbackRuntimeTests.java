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

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.wsgi.testsupport.TestPython;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a JVM without the flags that let the Graal compiler in: it serves, and says
 * once how it could be faster.
 *
 * @author wsgi-spring-boot contributors
 */
class FallbackRuntimeTests {

	@Test
	void applicationIsServedWithOneWarningThatNamesTheRemedy(@TempDir Path directory) throws Exception {
		Path output = directory.resolve("output");
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Dtruffle.UseFallbackRuntime=true", "-classpath", System.getProperty("java.class.path"),
				App.class.getName(), "--server.port=0", "--wsgi.app=good:app",
				"--wsgi.python-path=" + TestPython.sources("loading"), "--wsgi.cache-dir=" + TestPython.cache(),
				"--management.endpoint.health.show-details=always")
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
		try {
			assertThat(process.waitFor()).as(() -> "exit status").isZero();
		}
		finally {
			process.destroyForcibly();
		}
		List<String> lines = Files.readAllLines(output);
		assertThat(lines).filteredOn((line) -> line.contains(" WARN "))
			.singleElement()
			.asString()
			.contains("is only interpreted", "-XX:+EnableJVMCI", "--upgrade-module-path");
		assertThat(lines).noneMatch((line) -> line.contains("[engine] WARNING"))
			.anyMatch((line) -> line.equals("answer: good.app"))
			.anyMatch((line) -> line.startsWith("health: ") && line.contains("\"runtime\":\"interpreted\""));
	}

	/**
	 * Serves two requests of its own, and ends.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

		static void main(String[] arguments) throws Exception {
			try (ConfigurableApplicationContext context = SpringApplication.run(App.class, arguments);
					HttpClient client = HttpClient.newHttpClient()) {
				int port = ((ServletWebServerApplicationContext) context).getWebServer().getPort();
				System.out.println("answer: " + get(client, port, "/"));
				System.out.println("health: " + get(client, port, "/actuator/health"));
			}
		}

		private static String get(HttpClient client, int port, String path) throws Exception {
			HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build();
			HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
			return response.body();
		}

	}

}
