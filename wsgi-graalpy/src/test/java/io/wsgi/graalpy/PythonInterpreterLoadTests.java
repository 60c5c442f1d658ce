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

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.wsgi.runtime.ApplicationLoadException;
import io.wsgi.runtime.ApplicationLoadException.Reason;
import io.wsgi.runtime.PythonApplication;
import io.wsgi.runtime.PythonInterpreter;
import io.wsgi.testsupport.RecordedExchange;
import io.wsgi.testsupport.TestPython;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link PythonInterpreter#load}, all in one interpreter.
 *
 * @author wsgi-spring-boot contributors
 */
class PythonInterpreterLoadTests {

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
	@CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
			good:app                                   | good.app
			good:Site.wsgi                             | good.Site.wsgi
			package.web:app                            | package.web.app
			package.web                                | package.web.app
			both_names                                 | both_names.application
			both_names:                                | both_names.application
			only_app                                   | only_app.app
			factories:create()                         | create
			factories:configured("x", debug=True)      | configured x True
			factories:configured(name=['a', 1])        | configured ['a', 1] False
			answers:answering("y")                     | y
			~ good : app ~                             | good.app
			""")
	void applicationIsFound(String target, String answer) {
		PythonApplication application = interpreter.load(TestPython.application(target), (line) -> {
		});
		RecordedExchange exchange = new RecordedExchange("/");
		application.newCaller().call(exchange);
		assertThat(exchange.getReport()).isNull();
		assertThat(exchange.isComplete()).isTrue();
		assertThat(exchange.getHead()).isEqualTo("200 OK\nContent-Type\ntext/plain");
		assertThat(exchange.getResponse()).isEqualTo(answer);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			textBlock = """
					["Shop.call()", "functions", "find", ["name"]]            | ~~
					["Shop.call()", "functions", "Shelf.count", []]           | ~~
					["Shop.call()", "functions", "find", ["name", "limit"]]   | ~~
					["Shop.call()", "functions", "find", [null, null]]        | ~~
					["Shop.call()", "functions", "find", ["text"]]            | ~~
					["Shop.call()", "functions", "find", []]                  | Shop.call() does not fit 'find' of the module 'functions': missing a required argument: 'name'
					["Shop.call()", "functions", "find", ["a", "b", "c"]]     | Shop.call() does not fit 'find' of the module 'functions': too many positional arguments
					["Shop.call()", "functions", "find", ["name", "other"]]   | Shop.call() does not fit 'find' of the module 'functions': it has no parameter 'other', but others of the names that Java has
					["Shop.call()", "functions", "nothing", []]               | Shop.call() calls a function 'nothing', which the module 'functions' does not have
					["Shop.call()", "functions", "answer", []]                | Shop.call() calls 'answer' of the module 'functions', which is no function
					""")
	void functionsOfClientsHaveToBeThere(String function, String failure) {
		interpreter.requireFunctions("[" + function + "]");
		try {
			if (failure.isEmpty()) {
				assertThat(interpreter.load(TestPython.application("good:app"), (line) -> {
				})).isNotNull();
			}
			else {
				ApplicationLoadException ex = loadFails("good:app");
				assertThat(ex.getReason()).isEqualTo(Reason.NO_SUCH_FUNCTION);
				assertThat(ex).hasMessage("Java code calls a function that Python does not have: " + failure);
			}
		}
		finally {
			interpreter.requireFunctions("");
		}
	}

	@Test
	void moduleOfAClientHasToBeThere() {
		interpreter.requireFunctions("[[\"Shop.call()\", \"nowhere\", \"find\", []]]");
		try {
			assertThat(loadFails("good:app").getReason()).isEqualTo(Reason.NO_SUCH_MODULE);
		}
		finally {
			interpreter.requireFunctions("");
		}
	}

	@Test
	void moduleThatDoesNotExistIsNamedTogetherWithThePath() {
		ApplicationLoadException ex = loadFails("nowhere:app");
		assertThat(ex.getReason()).isEqualTo(Reason.NO_SUCH_MODULE);
		assertThat(ex.getTarget()).isEqualTo("nowhere:app");
		assertThat(ex)
			.hasMessage("The application 'nowhere:app' could not be loaded: there is no Python module 'nowhere'");
		assertThat(ex.getPath()).contains(TestPython.sources("loading").toString());
	}

	@ParameterizedTest
	@ValueSource(strings = { "nowhere.web:app", "package.nowhere:app", "good.nowhere:app" })
	void partOfDottedModuleThatDoesNotExistIsNoSuchModule(String target) {
		ApplicationLoadException ex = loadFails(target);
		assertThat(ex.getReason()).isEqualTo(Reason.NO_SUCH_MODULE);
		assertThat(ex).hasMessageContaining("there is no Python module '" + target.split(":")[0] + "'");
	}

	@Test
	void missingDependencyIsNamedTogetherWithWhoNeedsIt() {
		ApplicationLoadException ex = loadFails("missing_dependency:app");
		assertThat(ex.getReason()).isEqualTo(Reason.MISSING_DEPENDENCY);
		assertThat(ex).hasMessageEndingWith(
				"'missing_dependency' needs the Python module 'a_module_that_is_not_installed', which is not installed");
		assertThat(frames(ex)).singleElement()
			.asString()
			.contains("missing_dependency.py\", line 3, in <module>", "import a_module_that_is_not_installed");
		assertThat(ex.getTraceback()).endsWith("No module named 'a_module_that_is_not_installed'");
	}

	@Test
	void syntaxErrorHasFileAndLine() {
		ApplicationLoadException ex = loadFails("syntax_error:app");
		assertThat(ex.getReason()).isEqualTo(Reason.SYNTAX_ERROR);
		assertThat(ex).hasMessageContaining("'syntax_error' has a syntax error in ")
			.hasMessageEndingWith("syntax_error.py, line 3, as Python 3.12 reads it");
		assertThat(ex.getTraceback()).contains("SyntaxError: ").contains("def app(environ, start_response)");
		assertThat(frames(ex)).allSatisfy((frame) -> assertThat(frame).contains("syntax_error.py"));
	}

	@Test
	void exceptionAtImportHasTheApplicationsFramesOnly() {
		ApplicationLoadException ex = loadFails("raises:app");
		assertThat(ex.getReason()).isEqualTo(Reason.IMPORT_FAILED);
		assertThat(ex).hasMessageEndingWith("importing 'raises' raised ValueError: DATABASE_URL is not set");
		assertThat(frames(ex)).satisfiesExactly(
				(frame) -> assertThat(frame).contains("raises.py", "in <module>", "app = read_settings()"),
				(frame) -> assertThat(frame).contains("raises.py", "in read_settings"));
		assertThat(ex.getTraceback()).startsWith("Traceback (most recent call last):")
			.endsWith("ValueError: DATABASE_URL is not set");
	}

	@Test
	void exceptionInImportedModuleHasTheApplicationsFramesOnly() {
		ApplicationLoadException ex = loadFails("imports_raises:app");
		assertThat(ex.getReason()).isEqualTo(Reason.IMPORT_FAILED);
		assertThat(frames(ex)).satisfiesExactly((frame) -> assertThat(frame).contains("imports_raises.py"),
				(frame) -> assertThat(frame).contains("raises.py", "in <module>"),
				(frame) -> assertThat(frame).contains("raises.py", "in read_settings"));
	}

	@Test
	void moduleThatFailedOnceIsTriedAgain() {
		assertThat(loadFails("raises:app").getReason()).isEqualTo(Reason.IMPORT_FAILED);
		assertThat(loadFails("raises:app").getReason()).isEqualTo(Reason.IMPORT_FAILED);
	}

	@Test
	void exitAtImportDoesNotEndTheProcess() {
		ApplicationLoadException ex = loadFails("exits:app");
		assertThat(ex.getReason()).isEqualTo(Reason.IMPORT_FAILED);
		assertThat(ex).hasMessageEndingWith("importing 'exits' raised SystemExit: 3");
	}

	@Test
	void attributeThatDoesNotExistIsNamed() {
		ApplicationLoadException ex = loadFails("good:nothing");
		assertThat(ex.getReason()).isEqualTo(Reason.NO_SUCH_ATTRIBUTE);
		assertThat(ex).hasMessageEndingWith("the module 'good' has no attribute 'nothing'");
	}

	@Test
	void partOfDottedAttributeThatDoesNotExistIsNamed() {
		ApplicationLoadException ex = loadFails("good:Site.nothing");
		assertThat(ex.getReason()).isEqualTo(Reason.NO_SUCH_ATTRIBUTE);
		assertThat(ex).hasMessageEndingWith("'Site.nothing' in the module 'good' has no attribute 'nothing'");
	}

	@Test
	void moduleAloneNeedsOneOfTheUsualNames() {
		ApplicationLoadException ex = loadFails("answers");
		assertThat(ex.getReason()).isEqualTo(Reason.NO_SUCH_ATTRIBUTE);
		assertThat(ex).hasMessageEndingWith("the module 'answers' has neither 'application' nor 'app'");
	}

	@ParameterizedTest
	@CsvSource({ "good:answer,int", "good:answer(),int", "factories:nothing(),NoneType" })
	void whatCannotBeCalledIsNamedWithItsType(String target, String type) {
		ApplicationLoadException ex = loadFails(target);
		assertThat(ex.getReason()).isEqualTo(Reason.NOT_CALLABLE);
		assertThat(ex).hasMessageEndingWith("is of type " + type + ", which cannot be called");
	}

	@Test
	void factoryThatRaisesHasTheApplicationsFramesOnly() {
		ApplicationLoadException ex = loadFails("factories:raising()");
		assertThat(ex.getReason()).isEqualTo(Reason.FACTORY_FAILED);
		assertThat(ex).hasMessageEndingWith("'raising()' raised KeyError: 'DATABASE_URL'");
		assertThat(frames(ex)).satisfiesExactly((frame) -> assertThat(frame).contains("factories.py", "in raising"),
				(frame) -> assertThat(frame).contains("factories.py", "in _read_settings"));
	}

	@Test
	void factoryWithWrongArgumentsSaysWhichAreMissing() {
		ApplicationLoadException ex = loadFails("factories:configured()");
		assertThat(ex.getReason()).isEqualTo(Reason.FACTORY_FAILED);
		assertThat(ex).hasMessageContaining("TypeError").hasMessageContaining("name");
	}

	@ParameterizedTest
	@ValueSource(strings = { "create(", "create())", "create() + 1", "configured(open('/etc/passwd'))",
			"configured(*['x'])", "configured(**{'name': 'x'})", "create()()", "create() if True else 1" })
	void expressionOtherThanCallWithLiteralsIsRefused(String expression) {
		ApplicationLoadException ex = loadFails("factories:" + expression);
		assertThat(ex.getReason()).isEqualTo(Reason.BAD_EXPRESSION);
		assertThat(ex).hasMessageEndingWith("'" + expression + "' is not a call with literal arguments");
	}

	@ParameterizedTest
	@ValueSource(strings = { ":app", ".relative:app", "pack..age:app" })
	void targetWithoutModuleNameIsRefused(String target) {
		assertThat(loadFails(target).getReason()).isEqualTo(Reason.BAD_EXPRESSION);
	}

	@ParameterizedTest
	@ValueSource(strings = { "nowhere:app", "missing_dependency:app", "syntax_error:app", "raises:app", "exits:app",
			"good:nothing", "factories:raising()", "factories:create(", "factories:configured()" })
	void tracebackHasNoFramesOfTheGatewayOrOfTheImportSystem(String target) {
		assertThat(frames(loadFails(target))).noneSatisfy((frame) -> assertThat(frame).contains("importlib"))
			.noneSatisfy((frame) -> assertThat(frame).contains("wsgi_spring_boot"));
	}

	private static ApplicationLoadException loadFails(String target) {
		return catchThrowableOfType(ApplicationLoadException.class,
				() -> interpreter.load(TestPython.application(target), (line) -> {
				}));
	}

	private static List<String> frames(ApplicationLoadException ex) {
		List<String> frames = new ArrayList<>();
		Stream.of(ex.getTraceback().split("(?m)^ {2}(?=File )")).skip(1).forEach(frames::add);
		return frames;
	}

}
