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
import io.wsgi.worker.WorkerPools;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/**
 * {@link InfoContributor} for WSGI applications, and the Python that they run on.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class WsgiInfoContributor implements InfoContributor {

	private final WorkerPools pools;

	private final PythonRuntime runtime;

	/**
	 * Create a new contributor.
	 * @param pools the workers of each application
	 * @param runtime the runtime of this JVM
	 */
	public WsgiInfoContributor(WorkerPools pools, PythonRuntime runtime) {
		this.pools = pools;
		this.runtime = runtime;
	}

	@Override
	public void contribute(Info.Builder builder) {
		Map<String, Object> wsgi = new LinkedHashMap<>();
		wsgi.put("python", this.runtime.pythonVersion());
		wsgi.put("runtime", runtime());
		Map<String, Object> applications = new LinkedHashMap<>();
		for (WorkerPool workers : this.pools) {
			Map<String, Object> application = new LinkedHashMap<>();
			application.put("app", workers.getSettings().target());
			application.put("generation", workers.generation());
			applications.put(workers.getSettings().name(), application);
		}
		wsgi.put("applications", applications);
		builder.withDetail("wsgi", wsgi);
	}

	private Map<String, Object> runtime() {
		Map<String, Object> runtime = new LinkedHashMap<>();
		runtime.put("name", this.runtime.name());
		runtime.put("version", this.runtime.version());
		runtime.put("optimized", this.runtime.optimized());
		Path executable = this.runtime.executable();
		if (executable != null) {
			runtime.put("executable", executable.toString());
		}
		return runtime;
	}

}
