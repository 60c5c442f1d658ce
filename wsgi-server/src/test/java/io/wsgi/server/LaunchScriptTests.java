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
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the flags that the scripts of {@code wsgi-server} and of the sample give a
 * JVM: here one that only prints them.
 *
 * @author wsgi-spring-boot contributors
 */
class LaunchScriptTests {

	private static final String SERVER = "src/main/scripts/wsgi-server";

	private static final String SAMPLE = "../sample-app/src/main/scripts/sample-app";

	private static final String[] COMMON = { "--enable-native-access=ALL-UNNAMED",
			"--sun-misc-unsafe-memory-access=allow", "-Dsun.nio.fs.chdirAllowed=true" };

	@TempDir
	private Path directory;

	private Path home;

	@BeforeEach
	void makeFolder() throws IOException {
		this.home = this.directory.toRealPath().resolve("folder");
		Files.createDirectories(this.home.resolve("bin"));
		Files.copy(Path.of("../jvm.args"), this.home.resolve("jvm.args"));
	}

	@ParameterizedTest
	@ValueSource(strings = { SERVER, SAMPLE })
	void stockJdkGetsTheCompiler(String script) throws Exception {
		List<String> flags = run(script, jdk("JAVA_VERSION=\"25.0.3\"", "IMPLEMENTOR=\"Eclipse Adoptium\""), "app");
		assertThat(flags).contains("@" + this.home + "/jvm.args", "--upgrade-module-path=" + this.home + "/graal",
				"-XX:CompilerDirectivesFile=" + this.home + "/graal/compiler-directives.json", "app");
	}

	@ParameterizedTest
	@ValueSource(strings = { SERVER, SAMPLE })
	void graalVmHasTheCompilerBuiltIn(String script) throws Exception {
		List<String> flags = run(script, jdk("JAVA_VERSION=\"25.0.3\"", "GRAALVM_VERSION=\"25.0.3\""), "app");
		assertThat(flags).contains(COMMON)
			.contains("app")
			.noneMatch((flag) -> flag.startsWith("@") || flag.startsWith("--upgrade") || flag.startsWith("-XX:"));
	}

	@Test
	void cpythonNeedsNoCompiler() throws Exception {
		List<String> flags = run(SERVER, jdk("JAVA_VERSION=\"25\""), "--runtime", "cpython", "shop:app");
		assertThat(flags).contains(COMMON)
			.contains("--runtime", "cpython", "shop:app")
			.noneMatch((flag) -> flag.startsWith("@") || flag.startsWith("--upgrade") || flag.startsWith("-XX:"));
	}

	private Path jdk(String... release) throws IOException {
		Path jdk = Files.createDirectories(this.directory.resolve("jdk/bin")).getParent();
		Files.write(jdk.resolve("release"), List.of(release));
		Path java = Files.writeString(jdk.resolve("bin/java"), "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
		assertThat(java.toFile().setExecutable(true)).isTrue();
		return jdk;
	}

	private List<String> run(String script, Path jdk, String... arguments) throws Exception {
		Path copy = Files.copy(Path.of(script), this.home.resolve("bin/start"));
		List<String> command = new ArrayList<>(List.of("sh", copy.toString()));
		command.addAll(List.of(arguments));
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		builder.environment().put("JAVA_HOME", jdk.toString());
		builder.environment().keySet().removeIf((name) -> name.startsWith("WSGI_") || name.equals("JAVA_OPTS"));
		Process process = builder.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isZero();
		return output.lines().toList();
	}

}
