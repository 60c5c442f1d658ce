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

package io.wsgi.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the packaged server with an installed CPython, whose {@code venv} and
 * {@code pip} make the environment.
 *
 * @author wsgi-spring-boot contributors
 */
@Tag("cpython")
class CPythonTests {

	@TempDir
	private static Path project;

	@BeforeAll
	static void makeProject() throws Exception {
		Files.writeString(project.resolve("shop.py"), """
				import sys

				from flask import Flask

				app = Flask(__name__)


				@app.get("/")
				def index():
				    return f"{sys.implementation.name} of {sys.prefix}"
				""");
		run("/usr/bin/python3", "-m", "venv", "venv");
		run("venv/bin/pip", "install", "--quiet", "flask");
	}

	private static void run(String... command) throws Exception {
		Process process = new ProcessBuilder(command).directory(project.toFile()).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isZero();
	}

	@Test
	void environmentOfTheProjectIsServedWithTheRuntimeThatIsAskedFor() throws Exception {
		assertThatItServes("--runtime", "cpython");
	}

	@Test
	void environmentTellsTheRuntime() throws Exception {
		assertThatItServes();
	}

	private void assertThatItServes(String... arguments) throws Exception {
		try (PackagedServer server = start(arguments)) {
			int port = server.port();
			assertThat(PackagedServer.get(port, "/").body()).isEqualTo("cpython of " + project.resolve("venv"));
			assertThat(PackagedServer.get(port, "/actuator/health").body()).contains("\"status\":\"UP\"");
			server.stop();
			assertThat(server.output()).containsPattern("CPython 3[.].* of " + project.resolve("venv"))
				.doesNotContain("WARNING");
		}
	}

	@Test
	void configurationFileIsReadByThePythonOfTheApplication() throws Exception {
		Files.writeString(project.resolve("settings.py"), """
				import sys

				import flask

				proc_name = f"{sys.implementation.name}-{flask.__name__}"
				""");
		try (PackagedServer server = start("-c", "settings.py", "--print-config")) {
			assertThat(server.await()).isZero();
			assertThat(server.output()).contains("name: cpython-flask");
		}
	}

	@Test
	void optionThatGunicornDoesNotHaveIsAnError() throws Exception {
		try (PackagedServer server = start("--runtime", "cpython", "--bogus")) {
			assertThat(server.await()).isEqualTo(2);
			assertThat(server.output()).contains("wsgi-server: ").contains("--bogus").doesNotContain("Traceback");
		}
	}

	@Test
	void severalWorkersEndTheStart() throws Exception {
		try (PackagedServer server = start("-w", "2")) {
			assertThat(server.await()).isEqualTo(1);
			assertThat(server.output())
				.contains(
						"of which a process can have one: it has one worker, which stays. These settings ask for more:",
						"    wsgi.workers=2\n", "Leave them out")
				.doesNotContain("native modules");
		}
	}

	@Test
	void environmentWithoutItsPythonEndsTheStart() throws Exception {
		Path lost = Files.createDirectories(project.resolve("lost"));
		Files.writeString(lost.resolve("pyvenv.cfg"), "home = /opt/gone/bin\nversion = 3.12.1\n");
		try (PackagedServer server = start("--virtual-env", "lost")) {
			assertThat(server.await()).isEqualTo(1);
			assertThat(server.output()).contains("lost has lost its Python: it was made for the one in /opt/gone/bin",
					"make the environment anew with 'python3 -m venv'", "wsgi.runtime=graalpy");
		}
	}

	private PackagedServer start(String... arguments) throws IOException {
		String[] all = new String[arguments.length + 3];
		System.arraycopy(arguments, 0, all, 0, arguments.length);
		System.arraycopy(new String[] { "-b", "127.0.0.1:0", "shop:app" }, 0, all, arguments.length, 3);
		return PackagedServer.start(project, all);
	}

}
