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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.wsgi.runtime.ApplicationLoadException;
import io.wsgi.testsupport.RecordedExchange;
import io.wsgi.testsupport.TestPython;
import io.wsgi.testsupport.TestSettings;
import io.wsgi.worker.queue.QueueFullException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link WorkerPool} with real interpreters.
 *
 * @author wsgi-spring-boot contributors
 */
class WorkerPoolTests {

	private static final int THREADS = 6;

	private static final Duration NEVER = Duration.ofHours(1);

	private static final AtomicInteger names = new AtomicInteger();

	@TempDir
	private static Path gates;

	private static WorkerPool shared;

	@BeforeAll
	static void startPool() {
		shared = start(TestSettings.settings("shared", "waiting:app", THREADS, 100, NEVER));
	}

	@AfterAll
	static void stopPool() {
		assertThat(shared.stop()).isTrue();
	}

	@Test
	void callIsServed() {
		RecordedExchange exchange = submit(shared, "/").await();
		assertThat(exchange.getHead()).startsWith("200 OK");
		assertThat(exchange.isComplete()).isTrue();
		assertThat(exchange.isRefused()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "poll", "wait", "read" })
	void callsThatWaitBringInThreadsUpToTheLimit(String action) {
		// Each returns when all of them are in the application
		String path = "/%s/%s/%d".formatted(action, newName(), THREADS);
		assertThat(submit(shared, path, THREADS))
			.allSatisfy((exchange) -> assertThat(exchange.await().getResponse()).isEqualTo("met"));
	}

	@Test
	void callsBeyondTheLimitStayInTheQueue() {
		String gate = newName();
		List<RecordedExchange> held = submit(shared, "/hold/" + gate, THREADS);
		TestPool.waitUntil(() -> shared.active() == THREADS);
		RecordedExchange surplus = submit(shared, "/");
		TestPool.waitUntil(() -> shared.pending() == 1);
		assertThat(shared.active()).isEqualTo(THREADS);
		assertThat(surplus.isOver()).isFalse();
		open(gate);
		assertThat(held).allSatisfy((exchange) -> assertThat(exchange.await().getResponse()).isEqualTo("released"));
		assertThat(surplus.await().isComplete()).isTrue();
		TestPool.waitUntil(() -> shared.active() == 0);
		assertThat(shared.pending()).isZero();
	}

	@Test
	@Tag("jit")
	void callsThatComputeDoNotBringInAllThreads() {
		submit(shared, "/compute/100000").await();
		List<RecordedExchange> computing = submit(shared, "/compute/300000", 2 * THREADS);
		// On a busy machine, a thread that gets no processor looks like one that waits
		assertThat(computing)
			.allSatisfy((exchange) -> assertThat(Integer.parseInt(exchange.await().getResponse())).isLessThan(THREADS));
	}

	@Test
	void exceptionOfTheApplicationEndsItsCallOnly() {
		RecordedExchange failed = submit(shared, "/fail").await();
		assertThat(failed.getReport()).contains("ValueError: as told").doesNotContain("gateway.py");
		assertThat(failed.isComplete()).isFalse();
		assertThat(submit(shared, "/exit").await().getReport()).contains("SystemExit: 3");
		assertThat(submit(shared, "/").await().isComplete()).isTrue();
	}

	@Test
	void callIsRefusedWhenTheQueueIsFull() {
		RecordingListener listener = new RecordingListener();
		WorkerPool pool = start(TestSettings.settings("full", "waiting:app", 1, 1, NEVER));
		pool.addListener(listener);
		String gate = newName();
		RecordedExchange held = submit(pool, "/hold/" + gate);
		TestPool.waitUntil(() -> pool.active() == 1);
		RecordedExchange queued = submit(pool, "/");
		assertThatExceptionOfType(QueueFullException.class).isThrownBy(() -> submit(pool, "/"));
		assertThat(listener.rejected).hasValue(1);
		open(gate);
		assertThat(held.await().isComplete()).isTrue();
		assertThat(queued.await().isComplete()).isTrue();
		assertThat(pool.stop()).isTrue();
		assertThat(listener.acquired).hasValue(2);
		assertThat(listener.used).hasValue(2);
		assertThat(listener.timedOut).hasValue(0);
	}

	@Test
	void callThatWaitsTooLongIsRefused() {
		RecordingListener listener = new RecordingListener();
		WorkerPool pool = start(TestSettings.settings("expired", "waiting:app", 1, 10, Duration.ofSeconds(3)));
		pool.addListener(listener);
		String gate = newName();
		RecordedExchange held = submit(pool, "/hold/" + gate);
		TestPool.waitUntil(() -> pool.active() == 1);
		RecordedExchange expired = submit(pool, "/").await();
		assertThat(expired.isRefused()).isTrue();
		assertThat(expired.getHead()).isNull();
		assertThat(held.isOver()).isFalse();
		assertThat(listener.timedOut).hasValue(1);
		open(gate);
		assertThat(held.await().isComplete()).isTrue();
		assertThat(pool.stop()).isTrue();
	}

