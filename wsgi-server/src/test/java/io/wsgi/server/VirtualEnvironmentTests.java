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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link VirtualEnvironment}.
 *
 * @author wsgi-spring-boot contributors
 */
class VirtualEnvironmentTests {

	@TempDir
	private Path directory;

	@Test
	void environmentTellsItsRuntime() throws IOException {
		assertThat(make("of-cpython", "python3").runtime()).contains("cpython");
		assertThat(make("of-graalpy", "graalpy").runtime()).contains("graalpy");
	}

	@Test
	void directoryOfPackagesDoesNotTell() throws IOException {
		Files.createDirectories(this.directory.resolve("packages/flask"));
		assertThat(new VirtualEnvironment(this.directory.resolve("packages")).runtime()).isEmpty();
	}

	@Test
	void environmentOfTheProjectIsFoundByItsName() throws IOException {
		Path empty = Files.createDirectory(this.directory.resolve("empty"));
		Files.createDirectories(this.directory.resolve("venv/unrelated"));
		assertThat(VirtualEnvironment.in(empty, this.directory)).isEmpty();
		VirtualEnvironment second = make("venv", "python3");
		assertThat(VirtualEnvironment.in(empty, this.directory)).contains(second);
		VirtualEnvironment first = make(".venv", "python3");
		assertThat(VirtualEnvironment.in(empty, this.directory)).contains(first);
	}

	private VirtualEnvironment make(String name, String executable) throws IOException {
		Path environment = this.directory.resolve(name);
		Files.createDirectories(environment.resolve("bin"));
		Files.createFile(environment.resolve("bin").resolve(executable));
		Files.writeString(environment.resolve("pyvenv.cfg"), "home = /srv/graalpy-or-not/bin\n");
		return new VirtualEnvironment(environment);
	}

}
