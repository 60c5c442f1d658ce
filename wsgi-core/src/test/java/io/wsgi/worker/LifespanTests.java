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

package io.wsgi.worker;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Lifespan}.
 *
 * @author wsgi-spring-boot contributors
 */
class LifespanTests {

	@Test
	void workerThatIsNeverReplacedServesAnyNumberOfCalls() {
		Lifespan lifespan = new Lifespan(WorkerSettings.Recycling.NEVER);
		call(lifespan, 10_000);
		assertThat(lifespan.endedBy()).isNull();
	}

	@Test
	void workerEndsAfterItsNumberOfCalls() {
		Lifespan lifespan = new Lifespan(new WorkerSettings.Recycling(10, 0, null, null));
		call(lifespan, 9);
		assertThat(lifespan.endedBy()).isNull();
		call(lifespan, 1);
		assertThat(lifespan.endedBy()).isEqualTo("max-requests");
		assertThat(lifespan.calls()).isEqualTo(10);
	}

	@RepeatedTest(100)
	void jitterAddsUpToItsNumberOfCalls() {
		Lifespan lifespan = new Lifespan(new WorkerSettings.Recycling(10, 5, null, null));
		call(lifespan, 9);
		assertThat(lifespan.endedBy()).isNull();
		call(lifespan, 6);
		assertThat(lifespan.endedBy()).isEqualTo("max-requests");
	}

	@Test
	void jitterIsChosenForEachWorker() {
		assertThat(IntStream.range(0, 200).mapToLong((i) -> callsUntilEnd()).distinct()).hasSize(6);
	}

	private long callsUntilEnd() {
		Lifespan lifespan = new Lifespan(new WorkerSettings.Recycling(10, 5, null, null));
		while (lifespan.endedBy() == null) {
			lifespan.called();
		}
		return lifespan.calls();
	}

	@Test
	void largestNumbersAreTaken() {
		Lifespan lifespan = new Lifespan(
				new WorkerSettings.Recycling(Integer.MAX_VALUE, Integer.MAX_VALUE, Duration.ofDays(10_000), null));
		call(lifespan, 10);
		assertThat(lifespan.endedBy()).isNull();
	}

	@Test
	void jitterAloneReplacesNothing() {
		WorkerSettings.Recycling recycling = new WorkerSettings.Recycling(0, 50, null, null);
		Lifespan lifespan = new Lifespan(recycling);
		call(lifespan, 1000);
		assertThat(lifespan.endedBy()).isNull();
		assertThat(settings(recycling).needsReplaceableWorkers()).isFalse();
	}

	@Test
	void workerEndsAtItsAge() {
		assertThat(new Lifespan(new WorkerSettings.Recycling(0, 0, Duration.ofHours(1), null)).endedBy()).isNull();
		assertThat(new Lifespan(new WorkerSettings.Recycling(0, 0, Duration.ZERO, null)).endedBy())
			.isEqualTo("max-worker-age");
	}

	@Test
	void workersThatEndHaveToBeReplaceable() {
		assertThat(settings(WorkerSettings.Recycling.NEVER).needsReplaceableWorkers()).isFalse();
		assertThat(settings(new WorkerSettings.Recycling(1, 0, null, null)).needsReplaceableWorkers()).isTrue();
		assertThat(settings(new WorkerSettings.Recycling(0, 0, Duration.ofHours(1), null)).needsReplaceableWorkers())
			.isTrue();
	}

	private WorkerSettings settings(WorkerSettings.Recycling recycling) {
		return new WorkerSettings("test", "test:app", null, WorkerSettings.Scaling.SINGLE, 1, 1, 1, Duration.ofHours(1),
				null, Duration.ZERO, recycling, List.of());
	}

	private void call(Lifespan lifespan, int count) {
		for (int i = 0; i < count; i++) {
			lifespan.called();
		}
	}

}
