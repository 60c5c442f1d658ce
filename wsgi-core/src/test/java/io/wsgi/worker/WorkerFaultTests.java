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

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import io.wsgi.runtime.ApplicationLoadException;
import io.wsgi.runtime.ApplicationSettings;
import io.wsgi.runtime.Exchange;
import io.wsgi.runtime.PythonApplication;
import io.wsgi.runtime.PythonInterpreter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.timeout;

/**
 * What becomes of a {@link WorkerPool} when interpreters, applications and listeners
 * misbehave.
 *
 * @author wsgi-spring-boot contributors
 */
@Timeout(300)
@ExtendWith(OutputCaptureExtension.class)
class WorkerFaultTests {

	private static final int PATIENCE_MILLIS = 120_000;

	private final List<FakeInterpreter> made = new CopyOnWriteArrayList<>();

	private final CountDownLatch gate = new CountDownLatch(1);

	private WorkerPool pool;

	@AfterEach
	void stopPool() {
		this.gate.countDown();
		this.pool.stop();
	}

	@Test
	void importThatHangsFailsTheStartAndTellsWhereItIs() {
		this.pool = pool(settings(1, Duration.ofMillis(50), WorkerSettings.Recycling.NEVER), this::hanging);
		assertThatExceptionOfType(ApplicationLoadException.class).isThrownBy(this.pool::start).satisfies((failure) -> {
			assertThat(failure.getReason()).isEqualTo(ApplicationLoadException.Reason.TIMED_OUT);
			assertThat(failure).hasMessageContaining("wsgi.boot-timeout");
			assertThat(failure.getTraceback()).contains("shop.py");
		});
		assertThat(this.pool.isRunning()).isFalse();
	}

	@Test
	void importThatBeginsAfterItsTimeTellsWhereItHangs() {
		this.pool = pool(settings(1, Duration.ofMillis(1), WorkerSettings.Recycling.NEVER), () -> {
			LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
			return hanging();
		});
		assertThatExceptionOfType(ApplicationLoadException.class).isThrownBy(this.pool::start)
			.satisfies((failure) -> assertThat(failure.getTraceback()).contains("shop.py"));
	}

	@Test
	void importThatHangsFailsTheReloadAndTheOldCodeServesOn() {
		AtomicInteger count = new AtomicInteger();
		this.pool = pool(settings(1, Duration.ofMillis(300), WorkerSettings.Recycling.NEVER),
				() -> (count.getAndIncrement() == 0) ? serving() : hanging());
		this.pool.start();
		assertThatExceptionOfType(ApplicationLoadException.class).isThrownBy(this.pool::reload)
			.satisfies(
					(failure) -> assertThat(failure.getReason()).isEqualTo(ApplicationLoadException.Reason.TIMED_OUT));
		assertThat(this.pool.generation()).isOne();
		serve();
	}

	@Test
	void importAnewThatHangsFailsTheReloadAndTellsWhereItIs() {
		FakeInterpreter pinned = new FakeInterpreter((exchange) -> null) {

			@Override
			public PythonApplication reload(ApplicationSettings settings, Consumer<String> errors) {
				hang();
				return super.reload(settings, errors);
			}

		};
		pinned.nativeModules = List.of("_native");
		this.pool = pool(settings(1, Duration.ofMillis(300), WorkerSettings.Recycling.NEVER), () -> pinned);
		this.pool.start();
		assertThatExceptionOfType(ApplicationLoadException.class).isThrownBy(this.pool::reload).satisfies((failure) -> {
			assertThat(failure.getReason()).isEqualTo(ApplicationLoadException.Reason.TIMED_OUT);
			assertThat(failure.getTraceback()).contains("shop.py");
		});
		assertThat(this.pool.generation()).isOne();
	}

	@Test
	void stopDoesNotWaitForAnImportThatHangs() throws Exception {
		AtomicInteger count = new AtomicInteger();
		this.pool = pool(settings(1, Duration.ofDays(1), WorkerSettings.Recycling.NEVER),
				() -> (count.getAndIncrement() == 0) ? serving() : hanging());
		this.pool.start();
		CompletableFuture<Integer> reload = start(this.pool::reload);
		await(() -> this.pool.describe().size() == 2);
		assertThat(this.pool.stop()).isTrue();
		assertThat(reload.handle((generation, failure) -> failure).get()).hasMessageContaining("have stopped");
	}

	@Test
	void stopEndsAStartThatHangs() throws Exception {
		this.pool = pool(settings(1, Duration.ofDays(1), WorkerSettings.Recycling.NEVER), this::hanging);
		CompletableFuture<Boolean> start = start(() -> {
			this.pool.start();
			return true;
		});
		await(() -> this.pool.describe().size() == 1);
		this.pool.stop();
		assertThat(start.handle((started, failure) -> failure).get()).hasMessageContaining("have stopped");
	}

