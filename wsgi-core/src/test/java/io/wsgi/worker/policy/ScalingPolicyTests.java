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

package io.wsgi.worker.policy;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ScalingPolicy} and {@link Backoff}.
 *
 * @author wsgi-spring-boot contributors
 */
class ScalingPolicyTests {

	private final ScalingPolicy policy = new ScalingPolicy(2, 4, Duration.ofSeconds(30), 0);

	@Test
	void workersUpToTheMinimumAreWantedAtOnce() {
		assertThat(wanted(0, 0, 0, 0)).isOne();
		assertThat(wanted(1, 1, 0, 0)).isEqualTo(2);
		assertThat(wanted(2, 2, 0, 0)).isEqualTo(2);
	}

	@Test
	void anotherIsWantedWhenCallsHaveWaitedAllTheTimeForASecond() {
		assertThat(wanted(2, 0, 5, 0.5)).isEqualTo(2);
		assertThat(wanted(2, 0, 0, 0.9)).isEqualTo(2);
		assertThat(wanted(2, 0, 1, 1.8)).isEqualTo(2);
		assertThat(wanted(2, 0, 1, 1.9)).isEqualTo(3);
		assertThat(wanted(4, 0, 1, 60)).isEqualTo(4);
	}

	@Test
	void oneLessIsWantedWhenOneWasIdleAllTheTime() {
		assertThat(wanted(4, 1, 0, 29)).isEqualTo(4);
		assertThat(wanted(4, 0, 0, 29.5)).isEqualTo(4);
		assertThat(wanted(4, 1, 0, 59)).isEqualTo(4);
		assertThat(wanted(4, 1, 0, 59.5)).isEqualTo(3);
		assertThat(wanted(2, 2, 0, 600)).isEqualTo(2);
	}

	@Test
	void eachChangeStartsTheTimesAnew() {
		assertThat(wanted(3, 0, 1, 1)).isEqualTo(4);
		this.policy.restart(nanos(1));
		assertThat(wanted(3, 0, 1, 1.5)).isEqualTo(3);
	}

	@Test
	void attemptsThatFailAreSpacedMoreAndMore() {
		Backoff backoff = new Backoff();
		assertThat(backoff.isWaiting(nanos(5))).isFalse();
		backoff.failed(nanos(5));
		assertThat(backoff.isWaiting(nanos(5.9))).isTrue();
		assertThat(backoff.isWaiting(nanos(6))).isFalse();
		backoff.failed(nanos(6));
		assertThat(backoff.isWaiting(nanos(7.9))).isTrue();
		assertThat(backoff.isWaiting(nanos(8))).isFalse();
		for (int i = 0; i < 20; i++) {
			backoff.failed(nanos(8));
		}
		assertThat(backoff.delay()).isEqualTo(Duration.ofMinutes(1));
		backoff.succeeded();
		assertThat(backoff.isWaiting(nanos(8))).isFalse();
	}

	private int wanted(int workers, int idle, int pending, double seconds) {
		return this.policy.wanted(workers, idle, pending, nanos(seconds));
	}

	private static long nanos(double seconds) {
		return (long) (seconds * 1e9);
	}

}
