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

package io.wsgi.sample;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.wsgi.runtime.PythonRuntime;
import io.wsgi.worker.WorkerPool;
import io.wsgi.worker.WorkerPools;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tells the front page what the server is doing. It answers while Python is busy, because
 * no thread of Python is needed for it.
 *
 * @author wsgi-spring-boot contributors
 */
@RestController
class LiveController {

	private final WorkerPool workers;

	private final PythonRuntime runtime;

	private final MeterRegistry meters;

	LiveController(WorkerPools pools, PythonRuntime runtime, MeterRegistry meters) {
		this.workers = pools.pools().getFirst();
		this.runtime = runtime;
		this.meters = meters;
	}

	@GetMapping("/spring/live")
	Live live() {
		return new Live("Python " + this.runtime.pythonVersion() + " on " + this.runtime.name(), jit(),
				this.workers.generation(), this.workers.size(), this.workers.active(), this.workers.pending(), calls(),
				System.nanoTime() / 1_000_000);
	}

	private long calls() {
		return this.meters.find("wsgi.workers.usage").timers().stream().mapToLong(Timer::count).sum();
	}

	private @Nullable Jit jit() {
		Gauge queue = this.meters.find("wsgi.jit.queue").gauge();
		FunctionCounter compiled = this.meters.find("wsgi.jit.compilations").functionCounter();
		if (queue == null || compiled == null) {
			return null;
		}
		return new Jit(this.runtime.optimized(), (long) compiled.count(), (long) queue.value());
	}

	/**
	 * What the server is doing.
	 *
	 * @param python the Python that runs the application
	 * @param jit the JIT compiler, if this Python has one
	 * @param generation how often the application has been loaded
	 * @param workers the number of workers
	 * @param active the requests that the application is busy with
	 * @param pending the requests that wait for a worker
	 * @param calls how often the application was called
	 * @param milliseconds the time, to tell the rate of the calls
	 */
	record Live(String python, @Nullable Jit jit, int generation, int workers, int active, int pending, long calls,
			long milliseconds) {

	}

	/**
	 * The JIT compiler.
	 *
	 * @param enabled whether Python is compiled to machine code
	 * @param compiled the functions that were compiled
	 * @param queue the functions that wait to be compiled
	 */
	record Jit(boolean enabled, long compiled, long queue) {

	}

}
