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
import jakarta.servlet.ServletContext;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;

/**
 * Makes the {@link ApplicationProbe} of an application that has a path for its health.
 *
 * @author wsgi-spring-boot contributors
 */
class ApplicationProbes {

	private final WsgiApplications applications;

	private final InternalRequestFactory requests;

	ApplicationProbes(WsgiApplications applications, @Nullable ServletContext servletContext, Environment environment) {
		this.applications = applications;
		this.requests = new InternalRequestFactory(applications, servletContext, environment);
	}

	@Nullable ApplicationProbe create(WorkerPool workers) {
		WsgiApplication application = this.applications.named(workers.getSettings().name());
		ApplicationProperties properties = application.properties();
		Setting<@Nullable String> setting = properties.healthPath();
		String path = setting.value();
		if (path == null) {
			return null;
		}
		if (properties.hasOwnHealthPath()) {
			this.requests.check(setting.property(), path, application);
		}
		else if (!application.equals(this.requests.application(setting.property(), path))) {
			return null;
		}
		String environ = this.requests.environ(setting.property(), path, properties.healthHeaders());
		return new ApplicationProbe(workers, environ, properties.healthTimeout().value(),
				properties.healthCacheTime().value());
	}

}
