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

package io.wsgi.testsupport;

import java.time.Duration;
import java.util.List;

import io.wsgi.worker.WorkerSettings;

/**
 * Makes settings of worker pools for tests: one worker that is never replaced, and no
 * limit for the time of a request.
 *
 * @author wsgi-spring-boot contributors
 */
public final class TestSettings {

	private static final Duration GRACE = Duration.ofMinutes(2);

	private TestSettings() {
	}

	/**
	 * Make settings with plenty of time to finish.
	 * @param name the name of the application
	 * @param target what to load
	 * @param threads the threads of a worker
	 * @param queueSize the size of the queue
	 * @param queueTimeout the time that calls may wait
	 * @return the settings
	 */
	public static WorkerSettings settings(String name, String target, int threads, int queueSize,
			Duration queueTimeout) {
		return settings(name, target, threads, queueSize, queueTimeout, GRACE);
	}

	/**
	 * Make settings.
	 * @param name the name of the application
	 * @param target what to load
	 * @param threads the threads of a worker
	 * @param queueSize the size of the queue
	 * @param queueTimeout the time that calls may wait
	 * @param gracefulTimeout the time that calls have to finish
	 * @return the settings
	 */
	public static WorkerSettings settings(String name, String target, int threads, int queueSize, Duration queueTimeout,
			Duration gracefulTimeout) {
		return new WorkerSettings(name, target, null, WorkerSettings.Scaling.SINGLE, 1, threads, queueSize,
				queueTimeout, null, Duration.ofHours(1), gracefulTimeout, WorkerSettings.Recycling.NEVER, List.of());
	}

}
