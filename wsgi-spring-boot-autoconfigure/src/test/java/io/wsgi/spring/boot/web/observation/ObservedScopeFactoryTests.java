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

package io.wsgi.spring.boot.web.observation;

import java.time.Duration;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import io.wsgi.spring.boot.web.CallScope;
import io.wsgi.testsupport.TestSettings;
import io.wsgi.worker.WorkerSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ObservedScopeFactory} and the conventions, without tracer.
 *
 * @author wsgi-spring-boot contributors
 */
class ObservedScopeFactoryTests {

	private static final WorkerSettings APPLICATION = TestSettings.settings("default", "hello:app", 1, 1,
			Duration.ofSeconds(1));

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	@ParameterizedTest
	@CsvSource({ "200, SUCCESS", "304, REDIRECTION", "404, CLIENT_ERROR", "503, SERVER_ERROR", "199, INFORMATIONAL",
			"799, UNKNOWN" })
	void callIsObserved(int status, String outcome) {
		CallScope scope = create(this.registry, null);
		scope.open();
		assertThat(this.registry.getCurrentObservation()).isNotNull();
		scope.close(status, null);
		assertThat(this.registry.getCurrentObservation()).isNull();
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasSingleObservationThat()
			.hasNameEqualTo("wsgi.request")
			.hasContextualNameEqualTo("wsgi hello:app")
			.hasLowCardinalityKeyValue("application", "default")
			.hasLowCardinalityKeyValue("status", Integer.toString(status))
			.hasLowCardinalityKeyValue("outcome", outcome)
			.doesNotHaveError()
			.hasBeenStarted()
			.hasBeenStopped();
	}

	@Test
	void failureHasTheReportAndNoStack() {
		CallScope scope = create(this.registry, null);
		scope.open();
		scope.close(500, "Traceback");
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasSingleObservationThat()
			.hasError()
			.thenError()
			.hasMessage("Traceback")
			.extracting(Throwable::getStackTrace)
			.isEqualTo(new StackTraceElement[0]);
	}

	@Test
	void observationOfTheRequestIsTheParent() {
		Observation request = Observation.start("http.server.requests", this.registry);
		CallScope scope;
		try (Observation.Scope current = request.openScope()) {
			scope = create(this.registry, null);
		}
		scope.open();
		scope.close(200, null);
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasObservationWithNameEqualTo("wsgi.request")
			.that()
			.hasParentObservationEqualTo(request);
	}

	@Test
	void conventionOfTheUserCounts() {
		CallScope scope = create(this.registry, new DefaultWsgiRequestObservationConvention() {

			@Override
			public String getName() {
				return "own";
			}

		});
		scope.open();
		scope.close(200, null);
		TestObservationRegistryAssert.assertThat(this.registry).hasSingleObservationThat().hasNameEqualTo("own");
	}

	@Test
	void observationCanBeSwitchedOff() {
		this.registry.observationConfig().observationPredicate((name, context) -> !name.equals("wsgi.request"));
		CallScope scope = create(this.registry, null);
		scope.open();
		assertThat(scope.environ()).isEmpty();
		scope.close(500, "Traceback");
		TestObservationRegistryAssert.assertThat(this.registry).doesNotHaveAnyObservation();
	}

	@Test
	void registryThatDoesNothingCostsNothing() {
		assertThat(factory(ObservationRegistry.NOOP, null).create(APPLICATION)).isNull();
	}

	private static CallScope create(ObservationRegistry registry, WsgiRequestObservationConvention convention) {
		CallScope scope = factory(registry, convention).create(APPLICATION);
		assertThat(scope).isNotNull();
		return scope;
	}

	private static ObservedScopeFactory factory(ObservationRegistry registry,
			WsgiRequestObservationConvention convention) {
		return new ObservedScopeFactory(registry, convention, new TraceVariables(Tracer.NOOP, Propagator.NOOP));
	}

}
