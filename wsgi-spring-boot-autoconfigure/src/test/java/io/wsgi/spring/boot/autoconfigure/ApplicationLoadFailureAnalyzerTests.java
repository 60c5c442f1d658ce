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

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.wsgi.runtime.ApplicationLoadException;
import io.wsgi.runtime.ApplicationLoadException.Reason;
import io.wsgi.runtime.ApplicationSettings;
import io.wsgi.runtime.PythonInterpreter;
import io.wsgi.testsupport.TestPython;
import io.wsgi.worker.WorkerPool;
import io.wsgi.worker.WorkerPools;
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
import org.springframework.mock.env.MockEnvironment;

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

	private static final Map<Reason, String> ACTIONS = new EnumMap<>(Map.of(Reason.NO_SUCH_MODULE,
			"Correct wsgi.app, or add the directory that holds the module to wsgi.python-path. Python looked in:",
			Reason.MISSING_DEPENDENCY,
			"Install the package that holds the module: add it to requirements.txt, or point "
					+ "wsgi.virtual-env to a directory where it is installed.",
			Reason.FOREIGN_EXTENSION,
			"Install the package with GraalPy's pip, which graalpy-maven-plugin does: it takes a build for GraalPy or "
					+ "makes one. Or run the application on CPython (wsgi.runtime=cpython), which takes any package, or use "
					+ "one in pure Python in its place.",
			Reason.SYNTAX_ERROR, "Correct the Python source. Syntax that is newer than this Python is an error, too.",
			Reason.IMPORT_FAILED,
			"Correct what raises the exception in the Python code above. Environment variables that it needs can be "
					+ "given with wsgi.env.",
			Reason.FACTORY_FAILED,
			"Correct what raises the exception in the Python code above. Environment variables that it needs can be "
					+ "given with wsgi.env.",
			Reason.NO_SUCH_ATTRIBUTE,
			"Set wsgi.app to 'module:attribute' or 'module:factory()', where the attribute, or what the factory "
					+ "returns, is a WSGI application.",
			Reason.BAD_EXPRESSION,
			"Set wsgi.app to 'module:attribute' or 'module:factory()', where the attribute, or what the factory "
					+ "returns, is a WSGI application.",
			Reason.NOT_CALLABLE,
			"Set wsgi.app to 'module:attribute' or 'module:factory()', where the attribute, or what the factory "
					+ "returns, is a WSGI application.",
			Reason.HOOKS_FAILED,
			"Set wsgi.hooks to the name of a Python module, or to a file such as gunicorn.conf.py, with functions "
					+ "post_worker_init, pre_request, post_request or worker_exit."));

	static {
		ACTIONS.put(Reason.UNKNOWN_INTERFACE,
				"Name an application of WSGI or of ASGI 3. If it is one and was not recognized, set wsgi.interface to "
						+ "'wsgi' or 'asgi'.");
		ACTIONS.put(Reason.LIFESPAN_FAILED,
				"Look at what the application does when it starts. One that knows no lifespan events is served with "
						+ "wsgi.lifespan=off.");
		ACTIONS.put(Reason.NO_SUCH_FUNCTION,
				"Add the function to the Python module, or correct the interface with @PythonClient: its module, the "
						+ "name of the method or that in @PythonFunction, and the parameters.");
		ACTIONS.put(Reason.TIMED_OUT,
				"Look at where it was: it may wait for a server that does not answer. If the application needs that time, "
						+ "or its warm-up requests do, set wsgi.boot-timeout to more.");
	}

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
		FailureAnalysis analysis = new ApplicationLoadFailureAnalyzer(new MockEnvironment())
			.analyze(new IllegalStateException(failure));
		assertThat(analysis.getDescription()).isEqualTo("%s.%n%nTraceback of Python".formatted(failure.getMessage()))
			.contains("something is wrong");
		assertThat(analysis.getAction().lines()).first().isEqualTo(ACTIONS.get(reason));
		assertThat(analysis.getCause()).isSameAs(failure);
	}

	@Test
	void actionNamesThePropertiesOfTheApplicationThatFailed() {
		MockEnvironment environment = new MockEnvironment().withProperty("wsgi.app", "shop:app")
			.withProperty("wsgi.apps.admin.app", "admin:app")
			.withProperty("wsgi.apps.admin.boot-timeout", "2s")
			.withProperty("wsgi.hooks", "shared");
		ApplicationLoadFailureAnalyzer analyzer = new ApplicationLoadFailureAnalyzer(environment);
		assertThat(analyzer.analyze(new ApplicationLoadException("admin:app", Reason.NO_SUCH_MODULE, "", "", List.of()))
			.getAction()).startsWith("Correct wsgi.apps.admin.app, or add the directory")
			.contains("to wsgi.python-path");
		assertThat(analyzer.analyze(new ApplicationLoadException("admin:app", Reason.TIMED_OUT, "", "", List.of()))
			.getAction()).endsWith("set wsgi.apps.admin.boot-timeout to more.");
		assertThat(analyzer.analyze(new ApplicationLoadException("admin:app", Reason.IMPORT_FAILED, "", "", List.of()))
			.getAction()).endsWith("given with wsgi.apps.admin.env.");
		assertThat(analyzer.analyze(new ApplicationLoadException("shop:app", Reason.TIMED_OUT, "", "", List.of()))
			.getAction()).endsWith("set wsgi.boot-timeout to more.");
		assertThat(analyzer.analyze(new ApplicationLoadException("admin:app", Reason.HOOKS_FAILED, "", "", List.of()))
			.getAction()).startsWith("Set wsgi.hooks to");
	}

	@Test
	void descriptionWithoutTracebackIsOneSentence() {
		ApplicationLoadException failure = new ApplicationLoadException("a:b", Reason.NOT_CALLABLE, "it is wrong", "",
				List.of());
		assertThat(new ApplicationLoadFailureAnalyzer(new MockEnvironment()).analyze(failure).getDescription())
			.isEqualTo("The application 'a:b' could not be loaded: it is wrong.");
	}

	@Test
	void pathIsListedWhenThereIsNoSuchModule() {
		ApplicationLoadException failure = new ApplicationLoadException("a:b", Reason.NO_SUCH_MODULE, "it is wrong", "",
				List.of("/first", "/second"));
		assertThat(new ApplicationLoadFailureAnalyzer(new MockEnvironment()).analyze(failure).getAction().lines())
			.containsExactly(ACTIONS.get(Reason.NO_SUCH_MODULE), "    /first", "    /second");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			textBlock = """
					nowhere:app            | NO_SUCH_MODULE     | there is no Python module 'nowhere'
					good.py:app            | NO_SUCH_MODULE     | there is no Python module 'good.py': a module is named without '.py', as 'good'
					./some/good.py:app     | BAD_EXPRESSION     | './some/good.py:app' names a file, not a module: it is 'good:app', with the directory './some' on the Python path
					some/good:app          | BAD_EXPRESSION     | 'some/good:app' names a file, not a module: it is 'good:app', with the directory 'some' on the Python path
					missing_dependency:app | MISSING_DEPENDENCY | 'missing_dependency' needs the Python module 'a_module_that_is_not_installed', which is not installed
					foreign:app            | FOREIGN_EXTENSION  | 'foreign' needs an extension that was not built for GraalPy, {sources}/_foreign_extension.cpython-312-x86_64-linux-gnu.so
					foreign_package:app    | FOREIGN_EXTENSION  | 'foreign_package' needs an extension that was not built for GraalPy, {sources}/foreign_package/_speed.cpython-312-x86_64-linux-gnu.so
					syntax_error:app       | SYNTAX_ERROR       | 'syntax_error' has a syntax error in {sources}/syntax_error.py, line 3, as Python 3.12 reads it
					raises:app             | IMPORT_FAILED      | importing 'raises' raised ValueError: DATABASE_URL is not set
					good:nothing           | NO_SUCH_ATTRIBUTE  | the module 'good' has no attribute 'nothing'
					good:answer            | NOT_CALLABLE       | 'good:answer' is of type int, which cannot be called
					factories:raising()    | FACTORY_FAILED     | 'raising()' raised KeyError: 'DATABASE_URL'
					factories:create(      | BAD_EXPRESSION     | 'create(' is not a call with literal arguments
					""")
	void applicationThatCannotBeLoadedEndsTheStart(String target, Reason reason, String description,
			CapturedOutput output) {
		ApplicationLoadException failure = failureOf(TestPython.application(target));
		start(failure);
		assertThat(failure.getReason()).isEqualTo(reason);
		assertAnalysis(failure, description.replace("{sources}", TestPython.sources("loading").toString()), output);
	}

	@Test
	void libraryThatIsMissingIsNamed() {
		FailureAnalysis analysis = new ApplicationLoadFailureAnalyzer(new MockEnvironment())
			.analyze(failureOf(TestPython.application("missing_library:app")));
		assertThat(analysis.getDescription()).contains("importing 'missing_library' raised ",
				"libnot_there.so.5: cannot open shared object file");
		assertThat(analysis.getAction()).isEqualTo("Install the system library libnot_there.so.5 on the machine, or in "
				+ "the image, where the application runs: a Python package needs it.");
	}

	@Test
	void libraryThatAnExtensionMissesIsNamedAlsoWhenThePackageRaisesItsOwnException() {
		// What GraalPy says for an extension
		String traceback = """
				ImportError: cannot load /venv/_x.graalpy250-312-native-x86_64-linux.so: NFIUnsatisfiedLinkError: \
				libpq.so.5: cannot open shared object file: No such file or directory

				During handling of the above exception, another exception occurred:

				RuntimeError: no driver""";
		ApplicationLoadException failure = new ApplicationLoadException("a:b", Reason.IMPORT_FAILED,
				"importing 'a' raised RuntimeError: no driver", traceback, List.of());
		assertThat(new ApplicationLoadFailureAnalyzer(new MockEnvironment()).analyze(failure).getAction())
			.startsWith("Install the system library libpq.so.5 on the machine");
	}

	@Test
	void applicationWhoseNativeModulesComeTooLateIsToRunElsewhere() {
		// What native_modules.py says
		ApplicationLoadException failure = new ApplicationLoadException("second:app", Reason.IMPORT_FAILED,
				"importing 'second' raised ImportError: the native module '_cffi_backend' (imported by cffi.api, second) "
						+ "is not available here: native modules work in one worker of a JVM, and another one has "
						+ "loaded some already",
				"Traceback (most recent call last):", List.of());
		assertThat(new ApplicationLoadFailureAnalyzer(new MockEnvironment()).analyze(failure).getAction())
			.isEqualTo("Run the application in a process of its own, or let it do without the native module that is "
					+ "named: of the applications in wsgi.apps, one can use native modules.");
	}

	@Test
	void hooksThatCannotBeLoadedEndTheStart(CapturedOutput output) {
		ApplicationLoadException failure = failureOf(new ApplicationSettings("good:app", true, false,
				new ApplicationSettings.Hooks("nowhere", "wsgi-default-1", 1)));
		start(failure);
		assertThat(failure.getReason()).isEqualTo(Reason.HOOKS_FAILED);
		assertAnalysis(failure, "wsgi.hooks 'nowhere' failed with ModuleNotFoundError: No module named 'nowhere'",
				output);
	}

	private static ApplicationLoadException failureOf(ApplicationSettings application) {
		return catchThrowableOfType(ApplicationLoadException.class, () -> interpreter.load(application, (line) -> {
		}));
	}

	private static void start(ApplicationLoadException failure) {
		WorkerPool pool = TestWorkers.pool("default");
		willThrow(failure).given(pool).start();
		SpringApplicationBuilder application = new SpringApplicationBuilder(App.class)
			.initializers((context) -> ((GenericApplicationContext) context).registerBean(WorkerPools.class,
					() -> new WorkerPools(List.of(pool))));
		assertThatExceptionOfType(ApplicationContextException.class)
			.isThrownBy(() -> application.run("--server.port=0", "--spring.main.banner-mode=off",
					"--wsgi.app=" + failure.getTarget(), "--wsgi.cache-dir=" + TestPython.cache()))
			.withRootCauseInstanceOf(ApplicationLoadException.class);
	}

	private static void assertAnalysis(ApplicationLoadException failure, String description, CapturedOutput output) {
		assertThat(output.getAll()).doesNotContain("Application run failed", "importlib/__init__.py",
				"wsgi_spring_boot/");
		String analysis = output.getAll().substring(output.getAll().indexOf("APPLICATION FAILED TO START"));
		assertThat(analysis)
			.containsSubsequence("Description:",
					"The application '" + failure.getTarget() + "' could not be loaded: " + description + "."
							+ System.lineSeparator(),
					failure.getTraceback(), "Action:", ACTIONS.get(failure.getReason()) + System.lineSeparator())
			.doesNotContain("\tat ");
	}

	@Test
	void realApplicationThatCannotBeLoadedEndsTheStart(CapturedOutput output) {
		SpringApplication application = new SpringApplication(App.class);
		assertThatExceptionOfType(ApplicationContextException.class)
			.isThrownBy(() -> application.run("--server.port=0", "--wsgi.app=imports_raises:app",
					"--wsgi.python-path=" + TestPython.sources("loading"), "--wsgi.cache-dir=" + TestPython.cache()))
			.withRootCauseInstanceOf(ApplicationLoadException.class);
		assertThat(output.getAll())
			.containsSubsequence("Loading the WSGI application 'imports_raises:app'", "APPLICATION FAILED TO START",
					"Description:",
					"The application 'imports_raises:app' could not be loaded: importing 'imports_raises' "
							+ "raised ValueError: DATABASE_URL is not set.",
					"Traceback (most recent call last):", "imports_raises.py\", line 3, in <module>",
					"raises.py\", line 9, in <module>", "raises.py\", line 6, in read_settings",
					"ValueError: DATABASE_URL is not set", "Action:", ACTIONS.get(Reason.IMPORT_FAILED))
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
