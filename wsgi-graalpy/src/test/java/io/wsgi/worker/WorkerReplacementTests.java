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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

import io.wsgi.testsupport.TestPython;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for several workers and for their replacement, with real interpreters.
 *
 * @author wsgi-spring-boot contributors
 */
class WorkerReplacementTests {

	private static final int CLIENTS = 4;

	@TempDir
	private Path events;

	@Test
	void workerIsReplacedAfterItsNumberOfCallsAndNoCallIsLost() {
		try (TestPool pool = counting().recycling(100, 50, null).start()) {
			Map<String, Collection<Integer>> counts = callUntil(pool, () -> pool.replacements().size() >= 2);
			assertThat(pool.replacements()).containsOnly("max-requests");
			verifyFreshGlobals(counts);
			assertThat(counts.keySet()).hasSizeGreaterThan(1);
			assertThat(counts.values()).filteredOn((calls) -> calls.size() >= 100).isNotEmpty();
		}
	}

	@Test
	void workerIsReplacedAtItsAgeAndNoCallIsLost() {
		try (TestPool pool = counting().recycling(0, 0, Duration.ofSeconds(1)).start()) {
			Map<String, Collection<Integer>> counts = callUntil(pool, () -> pool.replacements().size() >= 2);
			assertThat(pool.replacements()).containsOnly("max-worker-age");
			verifyFreshGlobals(counts);
		}
	}

	// Each worker that was replaced has run its atexit functions
	private void verifyFreshGlobals(Map<String, Collection<Integer>> counts) {
		assertThat(counts.size()).isGreaterThanOrEqualTo(2);
		assertThat(counts.values())
			.allSatisfy((calls) -> assertThat(calls).containsExactlyInAnyOrderElementsOf(upTo(calls.size())));
		TestPool.waitUntil(() -> counts.keySet()
			.stream()
			.filter((id) -> this.events.resolve("ended-" + id).toFile().exists())
			.count() >= counts.size() - 1L);
	}

	private List<Integer> upTo(int count) {
		return IntStream.rangeClosed(1, count).boxed().toList();
	}

	private Map<String, Collection<Integer>> callUntil(TestPool pool, BooleanSupplier end) {
		Map<String, Collection<Integer>> counts = new ConcurrentHashMap<>();
		TestPool.concurrently(CLIENTS, (client) -> {
			while (!end.getAsBoolean()) {
				String[] answer = pool.call("/").split(" ");
				assertThat(answer[2]).isEqualTo("True");
				assertThat(answer[3]).isEqualTo("False");
				counts.computeIfAbsent(answer[0], (id) -> new ConcurrentLinkedQueue<>())
					.add(Integer.valueOf(answer[1]));
			}
		});
		return counts;
	}

	private TestPool.Builder counting() {
		return TestPool.of("counting:app", TestPython.sources("limits")).environment("EVENTS", this.events).threads(4);
	}

	@Test
	void severalWorkersServeAtATimeEachWithItsOwnModules() {
		try (TestPool pool = TestPool.of("stalling:app", TestPython.sources("limits"))
			.environment("EVENTS", this.events)
			.workers(2)
			.threads(1)
			.start()) {
			// Each returns when both are in the application
			Set<String> modules = ConcurrentHashMap.newKeySet();
			TestPool.concurrently(2, (client) -> modules.add(pool.call("/meet/meeting")));
			assertThat(modules).hasSize(2);
			assertThat(pool.pool().size()).isEqualTo(2);
			assertThat(pool.call("/flags")).isEqualTo("False True");
			assertThat(pool.pool().stop()).isTrue();
		}
	}

}
