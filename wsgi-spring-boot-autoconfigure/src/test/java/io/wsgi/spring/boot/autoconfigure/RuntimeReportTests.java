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

import java.util.stream.Stream;

import io.wsgi.runtime.PythonRuntime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link RuntimeReport}.
 *
 * @author wsgi-spring-boot contributors
 */
@ExtendWith(OutputCaptureExtension.class)
class RuntimeReportTests {

	private final PythonRuntime runtime = mock();

	@BeforeEach
	void setUpVersions() {
		given(this.runtime.pythonVersion()).willReturn("3.12.8");
		given(this.runtime.version()).willReturn("25.0.3");
	}

	@Test
	void runtimeWithJitIsTold(CapturedOutput output) {
		given(this.runtime.optimized()).willReturn(true);
		new RuntimeReport(this.runtime, "UTF-8").afterPropertiesSet();
		assertThat(report(output)).singleElement()
			.asString()
			.contains("INFO", "Python 3.12.8 on GraalPy 25.0.3 with JIT");
	}

	@Test
	void runtimeWithoutJitIsOneWarningWithItsRemedy(CapturedOutput output) {
		new RuntimeReport(this.runtime, "UTF-8").afterPropertiesSet();
		assertThat(report(output)).singleElement()
			.asString()
			.contains("WARN", "Python 3.12.8 on GraalPy 25.0.3 is only interpreted")
			.contains("-XX:+EnableJVMCI", "--upgrade-module-path", "Graal compiler 25.0.3");
	}

	@Test
	void encodingThatLosesCharactersIsOneWarningWithItsRemedy(CapturedOutput output) {
		given(this.runtime.optimized()).willReturn(true);
		new RuntimeReport(this.runtime, "ANSI_X3.4-1968").afterPropertiesSet();
		assertThat(report(output)).filteredOn((line) -> line.contains("WARN"))
			.singleElement()
			.asString()
			.contains("ANSI_X3.4-1968", "LC_ALL=C.UTF-8");
	}

	// Mockito warns of itself in the first test of a JVM that uses it
	private static Stream<String> report(CapturedOutput output) {
		return output.getAll().lines().filter((line) -> line.contains("RuntimeReport"));
	}

}
