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

import org.jspecify.annotations.Nullable;

/**
 * What a {@link WorkerPool} is made with.
 *
 * @param name the name of the application, for threads and metrics
 * @param target the value of {@code wsgi.app}
 * @param hooks the value of {@code wsgi.hooks}; {@code null} for none
 * @param scaling how many workers load it
 * @param minThreads how many threads of a worker take calls at any time
 * @param threads how many threads of a worker may be in a call at a time
 * @param queueSize how many calls may wait
 * @param queueTimeout how long a call may wait
 * @param requestTimeout how long a call may take; {@code null} for no limit
 * @param bootTimeout how long a worker may take from its start until it is ready
 * @param gracefulTimeout how long calls may take to finish when their worker ends
 * @param recycling when a worker is replaced
 * @param warmup the requests that a worker serves to itself before it is ready
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public record WorkerSettings(String name, String target, @Nullable String hooks, Scaling scaling, int minThreads,
		int threads, int queueSize, Duration queueTimeout, @Nullable Duration requestTimeout, Duration bootTimeout,
		Duration gracefulTimeout, Recycling recycling, List<WarmupRequest> warmup) {

	public WorkerSettings {
		warmup = List.copyOf(warmup);
	}

	boolean needsReplaceableWorkers() {
		return this.scaling.max() > 1 || this.recycling.isUsed();
	}

	/**
	 * How many workers there are.
	 *
	 * @param min how many there are at least
	 * @param max how many there are under load
	 * @param idleTimeout how long one too many waits for calls before it ends
	 */
	public record Scaling(int min, int max, Duration idleTimeout) {

		/**
		 * A single worker.
		 */
		public static final Scaling SINGLE = fixed(1);

		/**
		 * As many workers whatever the load.
		 * @param workers how many
		 * @return the setting
		 */
		public static Scaling fixed(int workers) {
			return new Scaling(workers, workers, Duration.ZERO);
		}

	}

	/**
	 * When a worker is replaced by a new one.
	 *
	 * @param maxRequests after how many calls; {@code 0} for never
	 * @param maxRequestsJitter up to how many more calls, chosen at random for each
	 * worker
	 * @param maxAge after which time; {@code null} for never
	 * @param maxHeapUsage above which share of the heap, from 0 to 1; {@code null} for
	 * never
	 */
	public record Recycling(int maxRequests, int maxRequestsJitter, @Nullable Duration maxAge,
			@Nullable Double maxHeapUsage) {

		/**
		 * Workers stay as long as they can.
		 */
		public static final Recycling NEVER = new Recycling(0, 0, null, null);

		boolean isUsed() {
			// Jitter alone does nothing
			return this.maxRequests > 0 || this.maxAge != null || this.maxHeapUsage != null;
		}

	}

	/**
	 * A request that a worker serves to itself, again and again.
	 *
	 * @param environ its CGI variables, in the form of
	 * {@link io.wsgi.runtime.Exchange#environ()}
	 * @param path its path, for the log
	 * @param count how often it is made
	 * @param time after which time no more are made; {@code null} for no limit
	 */
	public record WarmupRequest(String environ, String path, int count, @Nullable Duration time) {

	}

}
