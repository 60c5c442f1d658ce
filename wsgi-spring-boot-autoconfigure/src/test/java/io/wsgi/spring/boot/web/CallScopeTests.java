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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.micrometer.context.ContextRegistry;
import io.wsgi.testsupport.TestSettings;
import io.wsgi.worker.WorkerSettings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.MDC;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link CompositeCallScope}, {@link MdcScopeFactory} and
 * {@link SnapshotScopeFactory}.
 *
 * @author wsgi-spring-boot contributors
 */
class CallScopeTests {

	private static final WorkerSettings APPLICATION = TestSettings.settings("default", "hello:app", 1, 1,
			Duration.ofSeconds(1));

	private static final String KEY = "wsgi.test";

	private final ThreadLocal<@Nullable String> threadLocal = new ThreadLocal<>();

	private final List<String> events = new ArrayList<>();

	@AfterEach
	void clear() {
		MDC.clear();
		ContextRegistry.getInstance().removeThreadLocalAccessor(KEY);
	}

	@Test
	void scopesAreClosedInTheOppositeOrder() {
		CallScope scope = compose(noting("outer"), (application) -> null, noting("inner"));
		scope.open();
		assertThat(scope.environ()).isEqualTo("outer inner ");
		scope.close(200, null);
		assertThat(this.events).containsExactly("open outer", "open inner", "close inner", "close outer");
	}

	@Test
	void thereIsNoScopeWhenNobodyWantsOne() {
		assertThat(CompositeCallScope.create(List.of(), APPLICATION)).isNull();
		assertThat(CompositeCallScope.create(List.of((application) -> null), APPLICATION)).isNull();
	}

	@Test
	void onlyScopesThatOpenedAreClosed() {
		CallScope scope = compose(noting("outer"), noting("bad open"), noting("inner"));
		assertThatIllegalStateException().isThrownBy(scope::open);
		scope.close(500, "report");
		assertThat(this.events).containsExactly("open outer", "close outer");
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void scopeThatCannotBeClosedKeepsNoOtherOneOpen(CapturedOutput output) {
		CallScope scope = compose(noting("outer"), noting("bad close"));
		scope.open();
		scope.close(200, null);
		assertThat(this.events).containsExactly("open outer", "open bad close", "close outer");
		assertThat(output).contains("The scope of a call could not be closed");
	}

	@Test
	void diagnosticContextIsCarriedToTheOtherThread() throws Exception {
		MDC.put("requestId", "7");
		CallScope scope = new MdcScopeFactory().create(APPLICATION);
		MDC.put("requestId", "later");
		assertThat(scope).isNotNull();
		onAnotherThread(() -> {
			scope.open();
			assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("requestId", "7"));
			scope.close(200, null);
			assertThat(MDC.get("requestId")).isNull();
		});
		assertThat(MDC.get("requestId")).isEqualTo("later");
	}

	@Test
	void emptyDiagnosticContextNeedsNoScope() {
		assertThat(new MdcScopeFactory().create(APPLICATION)).isNull();
		MDC.put("requestId", "7");
		MDC.remove("requestId");
		assertThat(new MdcScopeFactory().create(APPLICATION)).isNull();
	}

	@Test
	void registeredThreadLocalIsCarriedToTheOtherThread() throws Exception {
		ContextRegistry.getInstance().registerThreadLocalAccessor(KEY, this.threadLocal);
		SnapshotScopeFactory factory = new SnapshotScopeFactory();
		assertThat(factory.create(APPLICATION)).isNull();
		this.threadLocal.set("user");
		CallScope scope = factory.create(APPLICATION);
		assertThat(scope).isNotNull();
		onAnotherThread(() -> {
			scope.open();
			assertThat(this.threadLocal.get()).isEqualTo("user");
			scope.close(200, null);
			assertThat(this.threadLocal.get()).isNull();
		});
	}

	private static CallScope compose(CallScopeFactory... factories) {
		CallScope scope = CompositeCallScope.create(List.of(factories), APPLICATION);
		assertThat(scope).isNotNull();
		return scope;
	}

	private CallScopeFactory noting(String name) {
		return (application) -> new CallScope() {

			@Override
			public void open() {
				note("open");
			}

			@Override
			public String environ() {
				return name + " ";
			}

			@Override
			public void close(int status, @Nullable String report) {
				note("close");
			}

			private void note(String event) {
				if (name.equals("bad " + event)) {
					throw new IllegalStateException(name);
				}
				CallScopeTests.this.events.add(event + " " + name);
			}

		};
	}

	private static void onAnotherThread(Runnable task) throws InterruptedException {
		List<Throwable> failures = new ArrayList<>();
		Thread thread = Thread.ofPlatform().unstarted(task);
		thread.setUncaughtExceptionHandler((failed, ex) -> failures.add(ex));
		thread.start();
		thread.join();
		assertThat(failures).isEmpty();
	}

}
