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

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

import io.wsgi.testsupport.RecordedExchange;
import io.wsgi.testsupport.TestPython;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the number of workers under load, and for the limit of the heap, with real
 * interpreters.
 *
 * @author wsgi-spring-boot contributors
 */
class WorkerScalingTests {

	@TempDir
	private Path events;

	@Test
	void workersFollowTheLoadAndNoCallIsLost() {
		try (TestPool pool = stalling().scaling(1, 2, Duration.ofSeconds(10)).threads(1).start()) {
			assertThat(pool.pool().size()).isOne();
			RecordedExchange holding = pool.submit("/hold/gate");
			RecordedExchange waiting = pool.submit("/id");
			// The second worker is started for it
			String second = waiting.await().getResponse();
			TestPool.waitUntil(() -> pool.pool().size() == 2);
			TestPool.createFile(this.events.resolve("gate"));
			assertThat(holding.await().isComplete()).isTrue();
			TestPool.waitUntil(() -> pool.pool().size() == 1);
			String first = pool.call("/id");
			assertThat(first).isNotEqualTo(second);
			assertThat(pool.call("/id")).isEqualTo(first);
			assertThat(pool.call("/flags")).isEqualTo("False True");
		}
	}

	@Test
	void workerIsReplacedWhenItRetainsTooMuchOfTheHeap() {
		System.gc();
		Runtime heap = Runtime.getRuntime();
		double usedByOthers = (double) (heap.totalMemory() - heap.freeMemory()) / heap.maxMemory();
		long megabytes = heap.maxMemory() / 1024 / 1024 / 8;
		try (TestPool pool = TestPool.of("retaining:app", TestPython.sources("working"))
			.maxHeapUsage(usedByOthers + 0.08)
			.start()) {
			int calls = 0;
			while (pool.replacements().isEmpty() && calls < 8) {
				pool.call("/" + megabytes / 8);
				calls++;
			}
			System.gc();
			TestPool.waitUntil(() -> pool.replacements().contains("max-heap-usage"));
			// A new worker remembers nothing
			assertThat(pool.call("/0")).isEqualTo("1");
			assertThat(pool.replacements()).hasSize(1);
		}
	}

	@Test
	void listenersAreToldWhatHappensToWorkersWhateverOneOfThemThrows() {
		List<String> told = new CopyOnWriteArrayList<>();
		TestPool pool = stalling().build();
		AtomicBoolean failed = new AtomicBoolean();
		pool.pool().addListener(new WorkerPoolListener() {

			@Override
			public void acquired(long waitNanos) {
				failed.set(true);
				throw new IllegalStateException("A bug in a listener");
			}

		});
		pool.pool().addListener(new WorkerPoolListener() {

			@Override
			public void workerStarted(String worker) {
				told.add(worker + " started");
			}

			@Override
			public void workerReady(String worker, Duration took) {
				told.add(worker + " ready");
			}

			@Override
			public void replaced(String worker, String reason) {
				told.add(worker + " replaced: " + reason);
			}

			@Override
			public void workerStopped(String worker) {
				told.add(worker + " stopped");
			}

			@Override
			public void generationSwapped(int generation) {
				told.add("generation " + generation);
			}

		});
		pool.pool().start();
		assertThat(pool.call("/")).isEqualTo("done");
		assertThat(failed).isTrue();
		pool.pool().reload();
		TestPool.waitUntil(() -> told.contains("wsgi-test-1 stopped"));
		assertThat(pool.pool().stop()).isTrue();
		assertThat(told).containsOnlyOnce("wsgi-test-1 started", "wsgi-test-1 ready", "wsgi-test-2 started",
				"wsgi-test-2 ready", "wsgi-test-1 replaced: reload", "generation 2", "wsgi-test-1 stopped",
				"wsgi-test-2 stopped");
		assertThat(told.subList(0, 4)).containsExactly("wsgi-test-1 started", "wsgi-test-1 ready",
				"wsgi-test-2 started", "wsgi-test-2 ready");
	}

	private TestPool.Builder stalling() {
		return TestPool.of("stalling:app", TestPython.sources("limits")).environment("EVENTS", this.events);
	}

}
