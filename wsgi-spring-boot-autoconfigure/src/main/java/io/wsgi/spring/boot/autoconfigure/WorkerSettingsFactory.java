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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.wsgi.worker.WorkerSettings;
import jakarta.servlet.ServletContext;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;

/**
 * Makes the {@link WorkerSettings} of each application from its properties.
 *
 * @author wsgi-spring-boot contributors
 */
class WorkerSettingsFactory {

	/** The variable that gunicorn and its hosting platforms use. */
	static final String WORKERS_VARIABLE = "WEB_CONCURRENCY";

	private final InternalRequestFactory requests;

	private final Environment environment;

	private final List<WorkerSettingsCustomizer> customizers;

	WorkerSettingsFactory(WsgiApplications applications, @Nullable ServletContext servletContext,
			Environment environment, List<WorkerSettingsCustomizer> customizers) {
		this.requests = new InternalRequestFactory(applications, servletContext, environment);
		this.environment = environment;
		this.customizers = customizers;
	}

	WorkerSettings create(WsgiApplication application) {
		ApplicationProperties from = application.properties();
		WorkerSettings.Builder builder = WorkerSettings.builder(application.name(), application.target())
			.hooks(from.hooks().value())
			.scaling(scaling(from))
			.minThreads(from.minThreads().value())
			.threads(from.threads().value())
			.queueSize(from.queueSize().value())
			.queueTimeout(from.queueTimeout().value())
			.requestTimeout(limit(from.requestTimeout().value()))
			.bootTimeout(from.bootTimeout().value())
			.gracefulTimeout(from.gracefulTimeout().value())
			.recycling(recycling(from))
			.async(new WorkerSettings.Async(from.applicationInterface().value(), from.lifespan().value(),
					from.maxConcurrency().value(), from.cancelOnDisconnect().value()))
			.warmup(warmup(application));
		this.customizers.forEach((customizer) -> customizer.customize(application.name(), builder));
		return builder.build();
	}

	private static @Nullable Duration limit(@Nullable Duration duration) {
		return (duration != null && !duration.isZero()) ? duration : null;
	}

	private static WorkerSettings.Recycling recycling(ApplicationProperties from) {
		Double heapUsage = from.maxHeapUsage().value();
		return new WorkerSettings.Recycling(from.maxRequests().value(), from.maxRequestsJitter().value(),
				limit(from.maxWorkerAge().value()), (heapUsage != null && heapUsage > 0) ? heapUsage : null);
	}

	private WorkerSettings.Scaling scaling(ApplicationProperties from) {
		Setting<Integer> workers = workers(from);
		Setting<@Nullable Integer> min = from.minWorkers();
		min.check((value) -> value == null || value <= workers.value(),
				"Set it to at most the value of " + workers.property() + ", which is " + workers.value() + ".");
		Integer configured = min.value();
		return new WorkerSettings.Scaling((configured != null) ? configured : workers.value(), workers.value(),
				from.idleTimeout().value());
	}

	private Setting<Integer> workers(ApplicationProperties from) {
		Setting<@Nullable Integer> setting = from.workers();
		Integer configured = setting.value();
		if (configured != null) {
			return new Setting<>(setting.property(), configured);
		}
		Integer concurrency = this.environment.getProperty(WORKERS_VARIABLE, Integer.class, 1);
		if (concurrency < 1) {
			throw new InvalidConfigurationPropertyValueException(WORKERS_VARIABLE, concurrency, "Set it to 1 or more.");
		}
		return new Setting<>(setting.property(), concurrency);
	}

	private List<WorkerSettings.WarmupRequest> warmup(WsgiApplication application) {
		Setting<List<WsgiProperties.Warmup>> setting = application.properties().warmup();
		List<WorkerSettings.WarmupRequest> own = new ArrayList<>();
		for (int i = 0; i < setting.value().size(); i++) {
			WsgiProperties.Warmup warmup = setting.value().get(i);
			String property = setting.property() + "[" + i + "].path";
			if (application.properties().hasOwnWarmup()) {
				this.requests.check(property, warmup.getPath(), application);
			}
			if (application.equals(this.requests.application(property, warmup.getPath()))) {
				own.add(new WorkerSettings.WarmupRequest(
						this.requests.environ(property, warmup.getPath(), warmup.getHeaders()), warmup.getPath(),
						count(warmup), warmup.getTime()));
			}
		}
		return own;
	}

	private int count(WsgiProperties.Warmup warmup) {
		Integer configured = warmup.getCount();
		if (configured != null) {
			return configured;
		}
		return (warmup.getTime() != null) ? Integer.MAX_VALUE : 1;
	}

}