	@Test
	void stopFinishesWhatIsInFlightAndInTheQueueAndRunsAtExitFunctions(@TempDir Path own) {
		WorkerPool pool = start(TestSettings.settings("drained", "waiting:app", 1, 10, NEVER), own);
		RecordedExchange held = submit(pool, "/hold/gate");
		TestPool.waitUntil(() -> pool.active() == 1);
		List<RecordedExchange> queued = submit(pool, "/", 3);
		CompletableFuture<Boolean> stopped = CompletableFuture.supplyAsync(() -> pool.stop());
		TestPool.waitUntil(() -> !pool.isRunning());
		assertThatExceptionOfType(QueueFullException.class).isThrownBy(() -> submit(pool, "/"));
		assertThat(stopped).isNotDone();
		assertThat(own.resolve("atexit")).doesNotExist();
		open(own.resolve("gate"));
		assertThat(stopped.join()).isTrue();
		assertThat(held.isComplete()).isTrue();
		assertThat(queued).allMatch(RecordedExchange::isComplete);
		assertThat(own.resolve("atexit")).hasContent("called");
		assertThat(pool.pending()).isZero();
		assertThat(pool.size()).isZero();
	}

	@Test
	void stopFinishesTheQueuesOfExecutorsAndThreadsBeforeAtExitFunctions(@TempDir Path own) throws IOException {
		WorkerPool pool = start(TestSettings.settings("busy", "waiting:app", 1, 10, NEVER), own);
		assertThat(submit(pool, "/leave").await().getResponse()).isEqualTo("left");
		assertThat(pool.stop()).isTrue();
		List<String> done = Files.readAllLines(own.resolve("atexit"));
		assertThat(done).containsExactlyInAnyOrder("future 0", "future 1", "future 2", "thread", "called")
			.endsWith("called");
	}

	@Test
	void stopEndsThreadsThatHaveNothingToDo() {
		WorkerPool pool = start(TestSettings.settings("idle", "waiting:app", 3, 10, NEVER));
		submit(pool, "/poll/%s/3".formatted(newName()), 3).forEach(RecordedExchange::await);
		assertThat(pool.stop()).isTrue();
		// A thread leaves its worker just before it ends
		TestPool.waitUntil(() -> Thread.getAllStackTraces()
			.keySet()
			.stream()
			.noneMatch((thread) -> thread.getName().startsWith("wsgi-idle-1-")));
	}

	@Test
	void stopCancelsCallsThatDoNotEndAndRefusesThoseBehindThem() {
		WorkerPool pool = start(TestSettings.settings("cancelled", "waiting:app", 1, 10, NEVER, Duration.ZERO));
		RecordedExchange held = submit(pool, "/hold/never");
		TestPool.waitUntil(() -> pool.active() == 1);
		RecordedExchange queued = submit(pool, "/");
		assertThat(pool.stop()).isFalse();
		assertThat(queued.await().isRefused()).isTrue();
		assertThat(held.await().isComplete()).isFalse();
		assertThat(held.isRefused()).isFalse();
	}

	@Test
	void poolCanBeStartedAgainAfterItWasStopped() {
		WorkerPool pool = start(TestSettings.settings("again", "waiting:app", 1, 10, NEVER));
		assertThat(pool.stop()).isTrue();
		assertThat(pool.isRunning()).isFalse();
		pool.start();
		assertThat(pool.isRunning()).isTrue();
		assertThat(submit(pool, "/").await().isComplete()).isTrue();
		assertThat(pool.stop()).isTrue();
		assertThat(pool.stop()).isTrue();
	}

	@Test
	void poolWhoseApplicationCannotBeLoadedDoesNotStart() {
		WorkerPool pool = newPool(TestSettings.settings("failed", "nowhere:app", 1, 10, NEVER), gates);
		assertThatExceptionOfType(ApplicationLoadException.class).isThrownBy(pool::start);
		assertThat(pool.isRunning()).isFalse();
		assertThat(pool.size()).isZero();
		assertThatExceptionOfType(QueueFullException.class).isThrownBy(() -> submit(pool, "/"));
		assertThat(pool.stop()).isTrue();
	}

	private static WorkerPool start(WorkerSettings settings) {
		return start(settings, gates);
	}

	private static WorkerPool start(WorkerSettings settings, Path directory) {
		WorkerPool pool = newPool(settings, directory);
		pool.start();
		assertThat(pool.isRunning()).isTrue();
		assertThat(pool.size()).isOne();
		return pool;
	}

	private static WorkerPool newPool(WorkerSettings settings, Path directory) {
		Map<String, String> environment = Map.of("GATES", directory.toString());
		return new WorkerPool(settings, () -> TestPython.newInterpreter(environment, TestPython.sources("working")),
				(line) -> {
				});
	}

	private static List<RecordedExchange> submit(WorkerPool pool, String path, int count) {
		return IntStream.range(0, count).mapToObj((i) -> submit(pool, path)).toList();
	}

	private static RecordedExchange submit(WorkerPool pool, String path) {
		RecordedExchange exchange = new RecordedExchange(path);
		pool.submit(exchange);
		return exchange;
	}

	private static String newName() {
		return "gate-" + names.incrementAndGet();
	}

	private static void open(String gate) {
		open(gates.resolve(gate));
	}

	private static void open(Path gate) {
		try {
			Files.createFile(gate);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * {@link WorkerPoolListener} that counts.
	 */
	private static final class RecordingListener implements WorkerPoolListener {

		private final AtomicInteger acquired = new AtomicInteger();

		private final AtomicInteger used = new AtomicInteger();

		private final AtomicInteger rejected = new AtomicInteger();

		private final AtomicInteger timedOut = new AtomicInteger();

		@Override
		public void acquired(long waitNanos) {
			this.acquired.incrementAndGet();
		}

		@Override
		public void used(long usageNanos) {
			this.used.incrementAndGet();
		}

		@Override
		public void rejected() {
			this.rejected.incrementAndGet();
		}

		@Override
		public void timedOut() {
			this.timedOut.incrementAndGet();
		}

	}

}
