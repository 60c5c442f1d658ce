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

package io.wsgi.graalpy;

import java.nio.file.Files;
import java.nio.file.Path;

import io.wsgi.runtime.PythonApplication;
import io.wsgi.runtime.PythonInterpreter;
import io.wsgi.testsupport.RecordedExchange;
import io.wsgi.testsupport.TestPython;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code .pth} files.
 *
 * @author wsgi-spring-boot contributors
 */
class PathFilesTests {

	@Test
	void packageOfAnEditableInstallIsFound(@TempDir Path sitePackages) throws Exception {
		Files.writeString(sitePackages.resolve("__editable__.project.pth"),
				TestPython.sources("editable/project") + "\n");
		try (PythonInterpreter interpreter = TestPython.newInterpreter(sitePackages)) {
			RecordedExchange exchange = new RecordedExchange("/");
			PythonApplication application = interpreter.load(TestPython.application("editable:app"), (line) -> {
			});
			application.newCaller().call(exchange);
			assertThat(exchange.getResponse()).isEqualTo("editable");
		}
	}

}
