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

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.wsgi.worker.WorkerPoolListener;
import org.jspecify.annotations.Nullable;

/**
 * Records what happens to the requests and to the workers of an application.
 *
 * @author wsgi-spring-boot contributors
 */
final class MetricsWorkerPoolListener implements WorkerPoolListener {

	private final Timer acquire;

	private final Timer usage;

	private final Timer creation;

	private final Counter timeout;

	private final Counter rejected;

	private final Counter interrupted;

	private final Counter hung;

	private final Counter receivedBytes;

	private final Counter sentBytes;

	private final Counter aborted;

	private final MeterProvider<Counter> exceptions;

	private final MeterProvider<Counter> replaced;

	private final BooleanSupplier async;

	private final Supplier<Timer> loopTimer;

	private volatile @Nullable Timer loopBlocked;

	/**
	 * Create a new listener.
	 * @param registry where the meters are
	 * @param tags their tags
	 * @param async whether the application is served on event loops, which is known when
	 * it was loaded
	 */
	MetricsWorkerPoolListener(MeterRegistry registry, Tags tags, BooleanSupplier async) {
		this.async = async;
		this.loopTimer = () -> timer("wsgi.loop.blocked", "Time for which an event loop was held up", tags)
			.register(registry);
		this.acquire = timer("wsgi.workers.acquire", "Time that requests waited for a worker", tags).register(registry);
		this.usage = timer("wsgi.workers.usage", "Time that a worker was busy with a request", tags).register(registry);
		this.creation = timer("wsgi.workers.creation", "Time that a worker took to become ready", tags)
			.register(registry);
		this.timeout = counter("wsgi.workers.timeout", "Requests refused because they waited too long", tags)
			.register(registry);
		this.rejected = counter("wsgi.workers.rejected", "Requests refused because the queue was full", tags)
			.register(registry);
		this.interrupted = counter("wsgi.requests.interrupted", "Requests interrupted because they took too long", tags)
			.register(registry);
		this.hung = counter("wsgi.requests.hung", "Requests that took too long and could not be interrupted", tags)
			.register(registry);
		this.receivedBytes = counter("wsgi.requests.received", "Size of the bodies of requests", tags)
			.baseUnit(BaseUnits.BYTES)
			.register(registry);
		this.sentBytes = counter("wsgi.responses.sent", "Size of the bodies of responses", tags)
			.baseUnit(BaseUnits.BYTES)
			.register(registry);
		this.aborted = counter("wsgi.responses.aborted", "Responses that were begun and not completed", tags)
			.register(registry);
		this.exceptions = counter("wsgi.requests.exceptions", "Requests that ended with an exception", tags)
			.withRegistry(registry);
		this.replaced = counter("wsgi.workers.replaced", "Workers replaced by new ones", tags).withRegistry(registry);
		watchLoops();
	}

	private static Timer.Builder timer(String name, String description, Tags tags) {
		return Timer.builder(name).description(description).tags(tags);
	}

	private static Counter.Builder counter(String name, String description, Tags tags) {
		return Counter.builder(name).description(description).tags(tags);
	}

	@Override
	public void acquired(long waitNanos) {
		this.acquire.record(waitNanos, TimeUnit.NANOSECONDS);
	}

	@Override
	public void used(long usageNanos) {
		this.usage.record(usageNanos, TimeUnit.NANOSECONDS);
	}

	@Override
	public void failed(String exception) {
		this.exceptions.withTag("exception", exception).increment();
	}

	@Override
	public void rejected() {
		this.rejected.increment();
	}

	@Override
	public void timedOut() {
		this.timeout.increment();
	}

	@Override
	public void interrupted() {
		this.interrupted.increment();
	}

	@Override
	public void exchanged(long receivedBytes, long sentBytes, boolean aborted) {
		if (receivedBytes > 0) {
			this.receivedBytes.increment(receivedBytes);
		}
		if (sentBytes > 0) {
			this.sentBytes.increment(sentBytes);
		}
		if (aborted) {
			this.aborted.increment();
		}
	}

	@Override
	public void loopBlocked(long nanos) {
		Timer timer = this.loopBlocked;
		if (timer != null) {
			timer.record(nanos, TimeUnit.NANOSECONDS);
		}
	}

	@Override
	public void hung() {
		this.hung.increment();
	}

	@Override
	public void workerReady(String worker, Duration took) {
		this.creation.record(took);
		watchLoops();
	}

	private void watchLoops() {
		if (this.async.getAsBoolean()) {
			this.loopBlocked = this.loopTimer.get();
		}
	}

	@Override
	public void replaced(String worker, String reason) {
		this.replaced.withTag("reason", reason).increment();
	}

}
