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

import java.util.ArrayList;
import java.util.List;

import io.wsgi.runtime.PinnedApplicationException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.env.Environment;

/**
 * {@link FailureAnalyzer} for {@link PinnedApplicationException}.
 *
 * @author wsgi-spring-boot contributors
 */
class PinnedApplicationFailureAnalyzer extends AbstractFailureAnalyzer<PinnedApplicationException> {

	private static final String INDENT = System.lineSeparator() + "    ";

	private final Environment environment;

	PinnedApplicationFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, PinnedApplicationException cause) {
		ApplicationProperties properties = ApplicationProperties.find(this.environment, cause.getTarget());
		return cause.isOnePerProcess() ? ofThePython(cause, properties) : ofItsModules(cause, properties);
	}

	private FailureAnalysis ofThePython(PinnedApplicationException cause, ApplicationProperties properties) {
		return new FailureAnalysis(cause.getMessage() + ". These settings ask for more:" + INDENT + String
			.join(INDENT, thoseForReplaceableWorkers(properties)), "Leave them out: the worker takes up to "
					+ properties.threads().property()
					+ " requests at a time. To use more processors, start more instances, or run the application on "
					+ "GraalPy (wsgi.runtime=graalpy), which has several workers.",
				cause);
	}

	private List<String> thoseForReplaceableWorkers(ApplicationProperties properties) {
		Integer configured = properties.workers().value();
		Setting<Integer> workers = (configured != null) ? new Setting<>(properties.workers().property(), configured)
				: new Setting<>(WorkerSettingsFactory.WORKERS_VARIABLE,
						this.environment.getProperty(WorkerSettingsFactory.WORKERS_VARIABLE, Integer.class, 1));
		List<Setting<?>> settings = new ArrayList<>();
		if (workers.value() > 1) {
			settings.add(workers);
		}
		if (properties.maxRequests().value() > 0) {
			settings.add(properties.maxRequests());
		}
		settings.add(properties.maxWorkerAge());
		settings.add(properties.maxHeapUsage());
		return settings.stream()
			.filter((setting) -> setting.value() != null)
			.map((setting) -> setting.property() + "=" + setting.value())
			.toList();
	}

	private static FailureAnalysis ofItsModules(PinnedApplicationException cause, ApplicationProperties properties) {
		return new FailureAnalysis(
				cause.getMessage() + ". They are, each with the modules that led to it:" + INDENT
						+ String.join(INDENT, cause.getNativeModules()),
				"Set " + properties.workers().property() + " to 1 (look for " + WorkerSettingsFactory.WORKERS_VARIABLE
						+ " in the environment, too) and remove " + properties.maxRequests().property() + ", "
						+ properties.maxWorkerAge().property() + " and " + properties.maxHeapUsage().property()
						+ ", or replace the packages by ones without native modules.",
				cause);
	}

}
