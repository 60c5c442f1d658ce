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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Launch}.
 *
 * @author wsgi-spring-boot contributors
 */
class LaunchTests {

	@TempDir
	private Path directory;

	@Test
	void listensWhereGunicornDoes() {
		assertThat(launch(Map.of(), "shop").defaults()).containsEntry("server.address", "127.0.0.1")
			.containsEntry("server.port", "8000");
		assertThat(launch(Map.of("PORT", "5000"), "shop").defaults()).containsEntry("server.address", "0.0.0.0")
			.containsEntry("server.port", "5000");
	}

	@Test
	void importsFromTheWorkingDirectory() {
		assertThat(launch(Map.of(), "shop").defaults())
			.containsEntry("wsgi.python-path", Path.of("").toAbsolutePath().toString())
			.doesNotContainKey("wsgi.virtual-env");
	}

	@Test
	void activeVirtualEnvironmentCountsUnlessOneIsNamed() {
		Map<String, String> environment = Map.of("VIRTUAL_ENV", "/srv/venv");
		assertThat(launch(environment, "shop").defaults()).containsEntry("wsgi.virtual-env", "/srv/venv");
		assertThat(launch(environment, "--virtual-env", "/other", "shop").arguments())
			.contains("--wsgi.virtual-env=/other");
	}

	@Test
	void environmentOfTheProjectCountsWithItsRuntime() throws IOException {
		Path environment = Files.createDirectory(this.directory.resolve("venv"));
		assertThat(launch(Map.of(), "shop").defaults()).doesNotContainKeys("wsgi.virtual-env", "wsgi.runtime");
		Files.createFile(environment.resolve("pyvenv.cfg"));
		assertThat(launch(Map.of(), "shop").defaults()).containsEntry("wsgi.virtual-env", environment.toString())
			.containsEntry("wsgi.runtime", "cpython");
		assertThat(launch(Map.of("VIRTUAL_ENV", "/srv/packages"), "shop").defaults())
			.containsEntry("wsgi.virtual-env", "/srv/packages")
			.doesNotContainKey("wsgi.runtime");
		assertThat(launch(Map.of(), "--runtime", "graalpy", "shop").arguments()).contains("--wsgi.runtime=graalpy");
	}

	@Test
	void springPropertyCountsBeforeOption() {
		assertThat(launch(Map.of(), "-w", "2", "--wsgi.workers=3", "shop").arguments())
			.containsExactly("--wsgi.workers=3", "--wsgi.app=shop");
	}

	@Test
	void configurationFileIsReadWithEverythingThatGunicornKnows() throws IOException {
		configure("""
				import os
				threads = 4
				preload_app = True
				raw_env = ["WHERE=" + os.path.basename(__file__)]


				def post_worker_init(worker):
				    pass
				""");
		assertThat(launch(Map.of(), "-k", "gthread", "--threads", "5", "--max-requests=100", "shop").arguments())
			.containsExactlyInAnyOrder("--wsgi.app=shop", "--wsgi.threads=5", "--wsgi.max-requests=100",
					"--wsgi.env.WHERE=gunicorn.conf.py", "--wsgi.hooks=" + this.directory.resolve("gunicorn.conf.py"));
	}

	@Test
	void variablesOfGunicornCountWithoutAConfigurationFile() {
		assertThat(launch(Map.of("SCRIPT_NAME", "/shop"), "shop").arguments())
			.containsExactlyInAnyOrder("--wsgi.app=shop", "--wsgi.path=/shop");
		assertThat(launch(Map.of("FORWARDED_ALLOW_IPS", "*"), "shop").arguments())
			.contains("--server.forward-headers-strategy=native");
	}

	@Test
	void equivalentConfigurationIsPrinted() {
		assertThat(launch(Map.of(), "-w", "2", "--preload", "--chdir", "/srv/shop", "shop").configuration())
			.contains("  app: shop", "  workers: 2", "    - /srv/shop", "# preload_app: not needed: there are no worker"
					+ " processes, and the first worker loads before the port opens, the others while it serves");
	}

	@Test
	void directoryThatTheProcessIsNotInIsRefused() {
		assertThatExceptionOfType(UsageException.class)
			.isThrownBy(() -> launch(Map.of(), "--chdir", this.directory.toString(), "shop").arguments())
			.withMessageContaining("start wsgi-server in " + this.directory);
		assertThatExceptionOfType(UsageException.class)
			.isThrownBy(() -> launch(Map.of(), "--chdir", "nowhere", "shop").arguments())
			.withMessageContaining("there is no directory nowhere");
		Launch right = launch(Map.of(), "--chdir", Path.of("").toAbsolutePath().toString(), "shop");
		assertThat(right.arguments()).containsExactly("--wsgi.app=shop");
	}

	@Test
	void directoryOfConfigurationFileIsRefusedUnlessTheProcessIsThere() throws IOException {
		configure("chdir = '/'\npythonpath = 'lib'\nwsgi_app = 'shop'\n");
		assertThatExceptionOfType(UsageException.class).isThrownBy(() -> launch(Map.of()).arguments())
			.withMessageContaining("bin/wsgi-server with --chdir /");
		assertThat(launch(Map.of(), "--chdir", Path.of("").toAbsolutePath().toString()).arguments())
			.containsExactlyInAnyOrder("--wsgi.app=shop", "--wsgi.python-path[0]=lib", "--wsgi.python-path[1]=.");
	}

	@Test
	void unixSocketAloneIsRefused() throws IOException {
		configure("bind = 'unix:/run/shop.sock'\n");
		assertThatExceptionOfType(UsageException.class).isThrownBy(() -> launch(Map.of(), "shop").arguments())
			.withMessageStartingWith("bind: unix:/run/shop.sock is not there: bind to 127.0.0.1 and a port");
	}

	private void configure(String configuration) throws IOException {
		Files.writeString(this.directory.resolve("gunicorn.conf.py"), configuration);
	}

	private Launch launch(Map<String, String> environment, String... arguments) {
		return new Launch(CommandLine.parse(arguments), environment, this.directory);
	}

}
