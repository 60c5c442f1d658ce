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

package io.wsgi.spring.boot.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Platform threads that read and write files for virtual threads. A virtual thread keeps
 * its carrier while it does that itself, and on a slow disk a few of them would bring all
 * others to a halt.
 *
 * @author wsgi-spring-boot contributors
 */
final class FileThreads implements AutoCloseable {

	private static final int THREADS = 8;

	private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);

	private final AtomicInteger count = new AtomicInteger();

	private final ThreadPoolExecutor executor;

	FileThreads() {
		// What waits is limited by the number of requests: each has one operation at a
		// time
		this.executor = new ThreadPoolExecutor(THREADS, THREADS, KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), this::thread);
		this.executor.allowCoreThreadTimeOut(true);
	}

	private Thread thread(Runnable task) {
		return Thread.ofPlatform().daemon().name("wsgi-file-io-" + this.count.incrementAndGet()).unstarted(task);
	}

	/**
	 * Have an operation done, and wait for it. A platform thread does it itself.
	 * @param operation the operation
	 * @param <T> the type of its result
	 * @return the result
	 * @throws IOException if the operation fails
	 */
	<T> T call(Operation<T> operation) throws IOException {
		if (!Thread.currentThread().isVirtual()) {
			return operation.run();
		}
		FutureTask<T> task = new FutureTask<>(operation::run);
		try {
			this.executor.execute(task);
		}
		catch (RejectedExecutionException ex) {
			// Closed
			task.run();
		}
		return await(task);
	}

	/**
	 * Have a task done, and wait for it. A platform thread does it itself.
	 * @param task the task
	 */
	void run(Runnable task) {
		try {
			call(() -> {
				task.run();
				return task;
			});
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	// To the end: who waits may use the buffer anew when it returns
	private <T> T await(FutureTask<T> task) throws IOException {
		boolean interrupted = false;
		try {
			while (true) {
				try {
					return task.get();
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
				catch (ExecutionException ex) {
					throw rethrow(Objects.requireNonNull(ex.getCause()));
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private RuntimeException rethrow(Throwable failure) throws IOException {
		if (failure instanceof IOException ex) {
			throw ex;
		}
		if (failure instanceof Error ex) {
			throw ex;
		}
		return (failure instanceof RuntimeException ex) ? ex : new IllegalStateException(failure);
	}

	/**
	 * Let the threads end when they have done what is asked for.
	 */
	@Override
	public void close() {
		this.executor.shutdown();
	}

	/**
	 * Something that is done with a file.
	 *
	 * @param <T> the type of the result
	 */
	@FunctionalInterface
	interface Operation<T> {

		T run() throws IOException;

	}

}
