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

package io.wsgi.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import io.wsgi.testsupport.RecordedExchange;
import io.wsgi.testsupport.TestPython;
import org.jspecify.annotations.Nullable;

/**
 * A {@link WorkerPool} with real interpreters, and what it tells its listener.
 *
 * @author wsgi-spring-boot contributors
 */
final class TestPool implements AutoCloseable {

	private final WorkerPool pool;

	private final AtomicInteger interruptions = new AtomicInteger();

	private final AtomicInteger hung = new AtomicInteger();

	private final List<String> replacements = new CopyOnWriteArrayList<>();

	private volatile Runnable onInterruption = () -> {
	};

	private TestPool(WorkerPool pool) {
		this.pool = pool;
		pool.addListener(new Listener());
	}

	static Builder of(String target, Path... sources) {
		return new Builder(target, sources);
	}

	WorkerPool pool() {
		return this.pool;
	}

	RecordedExchange submit(String path) {
		RecordedExchange exchange = new RecordedExchange(path);
		this.pool.submit(exchange);
		return exchange;
	}

	/**
	 * Call the application, which has to succeed.
	 * @param path the path of the request
	 * @return the response
	 */
	String call(String path) {
		RecordedExchange exchange = submit(path).await();
		if (!exchange.isComplete()) {
			throw new AssertionError(path + " failed: " + exchange.getReport());
		}
		return exchange.getResponse();
	}

	int interruptions() {
		return this.interruptions.get();
	}

	int hung() {
		return this.hung.get();
	}

	/**
	 * Return why workers were replaced.
	 * @return the reasons
	 */
	List<String> replacements() {
		return this.replacements;
	}

	/**
	 * Do something whenever a call is about to be interrupted, before it is.
	 * @param task the task
	 */
	void onInterruption(Runnable task) {
		this.onInterruption = task;
	}

	/**
	 * Start a task on a thread of its own.
	 * @param <T> the type of the result
	 * @param task the task
	 * @return the result
	 */
	static <T> CompletableFuture<T> start(Supplier<T> task) {
		// The common pool may have a single thread
		return CompletableFuture.supplyAsync(task, (command) -> Thread.ofPlatform().daemon().start(command));
	}

	/**
	 * Do something on several threads.
	 * @param count the number of threads
	 * @param task takes the number of the thread
	 */
	static void concurrently(int count, IntConsumer task) {
		List<CompletableFuture<Boolean>> threads = IntStream.range(0, count).mapToObj((i) -> start(() -> {
			task.accept(i);
			return true;
		})).toList();
		threads.forEach(CompletableFuture::join);
	}

	static void createFile(Path path) {
		try {
			Files.createFile(path);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	// Bounded by the timeout of the test
	static void waitUntil(BooleanSupplier condition) {
		while (!condition.getAsBoolean()) {
			try {
				Thread.sleep(1);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

	@Override
	public void close() {
		this.pool.stop();
	}

	/**
	 * Collects the settings.
	 */
	static final class Builder {

		private final String target;

		private final Path[] sources;

		private final Map<String, String> environment = new LinkedHashMap<>();

		private @Nullable String hooks;

		private WorkerSettings.Scaling scaling = WorkerSettings.Scaling.SINGLE;

		private final List<WorkerSettings.WarmupRequest> warmup = new ArrayList<>();

		private int minThreads = 1;

		private int threads = 4;

		private Duration bootTimeout = Duration.ofHours(1);

		private @Nullable Duration requestTimeout;

		private Duration gracefulTimeout = Duration.ofMinutes(2);

		private WorkerSettings.Recycling recycling = WorkerSettings.Recycling.NEVER;

		private Builder(String target, Path... sources) {
			this.target = target;
			this.sources = sources;
		}

		Builder environment(String name, Path value) {
			this.environment.put(name, value.toString());
			return this;
		}

		Builder workers(int workers) {
			this.scaling = WorkerSettings.Scaling.fixed(workers);
			return this;
		}

		Builder scaling(int min, int max, Duration idleTimeout) {
			this.scaling = new WorkerSettings.Scaling(min, max, idleTimeout);
			return this;
		}

		Builder maxHeapUsage(double share) {
			this.recycling = new WorkerSettings.Recycling(0, 0, null, share);
			return this;
		}

		Builder hooks(String source) {
			this.hooks = source;
			return this;
		}

		Builder warmup(String path, int count, @Nullable Duration time) {
			String environ = new RecordedExchange(path).environ();
			this.warmup.add(new WorkerSettings.WarmupRequest(environ, path, count, time));
			return this;
		}

		Builder threads(int threads) {
			this.threads = threads;
			return this;
		}

		Builder minThreads(int minThreads) {
			this.minThreads = minThreads;
			return this;
		}

		Builder bootTimeout(Duration bootTimeout) {
			this.bootTimeout = bootTimeout;
			return this;
		}

		Builder requestTimeout(Duration requestTimeout) {
			this.requestTimeout = requestTimeout;
			return this;
		}

		Builder gracefulTimeout(Duration gracefulTimeout) {
			this.gracefulTimeout = gracefulTimeout;
			return this;
		}

		Builder recycling(int maxRequests, int jitter, @Nullable Duration maxAge) {
			this.recycling = new WorkerSettings.Recycling(maxRequests, jitter, maxAge, null);
			return this;
		}

		TestPool build() {
			WorkerSettings settings = new WorkerSettings("test", this.target, this.hooks, this.scaling, this.minThreads,
					this.threads, 1000, Duration.ofHours(1), this.requestTimeout, this.bootTimeout,
					this.gracefulTimeout, this.recycling, this.warmup);
			return new TestPool(new WorkerPool(settings,
					() -> TestPython.newInterpreter(this.environment, this.sources), (line) -> {
					}));
		}

		TestPool start() {
			TestPool built = build();
			built.pool().start();
			return built;
		}

	}

	/**
	 * Notes what it is told.
	 */
	private final class Listener implements WorkerPoolListener {

		@Override
		public void interrupted() {
			TestPool.this.interruptions.incrementAndGet();
			TestPool.this.onInterruption.run();
		}

		@Override
		public void hung() {
			TestPool.this.hung.incrementAndGet();
		}

		@Override
		public void replaced(String worker, String reason) {
			TestPool.this.replacements.add(reason);
		}

	}

}
