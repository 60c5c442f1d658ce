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

import io.wsgi.runtime.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.timeout;

/**
 * Tests for {@link ThreadGovernor}, with doubles for the calls.
 *
 * @author wsgi-spring-boot contributors
 */
@ExtendWith(OutputCaptureExtension.class)
class ThreadGovernorTests {

	private static final long PATIENCE_MILLIS = Duration.ofMinutes(5).toMillis();

	private final CallQueue queue = new CallQueue(10, 1);

	private final WorkerPoolListener listener = mock();

	private final ThreadGovernor governor = new ThreadGovernor("wsgi-test-governor", this.queue, List.of(),
			this.listener);

	@AfterEach
	void stopGovernor() {
		this.governor.stop();
	}

	@Test
	void callThatHasWaitedForTooLongIsRefused() {
		Exchange exchange = mock();
		this.governor.start();
		submit(exchange);
		then(exchange).should(timeout(PATIENCE_MILLIS)).refused();
		then(this.listener).should(timeout(PATIENCE_MILLIS)).timedOut();
	}

	@Test
	void governorOutlivesWhateverGoesWrong(CapturedOutput output) {
		Exchange failing = mock();
		Exchange next = mock();
		willThrow(new AssertionError("broken exchange")).given(failing).refused();
		this.governor.start();
		submit(failing);
		submit(next);
		then(next).should(timeout(PATIENCE_MILLIS)).refused();
		assertThat(output).contains("The threads of the workers could not be looked after", "broken exchange");
	}

	private void submit(Exchange exchange) {
		this.queue.add(exchange);
		this.governor.callQueued();
	}

}
