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

package io.wsgi.graalpy;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import com.oracle.truffle.api.Truffle;
import com.oracle.truffle.compiler.TruffleCompilerListener;
import com.oracle.truffle.runtime.AbstractCompilationTask;
import com.oracle.truffle.runtime.OptimizedCallTarget;
import com.oracle.truffle.runtime.OptimizedTruffleRuntime;
import com.oracle.truffle.runtime.OptimizedTruffleRuntimeListener;
import io.wsgi.runtime.PythonRuntime;

/**
 * Counts what the JIT compiler does, for all interpreters of this JVM. Without a JIT
 * compiler everything stays zero.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class CompilationMonitor implements AutoCloseable {

	private final AtomicLong queued = new AtomicLong();

	private final AtomicLong compiled = new AtomicLong();

	private final AtomicLong failed = new AtomicLong();

	private final AtomicLong invalidated = new AtomicLong();

	private final Runnable removal;

	/**
	 * Create a new monitor, which counts from now on.
	 * @param runtime the runtime of this JVM
	 */
	public CompilationMonitor(PythonRuntime runtime) {
		// The classes of the compiler's runtime may be absent when there is none
		this.removal = runtime.optimized() ? Optimized.listen(this) : () -> {
		};
	}

	/**
	 * Return how many functions wait to be compiled.
	 * @return the length of the queue
	 */
	public long queued() {
		return Math.max(this.queued.get(), 0);
	}

	/**
	 * Return how many functions were compiled.
	 * @return the compilations
	 */
	public long compiled() {
		return this.compiled.get();
	}

	/**
	 * Return how many compilations failed. The functions concerned stay interpreted.
	 * @return the failures
	 */
	public long failed() {
		return this.failed.get();
	}

	/**
	 * Return how often compiled code was thrown away, because it had assumed what turned
	 * out otherwise.
	 * @return the invalidations
	 */
	public long invalidated() {
		return this.invalidated.get();
	}

	@Override
	public void close() {
		this.removal.run();
	}

	/**
	 * What refers to classes of the compiler's runtime.
	 */
	private static final class Optimized implements OptimizedTruffleRuntimeListener {

		private final CompilationMonitor monitor;

		private Optimized(CompilationMonitor monitor) {
			this.monitor = monitor;
		}

		static Runnable listen(CompilationMonitor monitor) {
			OptimizedTruffleRuntime runtime = (OptimizedTruffleRuntime) Truffle.getRuntime();
			Optimized listener = new Optimized(monitor);
			runtime.addListener(listener);
			return () -> runtime.removeListener(listener);
		}

		@Override
		public void onCompilationQueued(OptimizedCallTarget target, int tier) {
			this.monitor.queued.incrementAndGet();
		}

		@Override
		public void onCompilationDequeued(OptimizedCallTarget target, Object source, CharSequence reason, int tier) {
			this.monitor.queued.decrementAndGet();
		}

		@Override
		public void onCompilationStarted(OptimizedCallTarget target, AbstractCompilationTask task) {
			this.monitor.queued.decrementAndGet();
		}

		@Override
		public void onCompilationSuccess(OptimizedCallTarget target, AbstractCompilationTask task,
				TruffleCompilerListener.GraphInfo graph, TruffleCompilerListener.CompilationResultInfo result) {
			this.monitor.compiled.incrementAndGet();
		}

		@Override
		public void onCompilationFailed(OptimizedCallTarget target, String reason, boolean bailout,
				boolean permanentBailout, int tier, Supplier<String> lazyStackTrace) {
			this.monitor.failed.incrementAndGet();
		}

		@Override
		public void onCompilationInvalidated(OptimizedCallTarget target, Object source, CharSequence reason) {
			this.monitor.invalidated.incrementAndGet();
		}

	}

}
