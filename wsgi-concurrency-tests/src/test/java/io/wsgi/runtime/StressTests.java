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

package io.wsgi.runtime;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs what jcstress has: the classes whose names end with {@code Stress}.
 *
 * @author wsgi-spring-boot contributors
 */
@Tag("stress")
class StressTests {

	@TempDir
	private Path directory;

	@Test
	void forbiddenResultsDoNotComeAbout() throws Exception {
		Path output = this.directory.resolve("output");
		String java = ProcessHandle.current().info().command().orElseThrow();
		Process process = new ProcessBuilder(java, "-cp", classPath(), "org.openjdk.jcstress.Main", "-m", "quick", "-r",
				this.directory.resolve("report").toString())
			.directory(this.directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
		int status = process.waitFor();
		assertThat(status).as(() -> read(output)).isZero();
		assertThat(read(output)).contains("Failed tests: No matches.", "Error tests: No matches.")
			.doesNotContain("remaining tests: No matches");
	}

	private static String classPath() {
		return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
			.distinct()
			.collect(Collectors.joining(File.pathSeparator));
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
