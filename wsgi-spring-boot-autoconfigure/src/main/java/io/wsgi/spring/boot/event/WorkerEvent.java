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

package io.wsgi.spring.boot.event;

import java.time.Duration;

import io.wsgi.worker.WorkerPool;

/**
 * Something has happened to the workers of an application. Published as an application
 * event of Spring, in order, on one thread for all events of the application, so that a
 * listener which takes its time delays no worker.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public sealed interface WorkerEvent {

	/**
	 * Return the workers of the application.
	 * @return the workers
	 */
	WorkerPool workers();

	/**
	 * A worker begins to load the application.
	 *
	 * @param workers the workers of the application
	 * @param worker the name of the worker
	 */
	record Started(WorkerPool workers, String worker) implements WorkerEvent {

	}

	/**
	 * A worker has loaded the application, has warmed up, and begins to serve.
	 *
	 * @param workers the workers of the application
	 * @param worker the name of the worker
	 * @param took how long that took
	 */
	record Ready(WorkerPool workers, String worker, Duration took) implements WorkerEvent {

	}

	/**
	 * A worker has been replaced: the new one serves, the old one finishes its calls.
	 *
	 * @param workers the workers of the application
	 * @param worker the name of the old worker
	 * @param reason {@code max-requests}, {@code max-worker-age}, {@code max-heap-usage},
	 * {@code reload}, {@code hung} or {@code died}
	 */
	record Replaced(WorkerPool workers, String worker, String reason) implements WorkerEvent {

	}

	/**
	 * A worker has ended.
	 *
	 * @param workers the workers of the application
	 * @param worker the name of the worker
	 */
	record Stopped(WorkerPool workers, String worker) implements WorkerEvent {

	}

	/**
	 * The application has been loaded anew.
	 *
	 * @param workers the workers of the application
	 * @param generation the number of the new generation
	 */
	record GenerationSwapped(WorkerPool workers, int generation) implements WorkerEvent {

	}

	/**
	 * The application could not be loaded: a further worker or a new generation did not
	 * start. Those that serve go on.
	 *
	 * @param workers the workers of the application
	 * @param cause why
	 */
	record LoadFailed(WorkerPool workers, Throwable cause) implements WorkerEvent {

	}

	/**
	 * A call takes too long and cannot be interrupted, so that its worker is given up.
	 *
	 * @param workers the workers of the application
	 */
	record Hung(WorkerPool workers) implements WorkerEvent {

	}

	/**
	 * No worker is left that serves.
	 *
	 * @param workers the workers of the application
	 */
	record OutOfService(WorkerPool workers) implements WorkerEvent {

	}

	/**
	 * A worker serves again after none did.
	 *
	 * @param workers the workers of the application
	 */
	record BackInService(WorkerPool workers) implements WorkerEvent {

	}

	/**
	 * A worker hangs that cannot be replaced, so that only a restart of the process
	 * helps.
	 *
	 * @param workers the workers of the application
	 */
	record Broken(WorkerPool workers) implements WorkerEvent {

	}

}
