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
import java.util.List;
import java.util.Map;

import io.wsgi.spring.boot.python.PythonRuntime;
import io.wsgi.spring.boot.testsupport.TestSettings;
import io.wsgi.spring.boot.worker.WorkerPool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link WsgiHealthIndicator}.
 *
 * @author wsgi-spring-boot contributors
 */
class WsgiHealthIndicatorTests {

	private final WorkerPool workers = mock();

	private final PythonRuntime runtime = mock();

	private final WsgiHealthIndicator indicator = new WsgiHealthIndicator(this.workers, this.runtime);

	@BeforeEach
	void setUpWorkers() {
		given(this.workers.getSettings())
			.willReturn(TestSettings.settings("default", "hello:app", 1, 1, Duration.ofSeconds(1)));
		given(this.runtime.pythonVersion()).willReturn("3.12.8");
		given(this.runtime.graalPyVersion()).willReturn("25.0.3");
	}

	@Test
	void applicationIsUpWhenItsWorkersServe() {
		given(this.workers.isRunning()).willReturn(true);
		given(this.workers.size()).willReturn(1);
		given(this.workers.generation()).willReturn(2);
		given(this.workers.nativeModules()).willReturn(List.of("_sqlite3 <- sqlite3"));
		given(this.runtime.optimized()).willReturn(true);
		Health health = this.indicator.health();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsExactlyInAnyOrderEntriesOf(
				Map.of("app", "hello:app", "runtime", "optimized", "python", "3.12.8", "graalpy", "25.0.3", "workers",
						1, "generation", 2, "nativeModules", List.of("_sqlite3 <- sqlite3")));
	}

	@Test
	void applicationIsDownWhenOnlyARestartHelps() {
		given(this.workers.isRunning()).willReturn(true);
		given(this.workers.isBroken()).willReturn(true);
		assertThat(this.indicator.health().getStatus()).isEqualTo(Status.DOWN);
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
