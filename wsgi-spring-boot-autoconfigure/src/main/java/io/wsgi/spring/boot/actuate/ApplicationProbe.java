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

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.wsgi.worker.WorkerPool;
import org.jspecify.annotations.Nullable;

/**
 * Asks an application itself whether it is well, with a request that takes the way of any
 * other one from the queue on. There is one such request at a time, and its answer counts
 * for a while.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class ApplicationProbe {

	private final WorkerPool workers;

	private final String environ;

	private final Duration timeout;

	private final Duration cacheTime;

	private @Nullable CompletableFuture<String> pending;

	private volatile @Nullable Answer last;

	/**
	 * Create a new probe.
	 * @param workers the workers
	 * @param environ the CGI variables of the request
	 * @param timeout how long to wait for the answer
	 * @param cacheTime for how long an answer counts
	 */
	public ApplicationProbe(WorkerPool workers, String environ, Duration timeout, Duration cacheTime) {
		this.workers = workers;
		this.environ = environ;
		this.timeout = timeout;
		this.cacheTime = cacheTime;
	}

	/**
	 * Ask the application, unless its last answer still counts.
	 * @return the answer
	 */
	Answer ask() {
		Answer known = this.last;
		if (known != null && System.nanoTime() - known.at() < this.cacheTime.toNanos()) {
			return known;
		}
		// Each waits by itself, so that nobody waits for the time-outs of others
		Answer answer = await(request());
		this.last = answer;
		return answer;
	}

	private synchronized CompletableFuture<String> request() {
		CompletableFuture<String> request = this.pending;
		if (request == null || request.isDone()) {
			request = this.workers.probe(this.environ);
			this.pending = request;
		}
		return request;
	}

	private Answer await(CompletableFuture<String> request) {
		try {
			String status = request.get(this.timeout.toNanos(), TimeUnit.NANOSECONDS);
			return new Answer(status.startsWith("2") || status.startsWith("3"), status, System.nanoTime());
		}
		catch (TimeoutException ex) {
			return new Answer(false, "no answer within " + this.timeout.toMillis() + " ms", System.nanoTime());
		}
		catch (ExecutionException ex) {
			return new Answer(false, "no response", System.nanoTime());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return new Answer(false, "interrupted", System.nanoTime());
		}
	}

	/**
	 * What the application has answered.
	 *
	 * @param well whether it is well: the status is 2xx or 3xx
	 * @param text the status line, or why there is none
	 * @param at when, as of {@link System#nanoTime()}
	 */
	record Answer(boolean well, String text, long at) {

	}

}
