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
import java.util.function.Supplier;

import io.wsgi.runtime.Exchange;
import io.wsgi.worker.queue.CallQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.InOrder;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.timeout;

/**
 * Tests for {@link Watchdog}, with doubles for workers and calls.
 *
 * @author wsgi-spring-boot contributors
 */
@ExtendWith(OutputCaptureExtension.class)
class WatchdogTests {

	private static final long PATIENCE_MILLIS = Duration.ofMinutes(5).toMillis();

	private final Exchange call = mock();

	private final WorkerInterpreter interpreter = mock();

	private final Worker worker = mock();

	private final WorkerPoolListener listener = mock();

	private final CallQueue queue = new CallQueue(10, 1, () -> {
	});

	private Watchdog watchdog;

	@BeforeEach
	void createCall() {
		List<WorkerThread> threads = List.of(thread(this.call));
		given(this.worker.threads()).willReturn(threads);
		given(this.worker.interpreter()).willReturn(this.interpreter);
		given(this.worker.lifecycle()).willReturn(new WorkerLifecycle("wsgi-test-1", () -> {
		}));
	}

	@AfterEach
	void stopWatchdog() {
		this.watchdog.stop();
	}

	@Test
	void callIsToldBeforeAndAfterItsExceptionIsOnItsWay() {
		start(() -> List.of(this.worker), Duration.ofMillis(1));
		then(this.call).should(timeout(PATIENCE_MILLIS)).interrupted();
		InOrder order = inOrder(this.call, this.listener, this.interpreter);
		order.verify(this.call).timedOut();
		order.verify(this.listener).interrupted();
		order.verify(this.interpreter).interrupt(any(), any());
		order.verify(this.call).interrupted();
	}

	@Test
	void threadOfTheCallIsLetGoEvenWhenItCannotBeInterrupted(CapturedOutput output) {
		willThrow(new IllegalStateException("dead thread")).given(this.interpreter).interrupt(any(), any());
		start(() -> List.of(this.worker), Duration.ofMillis(1));
		then(this.call).should(timeout(PATIENCE_MILLIS)).interrupted();
		then(this.listener).should(timeout(PATIENCE_MILLIS)).hung();
		assertThat(output).contains("A call could not be ended", "dead thread");
	}

	@Test
	void otherCallsAreEndedWhenOneCannotBe() {
		Exchange failing = mock();
		willThrow(new AssertionError("broken exchange")).given(failing).timedOut();
		List<WorkerThread> threads = List.of(thread(failing), thread(this.call));
		given(this.worker.threads()).willReturn(threads);
		start(() -> List.of(this.worker), Duration.ofMillis(1));
		then(this.call).should(timeout(PATIENCE_MILLIS)).timedOut();
	}

	@Test
	void loopOutlivesWhateverGoesWrong(CapturedOutput output) {
		AtomicInteger looks = new AtomicInteger();
		start(() -> {
			if (looks.incrementAndGet() < 3) {
				throw new AssertionError("broken list");
			}
			return List.of(this.worker);
		}, Duration.ofMillis(1));
		then(this.call).should(timeout(PATIENCE_MILLIS)).timedOut();
		assertThat(output).contains("The calls could not be watched", "broken list");
	}

	@Test
	void requestFromWithinThatTakesTooLongIsNotCounted() {
		InternalExchange warmUp = new InternalExchange("");
		List<WorkerThread> threads = List.of(thread(warmUp));
		given(this.worker.threads()).willReturn(threads);
		start(() -> List.of(this.worker), Duration.ofMillis(1));
		then(this.interpreter).should(timeout(PATIENCE_MILLIS)).interrupt(any(), any());
		assertThat(warmUp.answer()).isCompletedExceptionally();
		then(this.listener).should(never()).interrupted();
	}

	@Test
	void callWithALimitOfItsOwnIsEndedThen() {
		start(() -> List.of(this.worker), null);
		this.watchdog.limit(this.call, Duration.ofMillis(1));
		then(this.call).should(timeout(PATIENCE_MILLIS)).interrupted();
		then(this.listener).should(timeout(PATIENCE_MILLIS)).hung();
	}

	@Test
	void limitOfItsOwnCountsInPlaceOfTheOneForAll() {
		Exchange other = mock();
		List<WorkerThread> threads = List.of(thread(this.call), thread(other));
		given(this.worker.threads()).willReturn(threads);
		this.watchdog = new Watchdog("wsgi-test-watchdog", this.queue, () -> List.of(this.worker), Duration.ofMillis(1),
				this.listener);
		this.watchdog.limit(this.call, Duration.ofHours(1));
		this.watchdog.start();
		then(other).should(timeout(PATIENCE_MILLIS)).timedOut();
		then(this.call).should(never()).timedOut();
		this.watchdog.forget(this.call);
		then(this.call).should(timeout(PATIENCE_MILLIS)).timedOut();
	}

	@Test
	void callThatIsStillInTheQueueAtItsLimitIsTakenOut() {
		Exchange waiting = mock();
		CallQueue patient = new CallQueue(10, Duration.ofHours(1).toNanos(), () -> {
		});
		this.watchdog = new Watchdog("wsgi-test-watchdog", patient, List::of, null, this.listener);
		this.watchdog.start();
		this.watchdog.limit(waiting, Duration.ofMillis(1));
		this.watchdog.callQueued(patient.add(waiting));
		then(waiting).should(timeout(PATIENCE_MILLIS)).timedOut();
		then(this.listener).should(timeout(PATIENCE_MILLIS)).timedOut();
		assertThat(patient.size()).isZero();
	}

	@Test
	void callThatHasWaitedForTooLongIsRefused() {
		Exchange exchange = mock();
		start(List::of, null);
		submit(exchange);
		then(exchange).should(timeout(PATIENCE_MILLIS)).refused();
		then(this.listener).should(timeout(PATIENCE_MILLIS)).timedOut();
	}

	@Test
	void watchdogOutlivesACallThatCannotBeRefused(CapturedOutput output) {
		Exchange failing = mock();
		Exchange next = mock();
		willThrow(new AssertionError("broken exchange")).given(failing).refused();
		start(List::of, null);
		submit(failing);
		submit(next);
		then(next).should(timeout(PATIENCE_MILLIS)).refused();
		assertThat(output).contains("The calls could not be watched", "broken exchange");
	}

	@Test
	void threadsAreAdaptedWhileCallsWaitAndResetBeforeTheWatchdogSleeps() throws Exception {
		given(this.worker.threads()).willReturn(List.of());
		start(() -> List.of(this.worker), null);
		this.queue.add(mock(Exchange.class));
		this.watchdog.callQueued(true);
		then(this.worker).should(timeout(PATIENCE_MILLIS).atLeastOnce()).adaptThreads(any(), anyLong());
		then(this.worker).should(timeout(PATIENCE_MILLIS).atLeastOnce()).resetThreads();
	}

	private void submit(Exchange exchange) {
		this.watchdog.callQueued(this.queue.add(exchange));
	}

	private void start(Supplier<List<Worker>> workers, Duration timeLimit) {
		this.watchdog = new Watchdog("wsgi-test-watchdog", this.queue, workers, timeLimit, this.listener);
		this.watchdog.start();
	}

	private WorkerThread thread(Exchange current) {
		WorkerThread thread = mock();
		given(thread.thread()).willReturn(Thread.currentThread());
		given(thread.begunAt()).willReturn(System.nanoTime());
		given(thread.current()).willReturn(current);
		return thread;
	}

}
