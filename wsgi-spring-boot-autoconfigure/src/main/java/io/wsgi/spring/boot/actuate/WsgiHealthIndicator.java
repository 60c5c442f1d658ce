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

import io.wsgi.spring.boot.python.PythonRuntime;
import io.wsgi.spring.boot.worker.WorkerPool;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * {@link HealthIndicator} for a WSGI application: up once its workers have loaded it. It
 * never runs Python, so it answers while every Python thread is busy.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class WsgiHealthIndicator extends AbstractHealthIndicator {

	private final WorkerPool workers;

	private final PythonRuntime runtime;

	/**
	 * Create a new indicator.
	 * @param workers the workers
	 * @param runtime the runtime of this JVM
	 */
	public WsgiHealthIndicator(WorkerPool workers, PythonRuntime runtime) {
		super("WSGI health check failed");
		this.workers = workers;
		this.runtime = runtime;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		builder.status(status())
			.withDetail("app", this.workers.getSettings().target())
			.withDetail("runtime", this.runtime.optimized() ? "optimized" : "interpreted")
			.withDetail("python", this.runtime.pythonVersion())
			.withDetail("graalpy", this.runtime.graalPyVersion())
			.withDetail("workers", this.workers.size())
			.withDetail("generation", this.workers.generation())
			.withDetail("nativeModules", this.workers.nativeModules());
	}

	private Status status() {
		if (this.workers.isBroken()) {
			return Status.DOWN;
		}
		return this.workers.isRunning() ? Status.UP : Status.OUT_OF_SERVICE;
	}

}
