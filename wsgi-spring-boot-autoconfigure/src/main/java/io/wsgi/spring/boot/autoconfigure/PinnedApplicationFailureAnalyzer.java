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

	private final Environment environment;

	PinnedApplicationFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, PinnedApplicationException cause) {
		ApplicationProperties properties = ApplicationProperties.find(this.environment, cause.getTarget());
		String indent = System.lineSeparator() + "    ";
		return new FailureAnalysis(
				cause.getMessage() + ". They are, each with the modules that led to it:" + indent
						+ String.join(indent, cause.getNativeModules()),
				"Set " + properties.workers().property()
						+ " to 1 (look for WEB_CONCURRENCY in the environment, too) and remove "
						+ properties.maxRequests().property() + ", " + properties.maxWorkerAge().property() + " and "
						+ properties.maxHeapUsage().property()
						+ ", or replace the packages by ones without native modules. CPython has one worker always: only GraalPy (wsgi.runtime=graalpy) has several.",
				cause);
	}

}