	@Test
	void callsThatComeWhileAWorkerLoadsBringInNoThreads(CapturedOutput output) {
		AtomicInteger count = new AtomicInteger();
		this.pool = pool(settings(3, Duration.ofDays(1), WorkerSettings.Recycling.NEVER),
				() -> (count.getAndIncrement() == 0) ? serving() : loadingUntilTheGateOpens());
		this.pool.start();
		CompletableFuture<Integer> reload = start(this.pool::reload);
		await(() -> this.pool.describe().size() == 2);
		for (int i = 0; i < 200; i++) {
			serve();
		}
		this.gate.countDown();
		assertThat(reload.join()).isEqualTo(2);
		serve();
		assertThat(output).doesNotContain("A thread has died");
	}

	@Test
	void workerThatIsTiedToTheProcessLateIsNotReplacedForHygiene(CapturedOutput output) {
		this.pool = pool(settings(1, Duration.ofDays(1), new WorkerSettings.Recycling(1, 0, null, null)),
				this::serving);
		this.pool.start();
		this.made.getFirst().nativeModules = List.of("numpy <- shop");
		for (int i = 0; i < 20; i++) {
			serve();
		}
		await(() -> output.toString().contains("should be replaced (max-requests)"));
		serve();
		assertThat(this.pool.isBroken()).isFalse();
		assertThat(this.made).hasSize(1);
		assertThat(output.toString().split("should be replaced")).hasSize(2);
	}

	@Test
	void replacementThatFailedIsTriedAgain() {
		AtomicInteger count = new AtomicInteger();
		this.pool = pool(settings(1, Duration.ofDays(1), new WorkerSettings.Recycling(1, 0, null, null)), () -> {
			if (count.getAndIncrement() == 1) {
				throw new IllegalStateException("no interpreter this time");
			}
			return serving();
		});
		this.pool.start();
		serve();
		await(() -> count.get() == 3 && this.pool.size() == 1 && this.pool.lastFailure() == null);
		assertThat(this.made).hasSize(2);
	}

	@Test
	void workersAreLookedAfterAlthoughTheLogFails() {
		this.pool = pool(settings(1, Duration.ofDays(1), new WorkerSettings.Recycling(1, 0, null, null)),
				this::serving);
		this.pool.start();
		AtomicInteger failures = new AtomicInteger();
		Logger log = (Logger) LoggerFactory.getLogger("io.wsgi.worker");
		Appender<ILoggingEvent> failing = new UnsynchronizedAppenderBase<>() {

			@Override
			protected void append(ILoggingEvent event) {
				if (failures.incrementAndGet() <= 2) {
					throw new OutOfMemoryError("in the log");
				}
			}

		};
		failing.start();
		log.addAppender(failing);
		try {
			serve();
			await(() -> this.made.size() == 2 && this.pool.size() == 1);
			assertThat(failures).hasValueGreaterThan(2);
		}
		finally {
			log.detachAppender(failing);
		}
	}

	@Test
	void listenerMayHaveTheApplicationReloaded() {
		this.pool = pool(settings(1, Duration.ofDays(1), WorkerSettings.Recycling.NEVER), this::serving);
		AtomicReference<Integer> reloaded = new AtomicReference<>();
		this.pool.addListener(new WorkerPoolListener() {

			@Override
			public void generationSwapped(int generation) {
				if (generation == 2) {
					reloaded.set(WorkerFaultTests.this.pool.reload());
				}
			}

		});
		this.pool.start();
		assertThat(this.pool.reload()).isEqualTo(2);
		await(() -> reloaded.get() != null);
		assertThat(reloaded).hasValue(3);
	}

	@Test
	void errorOfAListenerCostsNoCall() {
		this.pool = pool(settings(1, Duration.ofDays(1), WorkerSettings.Recycling.NEVER), this::serving);
		WorkerPoolListener failing = mock();
		willThrow(new OutOfMemoryError("in a listener")).given(failing).acquired(anyLong());
		willThrow(new StackOverflowError("in a listener")).given(failing).used(anyLong());
		this.pool.addListener(failing);
		this.pool.start();
		serve();
		serve();
		assertThat(this.pool.size()).isOne();
	}

	@Test
	void errorOutsideOfPythonEndsItsCallOnly() {
		AtomicInteger calls = new AtomicInteger();
		this.pool = pool(settings(1, Duration.ofDays(1), WorkerSettings.Recycling.NEVER),
				() -> new FakeInterpreter((exchange) -> {
					if (calls.getAndIncrement() == 0) {
						throw new OutOfMemoryError("outside of Python");
					}
					return null;
				}));
		this.pool.start();
		Exchange failed = mock();
		this.pool.submit(failed);
		then(failed).should(timeout(PATIENCE_MILLIS)).ended(any());
		serve();
		assertThat(this.pool.size()).isOne();
	}

