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

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.wsgi.graalpy.CompilationMonitor;
import io.wsgi.runtime.PythonRuntime;

/**
 * {@link MeterBinder} for GraalPy's JIT compiler.
 *
 * @author wsgi-spring-boot contributors
 */
final class JitMetrics implements MeterBinder, AutoCloseable {

	private final PythonRuntime runtime;

	private final CompilationMonitor compilations;

	JitMetrics(PythonRuntime runtime) {
		this.runtime = runtime;
		this.compilations = new CompilationMonitor(runtime);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("wsgi.jit.enabled", this.runtime, (jit) -> jit.optimized() ? 1 : 0)
			.description("1 if Python code is compiled to machine code, 0 if it is only interpreted")
			.register(registry);
		Gauge.builder("wsgi.jit.queue", this.compilations, CompilationMonitor::queued)
			.description("Python functions that wait to be compiled")
			.register(registry);
		FunctionCounter.builder("wsgi.jit.compilations", this.compilations, CompilationMonitor::compiled)
			.description("Python functions that were compiled")
			.register(registry);
		FunctionCounter.builder("wsgi.jit.failures", this.compilations, CompilationMonitor::failed)
			.description("Python functions that could not be compiled")
			.register(registry);
		FunctionCounter.builder("wsgi.jit.invalidations", this.compilations, CompilationMonitor::invalidated)
			.description("Compiled Python functions that were thrown away")
			.register(registry);
	}

	@Override
	public void close() {
		this.compilations.close();
	}

}
