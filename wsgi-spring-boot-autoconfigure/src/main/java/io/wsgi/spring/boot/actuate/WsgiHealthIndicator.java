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

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import io.wsgi.runtime.PythonRuntime;
import io.wsgi.worker.WorkerPool;
import io.wsgi.worker.WorkerSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * {@link HealthIndicator} for a WSGI application: up while a worker serves, out of
 * service while none can, down when only a restart or a repair of the application helps.
 * It runs Python only if there is a probe, so without one it answers while every Python
 * thread is busy.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class WsgiHealthIndicator extends AbstractHealthIndicator {

	private final WorkerPool workers;

	private final PythonRuntime runtime;

	private final @Nullable ApplicationProbe probe;

	/**
	 * Create a new indicator.
	 * @param workers the workers
	 * @param runtime the runtime of this JVM
	 * @param probe asks the application itself; {@code null} to leave it alone
	 */
	public WsgiHealthIndicator(WorkerPool workers, PythonRuntime runtime, @Nullable ApplicationProbe probe) {
		super("WSGI health check failed");
		this.workers = workers;
		this.runtime = runtime;
		this.probe = probe;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		builder.status(status())
			.withDetail("app", this.workers.getSettings().target())
			.withDetail("runtime", this.runtime.optimized() ? "optimized" : "interpreted")
			.withDetail("python", this.runtime.pythonVersion())
			.withDetail(this.runtime.name(), this.runtime.version())
			.withDetail("workers", workers())
			.withDetail("generation", this.workers.generation())
			.withDetail("nativeModules", this.workers.nativeModules());
		Path executable = this.runtime.executable();
		if (executable != null) {
			builder.withDetail("executable", executable.toString());
		}
		Throwable failure = this.workers.lastFailure();
		if (failure != null) {
			builder.withDetail("lastFailure", String.valueOf(failure.getMessage()));
		}
		if (this.probe != null && this.workers.isRunning()) {
			ask(this.probe, builder);
		}
	}

	private void ask(ApplicationProbe probe, Health.Builder builder) {
		ApplicationProbe.Answer answer = probe.ask();
		builder.withDetail("application", answer.text());
		if (!answer.well()) {
			builder.down();
		}
	}

	private Map<String, Integer> workers() {
		WorkerSettings.Scaling scaling = this.workers.getSettings().scaling();
		int ready = this.workers.size();
		int idle = this.workers.idle();
		Map<String, Integer> counts = new LinkedHashMap<>();
		counts.put("ready", ready);
		counts.put("active", ready - idle);
		counts.put("idle", idle);
		counts.put("min", scaling.min());
		counts.put("max", scaling.max());
		return counts;
	}

	private Status status() {
		boolean serves = this.workers.isRunning() && this.workers.size() > 0;
		if (this.workers.isBroken() || (!serves && this.workers.lastFailure() != null)) {
			return Status.DOWN;
		}
		return serves ? Status.UP : Status.OUT_OF_SERVICE;
	}

}
