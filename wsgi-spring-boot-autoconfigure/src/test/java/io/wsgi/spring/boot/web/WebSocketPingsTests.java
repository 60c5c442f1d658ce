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

import io.wsgi.spring.boot.web.WebSocketPings.Step;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WebSocketPings}.
 *
 * @author wsgi-spring-boot contributors
 */
class WebSocketPingsTests {

	private final WebSocketPings pings = new WebSocketPings(Duration.ofSeconds(20), Duration.ofSeconds(5));

	@Test
	void aClientThatIsSilentIsAskedOnceAndThenGivenUp() {
		assertThat(next(0)).isEqualTo(Step.WAIT);
		assertThat(next(19)).isEqualTo(Step.WAIT);
		assertThat(next(20)).isEqualTo(Step.PING);
		assertThat(next(21)).isEqualTo(Step.WAIT);
		assertThat(next(24)).isEqualTo(Step.WAIT);
		assertThat(next(25)).isEqualTo(Step.CLOSE);
	}

	@Test
	void aClientThatAnswersIsAskedAgainLater() {
		next(0);
		assertThat(next(20)).isEqualTo(Step.PING);
		this.pings.heard();
		assertThat(next(24)).isEqualTo(Step.WAIT);
		assertThat(next(43)).isEqualTo(Step.WAIT);
		assertThat(next(44)).isEqualTo(Step.PING);
	}

	@Test
	void aClientThatSendsIsNotAsked() {
		for (int second = 0; second < 100; second++) {
			this.pings.heard();
			assertThat(next(second)).isEqualTo(Step.WAIT);
		}
	}

	@Test
	void aClientThatWaitsForTheApplicationOrTakesAMessageIsNotGivenUp() {
		next(0);
		assertThat(next(20)).isEqualTo(Step.PING);
		assertThat(this.pings.next(Duration.ofSeconds(30).toNanos(), true)).isEqualTo(Step.WAIT);
		assertThat(next(31)).isEqualTo(Step.WAIT);
		assertThat(next(50)).isEqualTo(Step.PING);
		assertThat(next(55)).isEqualTo(Step.CLOSE);
	}

	@Test
	void zeroIsNever() {
		WebSocketPings none = new WebSocketPings(Duration.ZERO, Duration.ofSeconds(5));
		WebSocketPings patient = new WebSocketPings(Duration.ofSeconds(20), Duration.ZERO);
		for (int second = 0; second < 1000; second += 20) {
			assertThat(none.next(Duration.ofSeconds(second).toNanos(), false)).isEqualTo(Step.WAIT);
			assertThat(patient.next(Duration.ofSeconds(second).toNanos(), false)).isNotEqualTo(Step.CLOSE);
		}
	}

	private Step next(int second) {
		return this.pings.next(Duration.ofSeconds(second).toNanos(), false);
	}

}
