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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.wsgi.testsupport.TestPython;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for applications on CPython with packages from its own virtual environment, which
 * have native modules, over HTTP.
 *
 * @author wsgi-spring-boot contributors
 */
@Timeout(1200)
@Tag("cpython")
class CPythonServerTests {

	private static final List<String> NATIVE = List.of("cryptography", "fastapi", "lxml", "numpy", "pillow",
			"psycopg[binary]");

	// The packages of the other tests, whose hashes are of wheels for another Python
	private static final Path REQUIREMENTS = Path.of("../src/test-python-packages/requirements.txt");

	private static final Pattern REQUIREMENT = Pattern.compile("(?m)^[\\w.-]+==[\\w.]+");

	private static WsgiServer server;

	private static Path environment;

	@BeforeAll
	static void startServer() throws Exception {
		environment = Path.of("target/test-cpython-environment").toAbsolutePath();
		if (!Files.exists(environment.resolve("installed"))) {
			run("/usr/bin/python3", "-m", "venv", environment.toString());
			List<String> install = new ArrayList<>(
					List.of(environment + "/bin/python", "-m", "pip", "install", "--quiet"));
			install.addAll(NATIVE);
			REQUIREMENT.matcher(Files.readString(REQUIREMENTS)).results().map(MatchResult::group).forEach(install::add);
			run(install.toArray(String[]::new));
			Files.createFile(environment.resolve("installed"));
		}
		server = WsgiServer.start("wsgi.runtime=cpython", "wsgi.app=wheels:app", "wsgi.virtual-env=" + environment,
				"wsgi.python-path=" + TestPython.sources("cpython"), "management.endpoint.health.show-details=always");
	}

	private static void run(String... command) throws Exception {
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isZero();
	}

	@AfterAll
	static void stopServer() {
		if (server != null) {
			server.close();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "cryptography", "lxml", "numpy", "pillow", "psycopg" })
	void packageWithNativeModulesWorks(String name) throws IOException {
		RawResponse response = server.get("/" + name);
		assertThat(response.body()).isEqualTo("works");
		assertThat(response.status()).isEqualTo(200);
	}

	@Test
	void pythonIsThatOfTheEnvironment() throws IOException {
		assertThat(server.get("/prefix").body()).isEqualTo(environment.toString());
	}

	@Test
	void healthTellsTheRuntime() throws IOException {
		assertThat(server.get("/actuator/health").body()).contains("\"status\":\"UP\"")
			.containsPattern("\"cpython\":\"3\\.")
			.contains("\"executable\":\"" + environment.resolve("bin/python"))
			.contains("of which a process can have one");
	}

}
