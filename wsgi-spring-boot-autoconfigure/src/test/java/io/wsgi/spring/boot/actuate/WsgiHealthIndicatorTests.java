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

package io.wsgi.spring.boot.actuate;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.wsgi.runtime.PythonRuntime;
import io.wsgi.testsupport.TestSettings;
import io.wsgi.worker.WorkerPool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;

/**
 * Tests for {@link WsgiHealthIndicator}.
 *
 * @author wsgi-spring-boot contributors
 */
class WsgiHealthIndicatorTests {

	private final WorkerPool workers = mock();

	private final PythonRuntime runtime = mock();

	private final WsgiHealthIndicator indicator = new WsgiHealthIndicator(this.workers, this.runtime, null);

	@BeforeEach
	void setUpWorkers() {
		given(this.workers.getSettings())
			.willReturn(TestSettings.settings("default", "hello:app", 1, 1, Duration.ofSeconds(1)));
		given(this.runtime.pythonVersion()).willReturn("3.12.8");
		given(this.runtime.name()).willReturn("graalpy");
		given(this.runtime.version()).willReturn("25.0.3");
	}

	@Test
	void applicationIsUpWhenItsWorkersServe() {
		given(this.workers.isRunning()).willReturn(true);
		given(this.workers.size()).willReturn(2);
		given(this.workers.idle()).willReturn(1);
		given(this.workers.generation()).willReturn(2);
		given(this.workers.nativeModules()).willReturn(List.of("numpy <- shop"));
		given(this.runtime.optimized()).willReturn(true);
		Health health = this.indicator.health();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails())
			.containsExactlyInAnyOrderEntriesOf(Map.of("app", "hello:app", "runtime", "optimized", "python", "3.12.8",
					"graalpy", "25.0.3", "workers", Map.of("ready", 2, "active", 1, "idle", 1, "min", 1, "max", 1),
					"generation", 2, "nativeModules", List.of("numpy <- shop")));
	}

	@Test
	void applicationIsDownWhenOnlyARestartHelps() {
		given(this.workers.isRunning()).willReturn(true);
		given(this.workers.isBroken()).willReturn(true);
		assertThat(this.indicator.health().getStatus()).isEqualTo(Status.DOWN);
	}

	@Test
	void applicationIsDownWhenNoWorkerCanBeStarted() {
		given(this.workers.isRunning()).willReturn(true);
		assertThat(this.indicator.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
		given(this.workers.lastFailure()).willReturn(new IllegalStateException("no such table"));
		assertThat(this.indicator.health().getStatus()).isEqualTo(Status.DOWN);
		assertThat(this.indicator.health().getDetails()).containsEntry("lastFailure", "no such table");
		given(this.workers.size()).willReturn(1);
		assertThat(this.indicator.health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void applicationIsDownWhenItSaysSo() {
		given(this.workers.isRunning()).willReturn(true);
		given(this.workers.size()).willReturn(1);
		given(this.workers.probe("environ")).willReturn(CompletableFuture.completedFuture("204 No Content"),
				CompletableFuture.completedFuture("500 Internal Server Error"),
				CompletableFuture.failedFuture(new IllegalStateException()), new CompletableFuture<>());
		WsgiHealthIndicator probing = new WsgiHealthIndicator(this.workers, this.runtime,
				new ApplicationProbe(this.workers, "environ", Duration.ofMillis(1), Duration.ZERO));
		assertThat(probing.health()).satisfies((health) -> assertThat(health.getStatus()).isEqualTo(Status.UP))
			.satisfies((health) -> assertThat(health.getDetails()).containsEntry("application", "204 No Content"));
		assertThat(probing.health().getStatus()).isEqualTo(Status.DOWN);
		assertThat(probing.health().getDetails()).containsEntry("application", "no response");
		// The request that has no answer yet is not made again
		assertThat(probing.health().getDetails()).containsEntry("application", "no answer within 1 ms");
		assertThat(probing.health().getDetails()).containsEntry("application", "no answer within 1 ms");
		then(this.workers).should(times(4)).probe("environ");
	}

	@Test
	void nobodyWaitsForTheTimeOutsOfOthers() throws Exception {
		int probers = 10;
		CountDownLatch waiting = new CountDownLatch(probers);
		CompletableFuture<String> hung = new CompletableFuture<>() {

			@Override
			public String get(long timeout, TimeUnit unit) throws InterruptedException, TimeoutException {
				// The time is over for all of them when all of them wait
				waiting.countDown();
				waiting.await();
				throw new TimeoutException();
			}

		};
		given(this.workers.probe("environ")).willReturn(hung);
		ApplicationProbe probe = new ApplicationProbe(this.workers, "environ", Duration.ofSeconds(5), Duration.ZERO);
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			List<Future<ApplicationProbe.Answer>> answers = threads.invokeAll(Collections.nCopies(probers, probe::ask),
					1, TimeUnit.MINUTES);
			for (Future<ApplicationProbe.Answer> answer : answers) {
				assertThat(answer.get().text()).isEqualTo("no answer within 5000 ms");
			}
		}
		then(this.workers).should().probe("environ");
	}

	@Test
	void answerOfTheApplicationCountsForAWhile() {
		given(this.workers.isRunning()).willReturn(true);
		given(this.workers.size()).willReturn(1);
		given(this.workers.probe("environ")).willReturn(CompletableFuture.completedFuture("200 OK"));
		WsgiHealthIndicator probing = new WsgiHealthIndicator(this.workers, this.runtime,
				new ApplicationProbe(this.workers, "environ", Duration.ofSeconds(1), Duration.ofHours(1)));
		probing.health();
		assertThat(probing.health().getStatus()).isEqualTo(Status.UP);
		then(this.workers).should().probe("environ");
	}

	@Test
	void applicationIsOutOfServiceBeforeAndAfter() {
		assertThat(this.indicator.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
	}

	@Test
	void runtimeWithoutJitIsTold() {
		assertThat(this.indicator.health().getDetails()).containsEntry("runtime", "interpreted");
	}

}
