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
import java.util.concurrent.atomic.AtomicInteger;

import io.wsgi.runtime.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.InOrder;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.timeout;

/**
 * Tests for the loop of {@link TimeLimit}, with doubles for the workers.
 *
 * @author wsgi-spring-boot contributors
 */
@ExtendWith(OutputCaptureExtension.class)
class TimeLimitLoopTests {

	private static final long PATIENCE_MILLIS = Duration.ofMinutes(5).toMillis();

	private final Exchange call = mock();

	private final Worker worker = mock();

	private final WorkerPoolListener listener = mock();

	private TimeLimit timeLimit;

	@BeforeEach
	void createCall() {
		List<WorkerThread> threads = List.of(thread(this.call));
		given(this.worker.threads()).willReturn(threads);
	}

	@AfterEach
	void stopTimeLimit() {
		this.timeLimit.stop();
	}

	@Test
	void callIsToldBeforeAndAfterItsExceptionIsOnItsWay() {
		start(List.of(this.worker));
		then(this.call).should(timeout(PATIENCE_MILLIS)).interrupted();
		InOrder order = inOrder(this.call, this.listener, this.worker);
		order.verify(this.call).timedOut();
		order.verify(this.listener).interrupted();
		order.verify(this.worker).interrupt(any(), any());
		order.verify(this.call).interrupted();
	}

	@Test
	void threadOfTheCallIsLetGoEvenWhenItCannotBeInterrupted(CapturedOutput output) {
		willThrow(new IllegalStateException("dead thread")).given(this.worker).interrupt(any(), any());
		start(List.of(this.worker));
		then(this.call).should(timeout(PATIENCE_MILLIS)).interrupted();
		then(this.listener).should(timeout(PATIENCE_MILLIS)).hung();
		assertThat(output).contains("could not be ended", "dead thread");
	}

	@Test
	void otherCallsAreEndedWhenOneCannotBe() {
		Exchange failing = mock();
		willThrow(new AssertionError("broken exchange")).given(failing).timedOut();
		List<WorkerThread> threads = List.of(thread(failing), thread(this.call));
		given(this.worker.threads()).willReturn(threads);
		start(List.of(this.worker));
		then(this.call).should(timeout(PATIENCE_MILLIS)).timedOut();
	}

	@Test
	void loopOutlivesWhateverGoesWrong(CapturedOutput output) {
		AtomicInteger looks = new AtomicInteger();
		start(() -> {
			if (looks.incrementAndGet() < 3) {
				throw new AssertionError("broken list");
			}
			return List.of(this.worker).iterator();
		});
		then(this.call).should(timeout(PATIENCE_MILLIS)).timedOut();
		assertThat(output).contains("Calls that take too long could not be looked for", "broken list");
	}

	private void start(Iterable<Worker> workers) {
		this.timeLimit = new TimeLimit("wsgi-test-time-limit", Duration.ofMillis(1), workers, this.listener,
				Worker::giveUp);
		this.timeLimit.start();
	}

	private WorkerThread thread(Exchange current) {
		WorkerThread thread = mock();
		given(thread.thread()).willReturn(Thread.currentThread());
		given(thread.begunAt()).willReturn(System.nanoTime());
		given(thread.current()).willReturn(current);
		return thread;
	}

}
