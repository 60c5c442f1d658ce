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

package io.wsgi.maven;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link PipProcess}.
 *
 * @author wsgi-spring-boot contributors
 */
class PipProcessTests {

	private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

	@Test
	void processThatEndsWithZeroHasDoneIt() {
		assertThatNoException().isThrownBy(() -> new PipProcess("pip", List.of(JAVA)).run(List.of("--version")));
	}

	@Test
	void statusAndOutputOfAProcessThatFailsAreTold() {
		assertThatExceptionOfType(PipException.class)
			.isThrownBy(() -> new PipProcess("pip", List.of(JAVA)).run(List.of("no.such.Class")))
			.withMessageStartingWith("pip ended with status 1: ")
			.withMessageContaining("no.such.Class");
	}

	@Test
	void commandThatDoesNotExistIsNamed() {
		assertThatExceptionOfType(PipException.class).isThrownBy(() -> PipProcess.of("no-such-python").run(List.of()))
			.withMessageStartingWith("no-such-python -m pip: ");
	}

}
