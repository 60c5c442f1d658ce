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

import java.nio.file.Path;
import java.util.List;

import io.wsgi.runtime.PythonRuntime;
import io.wsgi.worker.WorkerPool;
import io.wsgi.worker.WorkerPools;
import io.wsgi.worker.WorkerSettings;

/**
 * Describes the applications that were loaded, for people to read.
 *
 * @author wsgi-spring-boot contributors
 */
class ConfigReport {

	private final WorkerPools pools;

	private final WsgiApplications applications;

	private final PythonRuntime runtime;

	ConfigReport(WorkerPools pools, WsgiApplications applications, PythonRuntime runtime) {
		this.pools = pools;
		this.applications = applications;
		this.runtime = runtime;
	}

	@Override
	public String toString() {
		StringBuilder report = new StringBuilder();
		Path executable = this.runtime.executable();
		if (executable != null) {
			line(report, "Python", this.runtime.version() + " of " + executable);
			line(report, "runtime", "CPython");
		}
		else {
			line(report, "Python", this.runtime.pythonVersion() + " on GraalPy " + this.runtime.version());
			line(report, "runtime", this.runtime.optimized() ? "optimized, with JIT" : "interpreted, without JIT");
		}
		this.pools.forEach((workers) -> describe(report, workers));
		return report.toString().stripTrailing();
	}

	private void describe(StringBuilder report, WorkerPool workers) {
		WorkerSettings settings = workers.getSettings();
		List<String> nativeModules = workers.nativeModules();
		line(report, "application", settings.target() + " at " + this.applications.mountPath(settings.name()));
		line(report, "  workers", settings.scaling().max() + " with up to " + settings.threads() + " threads each, "
				+ (nativeModules.isEmpty() ? "replaceable" : "pinned by native modules"));
		nativeModules.forEach((module) -> line(report, "  native module", module));
	}

	private void line(StringBuilder report, String name, String value) {
		report.append("    %-16s %s%n".formatted(name, value));
	}

}
