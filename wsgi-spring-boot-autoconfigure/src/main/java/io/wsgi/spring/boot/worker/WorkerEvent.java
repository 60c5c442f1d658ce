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

package io.wsgi.spring.boot.worker;

import java.time.Duration;

import org.springframework.context.ApplicationEvent;

/**
 * Something has happened to the workers of an application. Published on the thread where
 * it happens, so a listener that takes its time delays the worker.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public abstract sealed class WorkerEvent extends ApplicationEvent {

	WorkerEvent(WorkerPool source) {
		super(source);
	}

	/**
	 * Return the name of the application.
	 * @return the name
	 */
	public String getApplication() {
		return getWorkers().getSettings().name();
	}

	/**
	 * Return the workers of the application.
	 * @return the workers
	 */
	public WorkerPool getWorkers() {
		return (WorkerPool) getSource();
	}

	/**
	 * A worker begins to load the application.
	 */
	public static final class Started extends WorkerEvent {

		private final String worker;

		/**
		 * Create a new event.
		 * @param source the workers
		 * @param worker the name of the worker
		 */
		public Started(WorkerPool source, String worker) {
			super(source);
			this.worker = worker;
		}

		public String getWorker() {
			return this.worker;
		}

	}

	/**
	 * A worker has loaded the application, has warmed up, and begins to serve.
	 */
	public static final class Ready extends WorkerEvent {

		private final String worker;

		private final Duration took;

		/**
		 * Create a new event.
		 * @param source the workers
		 * @param worker the name of the worker
		 * @param took how long that took
		 */
		public Ready(WorkerPool source, String worker, Duration took) {
			super(source);
			this.worker = worker;
			this.took = took;
		}

		public String getWorker() {
			return this.worker;
		}

		public Duration getTook() {
			return this.took;
		}

	}

	/**
	 * A worker has been replaced: the new one serves, the old one finishes its calls.
	 */
	public static final class Replaced extends WorkerEvent {

		private final String worker;

		private final String reason;

		/**
		 * Create a new event.
		 * @param source the workers
		 * @param worker the name of the old worker
		 * @param reason {@code max-requests}, {@code max-worker-age},
		 * {@code max-heap-usage}, {@code reload}, {@code hung} or {@code died}
		 */
		public Replaced(WorkerPool source, String worker, String reason) {
			super(source);
			this.worker = worker;
			this.reason = reason;
		}

		public String getWorker() {
			return this.worker;
		}

		public String getReason() {
			return this.reason;
		}

	}

	/**
	 * A worker has ended.
	 */
	public static final class Stopped extends WorkerEvent {

		private final String worker;

		/**
		 * Create a new event.
		 * @param source the workers
		 * @param worker the name of the worker
		 */
		public Stopped(WorkerPool source, String worker) {
			super(source);
			this.worker = worker;
		}

		public String getWorker() {
			return this.worker;
		}

	}

	/**
	 * The application has been loaded anew.
	 */
	public static final class GenerationSwapped extends WorkerEvent {

		private final int generation;

		/**
		 * Create a new event.
		 * @param source the workers
		 * @param generation the number of the new generation
		 */
		public GenerationSwapped(WorkerPool source, int generation) {
			super(source);
			this.generation = generation;
		}

		public int getGeneration() {
			return this.generation;
		}

	}

}
