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

import io.wsgi.runtime.ApplicationInterface;
import io.wsgi.runtime.LifespanMode;
import io.wsgi.worker.policy.RecyclingPolicy;
import io.wsgi.worker.policy.ScalingPolicy;
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
 * @param async how an application of ASGI is served
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public record WorkerSettings(String name, String target, @Nullable String hooks, Scaling scaling, int minThreads,
		int threads, int queueSize, Duration queueTimeout, @Nullable Duration requestTimeout, Duration bootTimeout,
		Duration gracefulTimeout, Recycling recycling, List<WarmupRequest> warmup, Async async) {

	public WorkerSettings {
		warmup = List.copyOf(warmup);
	}

	/**
	 * Create settings with those of {@link Async#DEFAULTS} for an application of ASGI.
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
	 */
	public WorkerSettings(String name, String target, @Nullable String hooks, Scaling scaling, int minThreads,
			int threads, int queueSize, Duration queueTimeout, @Nullable Duration requestTimeout, Duration bootTimeout,
			Duration gracefulTimeout, Recycling recycling, List<WarmupRequest> warmup) {
		this(name, target, hooks, scaling, minThreads, threads, queueSize, queueTimeout, requestTimeout, bootTimeout,
				gracefulTimeout, recycling, warmup, Async.DEFAULTS);
	}

	/**
	 * Create a builder, whose settings are at first those of a single worker that is
	 * never replaced, without a limit for the time of a call.
	 * @param name the name of the application
	 * @param target what to load
	 * @return the builder
	 */
	public static Builder builder(String name, String target) {
		return new Builder(name, target);
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

		ScalingPolicy policy(long now) {
			return new ScalingPolicy(this.min, this.max, this.idleTimeout, now);
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

		RecyclingPolicy policy() {
			return new RecyclingPolicy(this.maxRequests, this.maxRequestsJitter, this.maxAge);
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

	/**
	 * How an application of ASGI is served.
	 *
	 * @param kind the value of {@code wsgi.interface}
	 * @param lifespan the value of {@code wsgi.lifespan}
	 * @param concurrency how many calls a worker may be in at a time
	 * @param cancelOnDisconnect whether a call is cancelled when its client has gone
	 */
	public record Async(ApplicationInterface kind, LifespanMode lifespan, int concurrency, boolean cancelOnDisconnect) {

		/**
		 * The interface is found out, and a worker may be in up to 10,000 calls.
		 */
		public static final Async DEFAULTS = new Async(ApplicationInterface.AUTO, LifespanMode.AUTO, 10_000, true);

	}

	/**
	 * Makes {@link WorkerSettings}.
	 */
	public static final class Builder {

		private final String name;

		private final String target;

		private @Nullable String hooks;

		private Scaling scaling = Scaling.SINGLE;

		private int minThreads = 1;

		private int threads = 64;

		private int queueSize = 1024;

		private Duration queueTimeout = Duration.ofSeconds(30);

		private @Nullable Duration requestTimeout;

		private Duration bootTimeout = Duration.ofMinutes(10);

		private Duration gracefulTimeout = Duration.ofSeconds(30);

		private Recycling recycling = Recycling.NEVER;

		private List<WarmupRequest> warmup = List.of();

		private Async async = Async.DEFAULTS;

		private Builder(String name, String target) {
			this.name = name;
			this.target = target;
		}

		/**
		 * Set the value of {@code wsgi.hooks}.
		 * @param hooks the value of {@code wsgi.hooks}; {@code null} for none
		 * @return this builder
		 */
		public Builder hooks(@Nullable String hooks) {
			this.hooks = hooks;
			return this;
		}

		/**
		 * Set how many workers load the application.
		 * @param scaling how many workers load the application
		 * @return this builder
		 */
		public Builder scaling(Scaling scaling) {
			this.scaling = scaling;
			return this;
		}

		/**
		 * Set how many threads of a worker take calls at any time.
		 * @param minThreads how many threads of a worker take calls at any time
		 * @return this builder
		 */
		public Builder minThreads(int minThreads) {
			this.minThreads = minThreads;
			return this;
		}

		/**
		 * Set how many threads of a worker may be in a call at a time.
		 * @param threads how many threads of a worker may be in a call at a time
		 * @return this builder
		 */
		public Builder threads(int threads) {
			this.threads = threads;
			return this;
		}

		/**
		 * Set how many calls may wait.
		 * @param queueSize how many calls may wait
		 * @return this builder
		 */
		public Builder queueSize(int queueSize) {
			this.queueSize = queueSize;
			return this;
		}

		/**
		 * Set how long a call may wait.
		 * @param queueTimeout how long a call may wait
		 * @return this builder
		 */
		public Builder queueTimeout(Duration queueTimeout) {
			this.queueTimeout = queueTimeout;
			return this;
		}

		/**
		 * Set how long a call may take.
		 * @param requestTimeout how long a call may take; {@code null} for no limit
		 * @return this builder
		 */
		public Builder requestTimeout(@Nullable Duration requestTimeout) {
			this.requestTimeout = requestTimeout;
			return this;
		}

		/**
		 * Set how long a worker may take until it is ready.
		 * @param bootTimeout how long a worker may take until it is ready
		 * @return this builder
		 */
		public Builder bootTimeout(Duration bootTimeout) {
			this.bootTimeout = bootTimeout;
			return this;
		}

		/**
		 * Set how long calls may take to finish when their worker ends.
		 * @param gracefulTimeout how long calls may take to finish when their worker ends
		 * @return this builder
		 */
		public Builder gracefulTimeout(Duration gracefulTimeout) {
			this.gracefulTimeout = gracefulTimeout;
			return this;
		}

		/**
		 * Set when a worker is replaced.
		 * @param recycling when a worker is replaced
		 * @return this builder
		 */
		public Builder recycling(Recycling recycling) {
			this.recycling = recycling;
			return this;
		}

		/**
		 * Set the requests that a worker serves to itself before it is ready.
		 * @param warmup the requests that a worker serves to itself before it is ready
		 * @return this builder
		 */
		public Builder warmup(List<WarmupRequest> warmup) {
			this.warmup = warmup;
			return this;
		}

		/**
		 * Set how an application of ASGI is served.
		 * @param async how an application of ASGI is served
		 * @return this builder
		 */
		public Builder async(Async async) {
			this.async = async;
			return this;
		}

		/**
		 * Create the settings.
		 * @return the settings
		 */
		public WorkerSettings build() {
			return new WorkerSettings(this.name, this.target, this.hooks, this.scaling, this.minThreads, this.threads,
					this.queueSize, this.queueTimeout, this.requestTimeout, this.bootTimeout, this.gracefulTimeout,
					this.recycling, this.warmup, this.async);
		}

	}

}
