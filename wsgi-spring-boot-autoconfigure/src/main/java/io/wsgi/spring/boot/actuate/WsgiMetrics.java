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

package io.wsgi.spring.boot.actuate;

import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.wsgi.spring.boot.worker.WorkerPool;
import io.wsgi.spring.boot.worker.WorkerPoolListener;
import io.wsgi.spring.boot.worker.WorkerPools;

/**
 * {@link MeterBinder} for the workers of WSGI applications.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class WsgiMetrics implements MeterBinder {

	private final WorkerPools pools;

	/**
	 * Create a new binder.
	 * @param pools the workers of each application
	 */
	public WsgiMetrics(WorkerPools pools) {
		this.pools = pools;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.pools.forEach((workers) -> bind(workers, registry));
	}

	private void bind(WorkerPool workers, MeterRegistry registry) {
		Tags tags = Tags.of(Tag.of("application", workers.getSettings().name()));
		Gauge.builder("wsgi.workers", workers, WorkerPool::size)
			.description("Workers that have loaded the application")
			.tags(tags)
			.register(registry);
		Gauge.builder("wsgi.workers.active", workers, WorkerPool::active)
			.description("Calls that the application is busy with")
			.tags(tags)
			.register(registry);
		Gauge.builder("wsgi.workers.pending", workers, WorkerPool::pending)
			.description("Calls that wait for a thread")
			.tags(tags)
			.register(registry);
		Gauge.builder("wsgi.workers.max", workers, (pool) -> pool.getSettings().threads())
			.description("Calls that the application may be busy with at a time")
			.tags(tags)
			.register(registry);
		workers.addListener(new MeteredListener(registry, tags));
	}

	/**
	 * Records what happens to the calls.
	 */
	private static final class MeteredListener implements WorkerPoolListener {

		private final Timer wait;

		private final Timer requests;

		private final Counter rejected;

		private final Counter timedOut;

		private final Counter interrupted;

		private final Meter.MeterProvider<Counter> replaced;

		MeteredListener(MeterRegistry registry, Tags tags) {
			this.wait = Timer.builder("wsgi.workers.acquire")
				.description("Time that calls waited for a thread")
				.tags(tags)
				.register(registry);
			this.requests = Timer.builder("wsgi.requests")
				.description("Time that the application was busy with a request")
				.tags(tags)
				.register(registry);
			this.rejected = Counter.builder("wsgi.workers.rejected")
				.description("Calls refused because the queue was full")
				.tags(tags)
				.register(registry);
			this.timedOut = Counter.builder("wsgi.workers.timeout")
				.description("Calls refused because they waited too long")
				.tags(tags)
				.register(registry);
			this.interrupted = Counter.builder("wsgi.requests.interrupted")
				.description("Calls interrupted because they took too long")
				.tags(tags)
				.register(registry);
			this.replaced = Counter.builder("wsgi.workers.replaced")
				.description("Workers replaced by new ones")
				.tags(tags)
				.withRegistry(registry);
		}

		@Override
		public void acquired(long waitNanos) {
			this.wait.record(waitNanos, TimeUnit.NANOSECONDS);
		}

		@Override
		public void used(long usageNanos) {
			this.requests.record(usageNanos, TimeUnit.NANOSECONDS);
		}

		@Override
		public void rejected() {
			this.rejected.increment();
		}

		@Override
		public void timedOut() {
			this.timedOut.increment();
		}

		@Override
		public void interrupted() {
			this.interrupted.increment();
		}

		@Override
		public void replaced(String worker, String reason) {
			this.replaced.withTag("reason", reason).increment();
		}

	}

}
