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

package io.wsgi.spring.boot.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.wsgi.testsupport.TestSettings;
import io.wsgi.worker.WorkerPool;
import io.wsgi.worker.WorkerPools;

import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Doubles for workers, without Python.
 *
 * @author wsgi-spring-boot contributors
 */
final class TestWorkers {

	private TestWorkers() {
	}

	static WorkerPools pools(String... names) {
		List<WorkerPool> pools = Stream.of(names).map(TestWorkers::pool).toList();
		return new WorkerPools(pools);
	}

	static WorkerPool pool(String name) {
		WorkerPool pool = mock();
		given(pool.getSettings()).willReturn(TestSettings.settings(name, name + ":app", 4, 5, Duration.ofSeconds(6)));
		given(pool.isRunning()).willReturn(true);
		given(pool.size()).willReturn(1);
		given(pool.stop()).willReturn(true);
		return pool;
	}

}
