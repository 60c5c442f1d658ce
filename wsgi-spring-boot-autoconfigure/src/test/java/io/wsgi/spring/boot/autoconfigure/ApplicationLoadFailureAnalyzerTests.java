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

import java.util.List;

import io.wsgi.spring.boot.python.ApplicationLoadException;
import io.wsgi.spring.boot.python.ApplicationLoadException.Reason;
import io.wsgi.spring.boot.python.PythonInterpreter;
import io.wsgi.spring.boot.testsupport.TestPython;
import io.wsgi.spring.boot.worker.WorkerPool;
import io.wsgi.spring.boot.worker.WorkerPools;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContextException;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.mockito.BDDMockito.willThrow;

/**
 * Tests for {@link ApplicationLoadFailureAnalyzer}: alone, in applications whose workers
 * fail as those of one shared interpreter do, and in one that is real throughout.
 *
 * @author wsgi-spring-boot contributors
 */
@ExtendWith(OutputCaptureExtension.class)
class ApplicationLoadFailureAnalyzerTests {

	private static PythonInterpreter interpreter;

	@BeforeAll
	static void createInterpreter() {
		interpreter = TestPython.newInterpreter(TestPython.sources("loading"));
	}

	@AfterAll
	static void closeInterpreter() {
		interpreter.close();
	}

	@ParameterizedTest
	@EnumSource
	void everyReasonHasADescriptionAndAnAction(Reason reason) {
		ApplicationLoadException failure = new ApplicationLoadException("a:b", reason, "something is wrong",
				"Traceback of Python", List.of("/first", "/second"));
		FailureAnalysis analysis = new ApplicationLoadFailureAnalyzer().analyze(new IllegalStateException(failure));
		assertThat(analysis.getDescription())
			.startsWith("The WSGI application 'a:b' could not be loaded: something is wrong." + System.lineSeparator())
			.endsWith("Traceback of Python");
		assertThat(analysis.getAction()).isNotBlank();
		assertThat(analysis.getCause()).isSameAs(failure);
	}

	@Test
	void descriptionWithoutTracebackIsOneSentence() {
		ApplicationLoadException failure = new ApplicationLoadException("a:b", Reason.NOT_CALLABLE, "it is wrong", "",
				List.of());
		assertThat(new ApplicationLoadFailureAnalyzer().analyze(failure).getDescription())
			.isEqualTo("The WSGI application 'a:b' could not be loaded: it is wrong.");
	}

	@Test
	void pathIsListedWhenThereIsNoSuchModule() {
		ApplicationLoadException failure = new ApplicationLoadException("a:b", Reason.NO_SUCH_MODULE, "it is wrong", "",
				List.of("/first", "/second"));
		assertThat(new ApplicationLoadFailureAnalyzer().analyze(failure).getAction().lines())
			.endsWith("    /first", "    /second")
			.first()
			.asString()
			.contains("wsgi.app", "wsgi.python-path");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			textBlock = """
					nowhere:app              | there is no Python module 'nowhere'.                       | wsgi.python-path
					missing_dependency:app   | 'a_module_that_is_not_installed', which is not installed.  | wsgi.virtual-env
					foreign:app              | 'foreign' needs an extension that was not built for GraalPy, | graalpy-maven-plugin
					foreign_package:app      | foreign_package/_speed.cpython-312-x86_64-linux-gnu.so.    | GraalPy's pip
					syntax_error:app         | 'syntax_error' has a syntax error in                       | Python 3.12
					raises:app               | raised ValueError: DATABASE_URL is not set.                | wsgi.env
					good:nothing             | the module 'good' has no attribute 'nothing'.              | 'module:attribute'
					good:answer              | is of type int, which cannot be called.                    | 'module:factory()'
					factories:raising()      | 'raising()' raised KeyError: 'DATABASE_URL'.               | wsgi.env
					factories:create(        | 'create(' is not a call with literal arguments.            | 'module:factory()'
					""")
	void applicationThatCannotBeLoadedEndsTheStart(String target, String description, String action,
			CapturedOutput output) {
		ApplicationLoadException failure = catchThrowableOfType(ApplicationLoadException.class,
				() -> interpreter.load(TestPython.application(target), (line) -> {
				}));
		WorkerPool pool = TestWorkers.pool("default");
		willThrow(failure).given(pool).start();
		SpringApplicationBuilder application = new SpringApplicationBuilder(App.class)
			.initializers((context) -> ((GenericApplicationContext) context).registerBean(WorkerPools.class,
					() -> new WorkerPools(List.of(pool))));
		assertThatExceptionOfType(ApplicationContextException.class)
			.isThrownBy(() -> application.run("--server.port=0", "--spring.main.banner-mode=off",
					"--wsgi.app=" + target, "--wsgi.cache-dir=" + TestPython.cache()))
			.withRootCauseInstanceOf(ApplicationLoadException.class);
		assertThat(output.getAll()).contains("APPLICATION FAILED TO START")
			.contains("The WSGI application '" + target + "' could not be loaded: ")
			.contains(description)
			.contains(failure.getTraceback())
			.doesNotContain("Application run failed", "importlib/__init__.py", "wsgi_spring_boot/");
		String analysis = output.getAll().substring(output.getAll().indexOf("Action:"));
		assertThat(analysis).contains(action).doesNotContain("\tat ");
	}

	@Test
	void realApplicationThatCannotBeLoadedEndsTheStart(CapturedOutput output) {
		SpringApplication application = new SpringApplication(App.class);
		assertThatExceptionOfType(ApplicationContextException.class)
			.isThrownBy(() -> application.run("--server.port=0", "--wsgi.app=imports_raises:app",
					"--wsgi.python-path=" + TestPython.sources("loading"), "--wsgi.cache-dir=" + TestPython.cache()))
			.withRootCauseInstanceOf(ApplicationLoadException.class);
		assertThat(output.getAll())
			.containsSubsequence("APPLICATION FAILED TO START", "Description:",
					"The WSGI application 'imports_raises:app' could not be loaded: importing 'imports_raises' "
							+ "raised ValueError: DATABASE_URL is not set.",
					"Traceback (most recent call last):", "imports_raises.py\", line 3, in <module>",
					"raises.py\", line 9, in <module>", "raises.py\", line 6, in read_settings",
					"ValueError: DATABASE_URL is not set", "Action:", "Correct what raises the exception",
					"can be given with wsgi.env")
			.doesNotContain("Tomcat started on port");
	}

	@Test
	void missingApplicationEndsTheStart(CapturedOutput output) {
		SpringApplication application = new SpringApplication(App.class);
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> application.run("--server.port=0"));
		assertThat(output.getAll()).containsSubsequence("APPLICATION FAILED TO START", "wsgi.app",
				"Set it to the application to serve, such as 'module:app', or set wsgi.enabled=false.");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

	}

}
