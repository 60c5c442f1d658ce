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
import java.util.stream.LongStream;

import io.wsgi.worker.policy.HeapUsage;
import io.wsgi.worker.policy.RecyclingPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RecyclingPolicy}.
 *
 * @author wsgi-spring-boot contributors
 */
class RecyclingPolicyTests {

	@ParameterizedTest
	@CsvSource(nullValues = "-", textBlock = """
			# max-requests | max-worker-age | calls | age     | reason
			0              | -              | 10000 | PT9999H | -
			10             | -              | 9     | PT9999H | -
			10             | -              | 10    | PT0S    | max-requests
			10             | -              | 11    | PT0S    | max-requests
			0              | PT1H           | 10000 | PT59M   | -
			0              | PT1H           | 0     | PT1H    | max-worker-age
			0              | PT0S           | 0     | PT0S    | max-worker-age
			10             | PT1H           | 10    | PT1H    | max-requests
			""", delimiter = '|')
	void workerIsReplacedForTheFirstLimitThatItReaches(int maxRequests, Duration maxAge, long calls, Duration age,
			String reason) {
		RecyclingPolicy policy = policy(maxRequests, 0, maxAge);
		assertThat(policy.reason(calls, policy.chooseMaxCalls(), age)).isEqualTo(reason);
	}

	@Test
	void jitterAddsUpToItsNumberOfCallsForEachWorker() {
		RecyclingPolicy policy = policy(10, 5, null);
		assertThat(LongStream.range(0, 500).map((i) -> policy.chooseMaxCalls()).distinct().sorted())
			.containsExactly(10L, 11L, 12L, 13L, 14L, 15L);
	}

	@Test
	void largestNumbersAreTaken() {
		RecyclingPolicy policy = policy(Integer.MAX_VALUE, Integer.MAX_VALUE, Duration.ofDays(10_000));
		assertThat(policy.chooseMaxCalls()).isBetween((long) Integer.MAX_VALUE, 2L * Integer.MAX_VALUE);
	}

	@Test
	void jitterAloneReplacesNothing() {
		assertThat(policy(0, 50, null).chooseMaxCalls()).isEqualTo(Long.MAX_VALUE);
		assertThat(settings(new WorkerSettings.Recycling(0, 50, null, null)).needsReplaceableWorkers()).isFalse();
	}

	@Test
	void onlyLimitsOfTimeAndMemoryHaveToBeLookedAtAgainAndAgain() {
		assertThat(policy(10, 5, null).isTimed()).isFalse();
		assertThat(policy(0, 0, Duration.ofHours(1)).isTimed()).isTrue();
		assertThat(new HeapUsage(0.5).isLimited()).isTrue();
		assertThat(new HeapUsage(null).isLimited()).isFalse();
	}

	@Test
	void workersThatAreReplacedHaveToBeReplaceable() {
		assertThat(settings(WorkerSettings.Recycling.NEVER).needsReplaceableWorkers()).isFalse();
		assertThat(settings(new WorkerSettings.Recycling(1, 0, null, null)).needsReplaceableWorkers()).isTrue();
		assertThat(settings(new WorkerSettings.Recycling(0, 0, Duration.ofHours(1), null)).needsReplaceableWorkers())
			.isTrue();
	}

	private RecyclingPolicy policy(int maxRequests, int jitter, Duration maxAge) {
		return new RecyclingPolicy(maxRequests, jitter, maxAge);
	}

	private WorkerSettings settings(WorkerSettings.Recycling recycling) {
		return new WorkerSettings("test", "test:app", null, WorkerSettings.Scaling.SINGLE, 1, 1, 1, Duration.ofHours(1),
				null, Duration.ofHours(1), Duration.ZERO, recycling, List.of());
	}

}
