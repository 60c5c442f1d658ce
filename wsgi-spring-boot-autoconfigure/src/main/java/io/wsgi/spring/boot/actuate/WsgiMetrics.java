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

import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.wsgi.runtime.PythonRuntime;
import io.wsgi.worker.WorkerPool;
import io.wsgi.worker.WorkerPools;
import org.jspecify.annotations.Nullable;

/**
 * {@link MeterBinder} for the workers of WSGI applications, and for the JIT compiler that
 * they share with GraalPy.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class WsgiMetrics implements MeterBinder, AutoCloseable {

	private static final String GRAALPY = "graalpy";

	private final WorkerPools pools;

	private final @Nullable JitMetrics jit;

	/**
	 * Create a new binder.
	 * @param pools the workers of each application
	 * @param runtime the runtime of this JVM
	 */
	public WsgiMetrics(WorkerPools pools, PythonRuntime runtime) {
		this.pools = pools;
		this.jit = GRAALPY.equals(runtime.name()) ? new JitMetrics(runtime) : null;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.pools.forEach((workers) -> bind(workers, registry));
		if (this.jit != null) {
			this.jit.bindTo(registry);
		}
	}

	private void bind(WorkerPool workers, MeterRegistry registry) {
		Tags tags = Tags.of(Tag.of("application", workers.getSettings().name()));
		gauge(registry, tags, "wsgi.workers", "Workers that serve", workers, WorkerPool::size);
		gauge(registry, tags, "wsgi.workers.active", "Workers that are busy with a request", workers,
				(pool) -> pool.size() - pool.idle());
		gauge(registry, tags, "wsgi.workers.idle", "Workers that are busy with nothing", workers, WorkerPool::idle);
		gauge(registry, tags, "wsgi.workers.pending", "Requests that wait for a worker", workers, WorkerPool::pending);
		gauge(registry, tags, "wsgi.workers.max", "Workers that there may be", workers,
				(pool) -> pool.getSettings().scaling().max());
		gauge(registry, tags, "wsgi.workers.min", "Workers that there are at least", workers,
				(pool) -> pool.getSettings().scaling().min());
		gauge(registry, tags, "wsgi.requests.active", "Requests that the application is busy with", workers,
				WorkerPool::active);
		gauge(registry, tags, "wsgi.threads.max", "Requests that a worker may be busy with at a time", workers,
				(pool) -> pool.getSettings().threads());
		gauge(registry, tags, "wsgi.generation", "How often the application has been loaded", workers,
				WorkerPool::generation);
		workers.addListener(new MetricsWorkerPoolListener(registry, tags, workers::isAsync));
	}

	private void gauge(MeterRegistry registry, Tags tags, String name, String description, WorkerPool workers,
			ToDoubleFunction<WorkerPool> value) {
		Gauge.builder(name, workers, value).description(description).tags(tags).register(registry);
	}

	@Override
	public void close() {
		if (this.jit != null) {
			this.jit.close();
		}
	}

}
