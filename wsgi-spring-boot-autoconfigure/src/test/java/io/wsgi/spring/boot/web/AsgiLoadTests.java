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

package io.wsgi.spring.boot.web;

import io.wsgi.runtime.ApplicationInterface;
import io.wsgi.runtime.ApplicationLoadException;
import io.wsgi.runtime.ApplicationLoadException.Reason;
import io.wsgi.runtime.ApplicationSettings;
import io.wsgi.runtime.EventLoop;
import io.wsgi.runtime.LifespanMode;
import io.wsgi.runtime.PythonApplication;
import io.wsgi.runtime.PythonInterpreter;
import io.wsgi.testsupport.TestPython;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for what is taken for an application of ASGI, and for its start.
 *
 * @author wsgi-spring-boot contributors
 */
class AsgiLoadTests {

	private static PythonInterpreter interpreter;

	private static EventLoop loop;

	@BeforeAll
	static void createLoop() {
		interpreter = TestPython.newInterpreter(TestPython.sources("asgi"));
		loop = interpreter.newEventLoop(new NoCalls());
	}

	@AfterAll
	static void close() {
		interpreter.close();
	}

	private static PythonApplication load(String name, ApplicationInterface kind, LifespanMode lifespan) {
		return interpreter.load(new ApplicationSettings("lives:" + name, kind, lifespan, true, false, null),
				System.err::println);
	}

	private static PythonApplication load(String name) {
		return load(name, ApplicationInterface.AUTO, LifespanMode.AUTO);
	}

	@ParameterizedTest
	@ValueSource(strings = { "refusing", "instance", "returning", "Awaited" })
	@Conformance("A24")
	void anApplicationOfAsgiIsRecognized(String name) {
		assertThat(load(name).isAsync()).isTrue();
	}

	@Test
	@Conformance("A24")
	void theSettingDecidesWhatCannotBeToldApart() {
		assertThat(load("wsgi").isAsync()).isFalse();
		assertThat(load("hidden").isAsync()).isFalse();
		assertThat(load("hidden", ApplicationInterface.ASGI, LifespanMode.AUTO).isAsync()).isTrue();
		assertThat(load("instance", ApplicationInterface.WSGI, LifespanMode.AUTO).isAsync()).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "Old, it is a class that takes one argument",
			"Instance, it is a class whose instances are applications" })
	@Conformance("A24")
	void anotherKindOfApplicationIsRefused(String name, String message) {
		assertThatExceptionOfType(ApplicationLoadException.class).isThrownBy(() -> load(name))
			.withMessageContaining("'lives:" + name + "' is not served: " + message)
			.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(Reason.UNKNOWN_INTERFACE));
	}

	@ParameterizedTest
	@ValueSource(strings = { "refusing", "silent" })
	@Conformance("A26")
	void anApplicationNeedNotKnowLifespans(String name) {
		assertThatNoException().isThrownBy(() -> loop.start(load(name)));
		assertThatExceptionOfType(ApplicationLoadException.class)
			.isThrownBy(() -> loop.start(load(name, ApplicationInterface.AUTO, LifespanMode.ON)))
			.withMessageContaining("wsgi.lifespan=on");
	}

	@Test
	@Conformance({ "A25", "A26" })
	void anApplicationThatDoesNotStartIsNotServed() {
		assertThatExceptionOfType(ApplicationLoadException.class).isThrownBy(() -> loop.start(load("failing")))
			.withMessageEndingWith("its lifespan failed: no start")
			.satisfies((failure) -> {
				assertThat(failure.getReason()).isEqualTo(Reason.LIFESPAN_FAILED);
				assertThat(failure.getTraceback()).contains("lives.py", "no database here");
			});
		assertThatNoException()
			.isThrownBy(() -> loop.start(load("failing", ApplicationInterface.AUTO, LifespanMode.OFF)));
	}

	@Test
	@Conformance("A25")
	void anApplicationThatDoesNotStartNeedNotSayWhy() {
		assertThatExceptionOfType(ApplicationLoadException.class).isThrownBy(() -> loop.start(load("mute")))
			.withMessageEndingWith("its lifespan failed: it said so by lifespan.startup.failed");
	}

	/**
	 * Nothing comes for the loop.
	 */
	private static final class NoCalls implements EventLoop.Port {

		@Override
		public boolean pump(long nanos, boolean arm) {
			return false;
		}

		@Override
		public void wake() {
		}

		@Override
		public boolean wakeThrough(int descriptor) {
			return false;
		}

		@Override
		public boolean ended(long number, @Nullable String failure, @Nullable String report) {
			return false;
		}

		@Override
		public boolean enter(long number) {
			return false;
		}

		@Override
		public void leave() {
		}

		@Override
		public void replaced(@Nullable String message, @Nullable String traceback) {
		}

	}

}
