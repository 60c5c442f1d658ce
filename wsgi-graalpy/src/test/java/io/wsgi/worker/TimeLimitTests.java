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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.wsgi.testsupport.RecordedExchange;
import io.wsgi.testsupport.TestPython;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TimeLimit} with real interpreters.
 *
 * @author wsgi-spring-boot contributors
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("jit")
class TimeLimitTests {

	@TempDir
	private static Path events;

	private static TestPool shared;

	@BeforeAll
	static void startPool() {
		// A listener that waits for another call keeps the watchdog from letting a thread
		// in for it
		shared = newPool().minThreads(2).requestTimeout(Duration.ofSeconds(5)).start();
		shared.call("/");
	}

	@AfterAll
	static void stopPool() {
		assertThat(shared.pool().stop()).isTrue();
		assertThat(shared.replacements()).isEmpty();
	}

	@BeforeEach
	void forgetTask() {
		shared.onInterruption(() -> {
		});
	}

	@Test
	void reportSaysWhyAndTheLogSaysWhere(CapturedOutput output) {
		assertThat(shared.submit("/stall/sleep/why").await().getReport())
			.contains("the request took longer than wsgi.request-timeout");
		assertThat(output.toString()).containsPattern("Worker timeout: /stall/sleep/why took longer than "
				+ "wsgi.request-timeout and is interrupted\\s+Traceback \\(most recent call last\\):\\s+File .*"
				+ "\\s+_stall\\(.*\\s+File .*\\s.*\\s+File .*stalling.py.* in _sleep\\s+time.sleep\\(3600\\)");
	}

	@Test
	void callThatIsWithinTheLimitIsNotInterrupted() {
		int before = shared.interruptions();
		assertThat(shared.call("/pause/500")).isEqualTo("done");
		assertThat(shared.interruptions()).isEqualTo(before);
	}

	@Test
	void otherCallInFlightInTheSameWorkerIsNotHarmed() {
		CompletableFuture<RecordedExchange> other = new CompletableFuture<>();
		shared.onInterruption(() -> {
			if (!other.isDone()) {
				other.complete(shared.submit("/enter/other-entered/other-gate"));
				TestPool.waitUntil(() -> Files.exists(events.resolve("other-entered")));
			}
		});
		RecordedExchange interrupted = shared.submit("/stall/sleep/other").await();
		assertThat(interrupted.isTimedOut()).isTrue();
		TestPool.createFile(events.resolve("other-gate"));
		assertThat(other.join().await().isComplete()).isTrue();
		assertThat(other.join().isTimedOut()).isFalse();
	}

	@Test
	void interruptionOfCallThatHasEndedMeanwhileDoesNotHitTheNextOneOfTheThread() {
		try (TestPool pool = newPool().threads(1).requestTimeout(Duration.ofSeconds(5)).start()) {
			CompletableFuture<RecordedExchange> next = new CompletableFuture<>();
			pool.onInterruption(() -> {
				// The call ends after it was found to take too long
				next.complete(pool.submit("/steps/next-entered"));
				TestPool.createFile(events.resolve("late-gate"));
				TestPool.waitUntil(() -> Files.exists(events.resolve("next-entered")));
			});
			RecordedExchange late = pool.submit("/hold/late-gate").await();
			assertThat(late.isTimedOut()).isTrue();
			assertThat(late.getReport()).isNull();
			assertThat(next.join().await().getReport()).isNull();
			assertThat(next.join().isComplete()).isTrue();
			assertThat(pool.interruptions()).isOne();
		}
	}

	@Test
	void callsThatTakeAboutAsLongAsTheLimitDoNotHarmThoseAfterThem() {
		int threads = 4;
		Duration limit = Duration.ofMillis(300);
		try (TestPool pool = newPool().threads(threads).requestTimeout(limit).start()) {
			TestPool.concurrently(threads, (client) -> callAroundTheLimit(pool, limit, client));
			assertThat(pool.interruptions()).isPositive();
			assertThat(pool.replacements()).isEmpty();
		}
	}

	private void callAroundTheLimit(TestPool pool, Duration limit, int client) {
		for (int round = 0; round < 15; round++) {
			verifyCall(pool, limit, "/pause/" + (295 + (round * 7 + client) % 110));
			verifyCall(pool, limit, "/");
		}
	}

	// A machine that is busy with something else may make any call too long
	private void verifyCall(TestPool pool, Duration limit, String path) {
		long begun = System.nanoTime();
		RecordedExchange exchange = pool.submit(path).await();
		if (!exchange.isTimedOut()) {
			assertThat(exchange.getReport()).as(path).isNull();
			assertThat(exchange.isComplete()).as(path).isTrue();
			return;
		}
		assertThat(Duration.ofNanos(System.nanoTime() - begun)).as(path).isGreaterThanOrEqualTo(limit);
		// The exception may come when the response is complete, and even when the call is
		if (!exchange.isComplete() || exchange.getReport() != null) {
			assertThat(exchange.getReport()).contains("the request took longer than wsgi.request-timeout");
		}
	}

	@Test
	void workerWithCallThatCannotBeInterruptedIsReplaced(CapturedOutput output) throws IOException {
		try (TestPool pool = newPool().requestTimeout(Duration.ofSeconds(5))
			.gracefulTimeout(Duration.ofSeconds(1))
			.start()) {
			String first = pool.call("/id");
			RecordedExchange hung = pool.submit("/resist");
			TestPool.waitUntil(() -> pool.replacements().equals(List.of("hung")));
			assertThat(pool.call("/id")).isNotEqualTo(first);
			assertThat(pool.pool().size()).isOne();
			assertThat(pool.pool().isBroken()).isFalse();
			assertThat(hung.await().isTimedOut()).isTrue();
			assertThat(hung.isComplete()).isFalse();
			assertThat(Files.size(events.resolve("resisted"))).isPositive();
			assertThat(output).contains("/resist cannot be interrupted, so its worker is given up", "in _resist",
					"\tat ");
			assertThat(pool.hung()).isOne();
			assertThat(pool.pool().stop()).isTrue();
		}
	}

	private static TestPool.Builder newPool() {
		return TestPool.of("stalling:app", TestPython.sources("limits")).environment("EVENTS", events);
	}

}
