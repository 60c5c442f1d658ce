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

import java.time.Duration;
import java.util.List;

import io.wsgi.runtime.ApplicationCaller;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The requests that a worker serves to itself before it is ready, so that its clients
 * meet compiled code, filled caches and open connections.
 *
 * @param requests the requests
 * @author wsgi-spring-boot contributors
 */
record Warmup(List<WorkerSettings.WarmupRequest> requests) {

	private static final Log logger = LogFactory.getLog(Warmup.class);

	/**
	 * Make the requests. One that fails is logged and not made again, and does not keep
	 * the worker from becoming ready.
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
			logger.info(String.format("%s has made %d warm-up requests of %s in %d ms", worker, made, request.path(),
					Duration.ofNanos(System.nanoTime() - begun).toMillis()));
		}
	}

}
