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

import io.wsgi.spring.boot.actuate.ApplicationProbe;
import io.wsgi.worker.WorkerPool;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;

/**
 * Makes the {@link ApplicationProbe} of the application that {@code wsgi.health.path}
 * leads to.
 *
 * @author wsgi-spring-boot contributors
 */
class ApplicationProbes {

	private static final String PATH = "wsgi.health.path";

	private final WsgiProperties.Health properties;

	private final InternalRequestFactory requests;

	ApplicationProbes(WsgiProperties.Health properties, WsgiApplications applications, Environment environment) {
		this.properties = properties;
		this.requests = new InternalRequestFactory(applications, environment);
	}

	@Nullable ApplicationProbe create(WorkerPool workers) {
		String path = this.properties.getPath();
		if (path == null || !workers.getSettings().name().equals(this.requests.application(PATH, path).name())) {
			return null;
		}
		String environ = this.requests.environ(PATH, path, this.properties.getHeaders());
		return new ApplicationProbe(workers, environ, this.properties.getTimeout(), this.properties.getCacheTime());
	}

}
