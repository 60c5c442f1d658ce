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

import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * What can be seen of the workers of an application.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public abstract sealed class WorkerPoolStatus permits WorkerPool {

	abstract @Nullable WorkerService service();

	/**
	 * Return whether the application that was loaded last is one of ASGI, so that
	 * exchanges have to be {@link io.wsgi.runtime.AsyncExchange asynchronous}.
	 * @return whether it is served on event loops
	 */
	public boolean isAsync() {
		WorkerService current = service();
		return current != null && current.isAsync();
	}

	/**
	 * Return whether a worker hangs that cannot be replaced, so that only a restart of
	 * the process helps.
	 * @return whether the pool is broken
	 */
	public boolean isBroken() {
		WorkerService current = service();
		return current != null && current.arbiter().failures().isBroken();
	}

	/**
	 * Return why the last attempt to start a worker or to reload the application failed.
	 * @return the failure, or {@code null} if it succeeded
	 */
	public @Nullable Throwable lastFailure() {
		WorkerService current = service();
		return (current != null) ? current.arbiter().failures().last() : null;
	}

	/**
	 * Return how often the application has been loaded since the start.
	 * @return the number of the generation
	 */
	public int generation() {
		WorkerService current = service();
		return (current != null) ? current.arbiter().generation() : 0;
	}

	/**
	 * Return the number of workers.
	 * @return the workers
	 */
	public int size() {
		WorkerService current = service();
		return (current != null) ? (int) current.serving().count() : 0;
	}

	/**
	 * Tell what each worker is doing. Asks each busy thread for its Python stack, so it
	 * takes up to a second when some do not answer.
	 * @return the workers
	 */
	public List<WorkerDescription> describe() {
		return workers().map(WorkerDescription::of).toList();
	}

	/**
	 * Return the number of workers that serve and are in no call.
	 * @return the idle workers
	 */
	public int idle() {
		WorkerService current = service();
		return (current != null) ? (int) current.serving().filter((worker) -> worker.activeCalls() == 0).count() : 0;
	}

	/**
	 * Return the native modules that tie the application to its only worker.
	 * @return the modules, each followed by those that led to it; empty if workers can be
	 * replaced
	 */
	public List<String> nativeModules() {
		return workers().flatMap((worker) -> worker.interpreter().nativeModules().stream()).toList();
	}

	/**
	 * Return the number of calls that the application is busy with.
	 * @return the calls in flight
	 */
	public int active() {
		WorkerService current = service();
		return (current != null) ? current.activeCalls() : 0;
	}

	/**
	 * Return the number of calls in the queue.
	 * @return the waiting calls
	 */
	public int pending() {
		WorkerService current = service();
		return (current != null) ? current.queue().size() : 0;
	}

	private Stream<Worker> workers() {
		WorkerService current = service();
		return (current != null) ? current.arbiter().workers().stream() : Stream.empty();
	}

}
