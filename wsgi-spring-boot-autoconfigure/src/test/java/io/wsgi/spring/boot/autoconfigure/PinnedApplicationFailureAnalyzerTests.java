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

import java.nio.file.Path;
import java.util.List;

import io.wsgi.spring.boot.testsupport.ApplicationProcess;
import io.wsgi.testsupport.TestPython;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PinnedApplicationFailureAnalyzer}, each in a process: a native module
 * is loaded once in a JVM.
 *
 * @author wsgi-spring-boot contributors
 */
class PinnedApplicationFailureAnalyzerTests {

	@ParameterizedTest
	@ValueSource(strings = { "workers=2", "max-heap-usage=0.9" })
	void settingThatNeedsReplaceableWorkersEndsTheStart(String setting, @TempDir Path events) throws Exception {
		try (ApplicationProcess application = ApplicationProcess.start(App.class, List.of(), "--server.port=0",
				"--wsgi." + setting, "--wsgi.app=stalling:app", "--wsgi.python-path=" + TestPython.sources("limits"),
				"--wsgi.env.PINNED=yes", "--wsgi.env.EVENTS=" + events, "--wsgi.cache-dir=" + TestPython.cache())) {
			assertThat(application.await()).isEqualTo(1);
			assertThat(String.join("\n", application.lines()))
				.containsSubsequence("APPLICATION FAILED TO START", "Description:",
						"The WSGI application 'stalling:app' has loaded native modules, which work in one worker only. "
								+ "They are, each with the modules that led to it:",
						"    native <- stalling", "Action:",
						"Set wsgi.workers to 1 (look for WEB_CONCURRENCY in the environment, too) and remove "
								+ "wsgi.max-requests, wsgi.max-worker-age and wsgi.max-heap-usage, or replace the "
								+ "packages by ones without native modules.");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

		static void main(String[] args) {
			SpringApplication.run(App.class, args);
		}

	}

}
