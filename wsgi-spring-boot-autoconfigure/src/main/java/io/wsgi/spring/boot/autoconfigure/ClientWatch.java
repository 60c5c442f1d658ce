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

import java.time.Duration;

import io.wsgi.spring.boot.web.ConnectionAbortValve;
import io.wsgi.worker.WorkerPoolListener;
import io.wsgi.worker.WorkerPools;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Has clients watched once an application of ASGI serves: it is told when one has gone.
 *
 * @author wsgi-spring-boot contributors
 */
final class ClientWatch implements WorkerPoolListener {

	private final ConnectionAbortValve abort;

	private final ObjectProvider<WorkerPools> pools;

	/**
	 * Create a new instance.
	 * @param abort marks requests, so that their clients can be watched
	 * @param pools the applications
	 */
	ClientWatch(ConnectionAbortValve abort, ObjectProvider<WorkerPools> pools) {
		this.abort = abort;
		this.pools = pools;
	}

	@Override
	public void workerReady(String worker, Duration took) {
		this.pools.ifAvailable((available) -> available.forEach((workers) -> {
			if (workers.isAsync()) {
				this.abort.watchClients();
			}
		}));
	}

}
