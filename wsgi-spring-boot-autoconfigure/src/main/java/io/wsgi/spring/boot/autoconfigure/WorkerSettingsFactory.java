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

package io.wsgi.spring.boot.autoconfigure;

import java.util.List;

import io.wsgi.worker.WorkerSettings;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;

/**
 * Makes the {@link WorkerSettings} of each application from {@link WsgiProperties}.
 *
 * @author wsgi-spring-boot contributors
 */
class WorkerSettingsFactory {

	private final WsgiProperties properties;

	private final InternalRequestFactory requests;

	private final Environment environment;

	WorkerSettingsFactory(WsgiProperties properties, WsgiApplications applications, Environment environment) {
		this.properties = properties;
		this.requests = new InternalRequestFactory(applications, environment);
		this.environment = environment;
	}

	WorkerSettings create(WsgiApplication application) {
		WsgiProperties from = this.properties;
		WorkerSettings.Recycling recycling = new WorkerSettings.Recycling(from.getMaxRequests(),
				from.getMaxRequestsJitter(), from.getMaxWorkerAge(), from.getMaxHeapUsage());
		return new WorkerSettings(application.name(), application.target(), from.getHooks(), scaling(),
				from.getMinThreads(), from.getThreads(), from.getQueueSize(), from.getQueueTimeout(),
				from.getRequestTimeout(), from.getBootTimeout(), from.getGracefulTimeout(), recycling,
				warmup(application));
	}

	private WorkerSettings.Scaling scaling() {
		int workers = workers();
		Integer configured = this.properties.getMinWorkers();
		if (configured != null && configured > workers) {
			throw new InvalidConfigurationPropertyValueException("wsgi.min-workers", configured,
					"Set it to at most the value of wsgi.workers, which is " + workers + ".");
		}
		return new WorkerSettings.Scaling((configured != null) ? configured : workers, workers,
				this.properties.getIdleTimeout());
	}

	private int workers() {
		Integer configured = this.properties.getWorkers();
		if (configured != null) {
			return configured;
		}
		// The variable that gunicorn and its hosting platforms use
		Integer concurrency = this.environment.getProperty("WEB_CONCURRENCY", Integer.class, 1);
		if (concurrency < 1) {
			throw new InvalidConfigurationPropertyValueException("WEB_CONCURRENCY", concurrency,
					"Set it to 1 or more.");
		}
		return concurrency;
	}

	private List<WorkerSettings.WarmupRequest> warmup(WsgiApplication application) {
		return this.properties.getWarmup()
			.stream()
			.filter((warmup) -> application.equals(this.requests.application("wsgi.warmup.path", warmup.getPath())))
			.map((warmup) -> new WorkerSettings.WarmupRequest(
					this.requests.environ("wsgi.warmup.path", warmup.getPath(), warmup.getHeaders()), warmup.getPath(),
					count(warmup), warmup.getTime()))
			.toList();
	}

	private int count(WsgiProperties.Warmup warmup) {
		Integer configured = warmup.getCount();
		if (configured != null) {
			return configured;
		}
		return (warmup.getTime() != null) ? Integer.MAX_VALUE : 1;
	}

}