	@Test
	void callInFlightFinishesWhenAnotherThreadOfItsWorkerDies() {
		CountDownLatch held = new CountDownLatch(1);
		AtomicInteger calls = new AtomicInteger();
		FakeInterpreter tied = new FakeInterpreter((exchange) -> {
			if (calls.getAndIncrement() == 0) {
				held.countDown();
				awaitGate();
			}
			return null;
		}) {

			@Override
			public PythonApplication reload(ApplicationSettings settings, Consumer<String> errors) {
				return mock(PythonApplication.class, (invocation) -> {
					if (invocation.getMethod().getName().equals("isAsync")) {
						return false;
					}
					throw new OutOfMemoryError("no caller of the new application");
				});
			}

		};
		tied.nativeModules = List.of("numpy <- shop");
		this.pool = pool(settings(2, Duration.ofDays(1), WorkerSettings.Recycling.NEVER), () -> tied);
		this.pool.start();
		Exchange inFlight = mock();
		this.pool.submit(inFlight);
		await(() -> held.getCount() == 0);
		this.pool.reload();
		Exchange fatal = mock();
		this.pool.submit(fatal);
		then(fatal).should(timeout(PATIENCE_MILLIS)).refused();
		then(inFlight).should(never()).ended(any());
		assertThat(tied.closed).isFalse();
		this.gate.countDown();
		then(inFlight).should(timeout(PATIENCE_MILLIS)).ended(null);
	}

	private void awaitGate() {
		try {
			this.gate.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void interpreterExitsBeforeItIsClosed() {
		this.pool = pool(settings(1, Duration.ofDays(1), WorkerSettings.Recycling.NEVER), this::serving);
		this.pool.start();
		this.pool.stop();
		assertThat(this.made.getFirst().exited).isTrue();
		assertThat(this.made.getFirst().closed).isTrue();
		assertThatIllegalStateException().isThrownBy(this.pool::reload);
	}

	@Test
	void arbiterSleepsWhileCallsWaitForAThread() {
		this.pool = pool(settings(1, Duration.ofDays(1), WorkerSettings.Recycling.NEVER), this::serving);
		this.pool.start();
		Thread arbiter = Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("wsgi-test-arbiter"))
			.max(Comparator.comparing(Thread::threadId))
			.orElseThrow();
		await(() -> arbiter.getState() == Thread.State.WAITING);
		long before = waits(arbiter);
		for (int burst = 0; burst < 50; burst++) {
			AtomicInteger ended = new AtomicInteger();
			Exchange exchange = mock();
			willAnswer((invocation) -> ended.incrementAndGet()).given(exchange).ended(null);
			for (int call = 0; call < 50; call++) {
				this.pool.submit(exchange);
			}
			await(() -> ended.get() == 50);
		}
		assertThat(waits(arbiter) - before).isLessThan(20);
	}

	private static long waits(Thread thread) {
		return ManagementFactory.getThreadMXBean().getThreadInfo(thread.threadId()).getWaitedCount();
	}

	private FakeInterpreter serving() {
		return new FakeInterpreter((exchange) -> null);
	}

	private FakeInterpreter hanging() {
		return new FakeInterpreter((exchange) -> null) {

			@Override
			public PythonApplication load(ApplicationSettings settings, Consumer<String> errors) {
				hang();
				return super.load(settings, errors);
			}

		};
	}

	private FakeInterpreter loadingUntilTheGateOpens() {
		return new FakeInterpreter((exchange) -> null) {

			@Override
			public PythonApplication load(ApplicationSettings settings, Consumer<String> errors) {
				awaitGate();
				return super.load(settings, errors);
			}

		};
	}

	private void serve() {
		Exchange exchange = mock();
		this.pool.submit(exchange);
		then(exchange).should(timeout(PATIENCE_MILLIS)).ended(null);
	}

	private WorkerPool pool(WorkerSettings settings, Supplier<FakeInterpreter> interpreters) {
		Supplier<PythonInterpreter> noted = () -> {
			FakeInterpreter interpreter = interpreters.get();
			this.made.add(interpreter);
			return interpreter;
		};
		return new WorkerPool(settings, noted, (line) -> {
		});
	}

	private static WorkerSettings settings(int minThreads, Duration bootTimeout, WorkerSettings.Recycling recycling) {
		return new WorkerSettings("test", "shop:app", null, WorkerSettings.Scaling.SINGLE, minThreads, 4, 100,
				Duration.ofHours(1), null, bootTimeout, Duration.ofMinutes(2), recycling, List.of());
	}

	private static <T> CompletableFuture<T> start(Supplier<T> task) {
		return CompletableFuture.supplyAsync(task, (command) -> Thread.ofPlatform().daemon().start(command));
	}

	private static void await(BooleanSupplier condition) {
		while (!condition.getAsBoolean()) {
			try {
				Thread.sleep(1);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

}
