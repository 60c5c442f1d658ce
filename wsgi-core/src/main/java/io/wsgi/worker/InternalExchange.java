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
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.wsgi.runtime.ApplicationCaller;
import io.wsgi.runtime.Exchange;
import io.wsgi.runtime.RequestBody;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A request that comes from within, whose response nobody reads but for its status.
 *
 * @author wsgi-spring-boot contributors
 */
final class InternalExchange implements Exchange {

	private static final Log logger = LogFactory.getLog(InternalExchange.class);

	private final String environ;

	private volatile @Nullable String status;

	private volatile @Nullable String report;

	private volatile boolean complete;

	private final CompletableFuture<String> answer = new CompletableFuture<>();

	InternalExchange(String environ) {
		this.environ = environ;
	}

	/**
	 * Return whether there was a whole response, and no server error.
	 * @return whether the request was served
	 */
	boolean isSuccessful() {
		String line = this.status;
		return this.complete && line != null && !line.startsWith("5");
	}

	/**
	 * Return the status line, once the request is over.
	 * @return completes exceptionally if there was no whole response
	 */
	CompletableFuture<String> answer() {
		return this.answer;
	}

	@Override
	public String environ() {
		return this.environ;
	}

	@Override
	public RequestBody body() {
		return RequestBody.EMPTY;
	}

	@Override
	public void sendEarlyHints(String head) {
	}

	@Override
	public boolean send(@Nullable String head, byte[] body, boolean last) {
		if (head != null) {
			this.status = head.lines().findFirst().orElse("");
		}
		this.complete = last;
		return true;
	}

	@Override
	public boolean sendFile(String head, FileChannel file, long offset, long count, boolean last) {
		try (file) {
			return send(head, new byte[0], last);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void refused() {
		this.report = "it was refused";
		this.answer.completeExceptionally(new IllegalStateException(toString()));
	}

	@Override
	public void timedOut() {
		this.report = "it took too long";
		this.answer.completeExceptionally(new IllegalStateException(toString()));
	}

	@Override
	public void ended(@Nullable String report) {
		if (report != null) {
			this.report = report;
		}
		String line = this.status;
		if (this.complete && line != null) {
			this.answer.complete(line);
		}
		else {
			this.answer.completeExceptionally(new IllegalStateException(toString()));
		}
	}

	@Override
	public String toString() {
		return (this.report != null) ? this.report : String.valueOf(this.status);
	}

	/**
	 * The requests that a worker serves to itself before it is ready, so that its clients
	 * meet compiled code, filled caches and open connections.
	 *
	 * @param requests the requests
	 */
	record Warmup(List<WorkerSettings.WarmupRequest> requests) {

		/**
		 * Make the requests. One that fails is logged and not made again, and does not
		 * keep the worker from becoming ready.
		 * @param worker the name of the worker
		 * @param thread the current thread
		 * @param caller the caller of this thread
		 */
		void run(String worker, WorkerThread thread, ApplicationCaller caller) {
			for (WorkerSettings.WarmupRequest request : this.requests) {
				long begun = System.nanoTime();
				long limit = (request.time() != null) ? request.time().toNanos() : Long.MAX_VALUE;
				int made = 0;
				boolean succeeds = true;
				while (succeeds && made < request.count() && System.nanoTime() - begun < limit) {
					InternalExchange exchange = new InternalExchange(request.environ());
					thread.call(caller, exchange);
					made++;
					succeeds = exchange.isSuccessful();
					if (!succeeds) {
						logger.warn(String.format("Warm-up request %s failed: %s", request.path(), exchange));
					}
				}
				logger.info(String.format("%s has made %d warm-up requests of %s in %d ms", worker, made,
						request.path(), Duration.ofNanos(System.nanoTime() - begun).toMillis()));
			}
		}

	}

}
