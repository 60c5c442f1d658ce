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

import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.wsgi.spring.boot.testsupport.ApplicationProcess;
import io.wsgi.testsupport.Edits;
import io.wsgi.testsupport.TestPython;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code wsgi.check-config}, whose outcome is the exit status of a process.
 *
 * @author wsgi-spring-boot contributors
 */
class ConfigCheckTests {

	@TempDir
	private Path directory;

	@Test
	void goodApplicationIsReportedAndThePortStaysClosed() throws Exception {
		new Edits(this.directory).write("pinned.py", """
				import atexit
				import _testmultiphase
				atexit.register(lambda: open(__file__ + ".ended", "w").close())
				def app(environ, start_response): ...
				""");
		try (ServerSocket taken = new ServerSocket(0);
				ApplicationProcess process = check("--server.port=" + taken.getLocalPort(), "--wsgi.app=good:app",
						"--wsgi.apps.pinned.app=pinned:app", "--wsgi.apps.pinned.path=/pinned", "--wsgi.threads=7",
						"--wsgi.python-path=" + TestPython.sources("loading") + "," + this.directory)) {
			assertThat(process.await()).as(() -> String.join("\n", process.lines())).isZero();
			assertThat(process.lines()).containsSubsequence(report());
			assertThat(process.lines()).anyMatch((line) -> line.endsWith("The configuration is good"))
				.anyMatch((line) -> line.matches("    Python           3\\.\\d+\\.\\d+ (on GraalPy \\d+\\..*|of /.*)"))
				.noneMatch((line) -> line.contains("Exception") || line.contains(" started on port"));
			assertThat(this.directory.resolve("pinned.py.ended")).exists();
		}
	}

	private static String[] report() {
		if ("cpython".equals(System.getProperty("wsgi.runtime"))) {
			String pinned = "      workers        1 with up to 7 threads each, pinned by native modules";
			return new String[] { "    runtime          CPython", "    application      good:app at /", pinned,
					"    application      pinned:app at /pinned", pinned };
		}
		return new String[] { "    runtime          interpreted, without JIT", "    application      good:app at /",
				"      workers        1 with up to 7 threads each, replaceable",
				"    application      pinned:app at /pinned",
				"      workers        1 with up to 7 threads each, pinned by native modules",
				"      native module  _testmultiphase <- pinned" };
	}

	@Test
	void brokenApplicationIsAFailureEvenWithReload() throws Exception {
		try (ApplicationProcess process = check("--wsgi.app=syntax_error:app", "--wsgi.reload=true",
				"--wsgi.python-path=" + TestPython.sources("loading"))) {
			assertThat(process.await()).isOne();
			assertThat(process.lines()).contains("APPLICATION FAILED TO START")
				.anyMatch((line) -> line.contains("'syntax_error' has a syntax error in "))
				.noneMatch((line) -> line.contains("The configuration is good"));
		}
	}

	@Test
	void settingThatMakesNoSenseIsAFailure() throws Exception {
		try (ApplicationProcess process = check("--wsgi.app=good:app", "--wsgi.threads=0")) {
			assertThat(process.await()).isOne();
			assertThat(process.lines()).anyMatch((line) -> line.contains("wsgi.threads"));
		}
	}

	private static ApplicationProcess check(String... arguments) throws Exception {
		List<String> all = new ArrayList<>(List.of(arguments));
		all.addAll(List.of("--wsgi.check-config=true", "--wsgi.cache-dir=" + TestPython.cache()));
		return ApplicationProcess.start(App.class, List.of(), all.toArray(String[]::new));
	}

	/**
	 * An application like any other.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

		static void main(String[] arguments) {
			SpringApplication.run(App.class, arguments);
		}

	}

}
