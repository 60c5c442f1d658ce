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
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wsgi.testsupport.TestPython;
import io.wsgi.testsupport.TestSettings;
import io.wsgi.worker.WorkerPool;
import io.wsgi.worker.WorkerPoolListener;
import io.wsgi.worker.WorkerPools;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link WsgiMetrics}.
 *
 * @author wsgi-spring-boot contributors
 */
class WsgiMetricsTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final WorkerPool workers = mock();

	private WsgiMetrics metrics;

	private WorkerPoolListener listener;

	@BeforeEach
	void bind() {
		given(this.workers.getSettings())
			.willReturn(TestSettings.settings("default", "hello:app", 7, 1, Duration.ofSeconds(1)));
		this.metrics = new WsgiMetrics(new WorkerPools(List.of(this.workers)), TestPython.runtime());
		this.metrics.bindTo(this.registry);
		ArgumentCaptor<WorkerPoolListener> captor = ArgumentCaptor.captor();
		then(this.workers).should().addListener(captor.capture());
		this.listener = captor.getValue();
	}

	@AfterEach
	void close() {
		this.metrics.close();
	}

	@Test
	void everyMeterHasADescriptionAndTheNameOfTheApplication() {
		this.listener.failed("KeyError");
		this.listener.replaced("worker-1", "reload");
		// That of event loops is there where there are any
		given(this.workers.isAsync()).willReturn(true);
		this.listener.workerReady("worker-1", Duration.ofSeconds(1));
		assertThat(this.registry.getMeters()).hasSize(27)
			.extracting(Meter::getId)
			.allSatisfy((id) -> assertThat(id.getDescription()).isNotBlank())
			.allSatisfy((id) -> assertThat(id.getName()).startsWith("wsgi."))
			.filteredOn((id) -> !id.getName().startsWith("wsgi.jit."))
			.allSatisfy((id) -> assertThat(id.getTag("application")).isEqualTo("default"));
	}

	@Test
	void gaugesFollowTheWorkers() {
		given(this.workers.size()).willReturn(5);
		given(this.workers.idle()).willReturn(4);
		given(this.workers.active()).willReturn(2);
		given(this.workers.pending()).willReturn(3);
		assertThat(gauge("wsgi.workers")).isEqualTo(5);
		assertThat(gauge("wsgi.workers.active")).isEqualTo(1);
		assertThat(gauge("wsgi.workers.idle")).isEqualTo(4);
		assertThat(gauge("wsgi.requests.active")).isEqualTo(2);
		assertThat(gauge("wsgi.workers.pending")).isEqualTo(3);
		assertThat(gauge("wsgi.threads.max")).isEqualTo(7);
		assertThat(gauge("wsgi.workers.max")).isEqualTo(1);
		assertThat(gauge("wsgi.workers.min")).isEqualTo(1);
	}

	@Test
	void callsAreTimed() {
		this.listener.acquired(5_000_000);
		this.listener.used(20_000_000);
		this.listener.used(30_000_000);
		assertThat(this.registry.get("wsgi.workers.acquire").timer().count()).isOne();
		assertThat(this.registry.get("wsgi.workers.acquire").timer().totalTime(TimeUnit.MILLISECONDS)).isEqualTo(5);
		assertThat(this.registry.get("wsgi.workers.usage").timer().count()).isEqualTo(2);
		assertThat(this.registry.get("wsgi.workers.usage").timer().totalTime(TimeUnit.MILLISECONDS)).isEqualTo(50);
	}

	@Test
	void refusedCallsAreCounted() {
		this.listener.rejected();
		this.listener.timedOut();
		this.listener.timedOut();
		assertThat(this.registry.get("wsgi.workers.rejected").counter().count()).isOne();
		assertThat(this.registry.get("wsgi.workers.timeout").counter().count()).isEqualTo(2);
	}

	@Test
	void interruptedCallsAreCounted() {
		this.listener.interrupted();
		assertThat(this.registry.get("wsgi.requests.interrupted").counter().count()).isOne();
	}

	@Test
	void hungCallsAreCounted() {
		this.listener.hung();
		assertThat(this.registry.get("wsgi.requests.hung").counter().count()).isOne();
	}

	@Test
	void bytesAndAbortedResponsesAreCounted() {
		this.listener.exchanged(10, 100, false);
		this.listener.exchanged(0, 50, true);
		assertThat(this.registry.get("wsgi.requests.received").counter().count()).isEqualTo(10);
		assertThat(this.registry.get("wsgi.responses.sent").counter().count()).isEqualTo(150);
		assertThat(this.registry.get("wsgi.responses.aborted").counter().count()).isOne();
	}

	@Test
	void replacedWorkersAreCountedByReason() {
		this.listener.replaced("worker-1", "age");
		this.listener.replaced("worker-1", "requests");
		this.listener.replaced("worker-1", "requests");
		assertThat(this.registry.get("wsgi.workers.replaced").tag("reason", "age").counter().count()).isOne();
		assertThat(this.registry.get("wsgi.workers.replaced")
			.tags("reason", "requests", "application", "default")
			.counter()
			.count()).isEqualTo(2);
	}

	private double gauge(String name) {
		return this.registry.get(name).gauge().value();
	}

}
