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

import io.wsgi.reload.Reloader;
import io.wsgi.runtime.ApplicationLoadException;
import io.wsgi.worker.WorkerPool;
import io.wsgi.worker.WorkerPools;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.core.log.LogMessage;

/**
 * {@link WebServerLifecycle} that loads the applications before the web server accepts
 * requests, and stops their workers after it has finished the last one.
 *
 * @author wsgi-spring-boot contributors
 */
class WorkerPoolLifecycle extends WebServerLifecycle {

	private static final Log logger = LogFactory.getLog(WorkerPoolLifecycle.class);

	private final WorkerPools pools;

	private final @Nullable Reloader reloader;

	WorkerPoolLifecycle(WorkerPools pools, @Nullable Reloader reloader) {
		super(WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE - 1024);
		this.pools = pools;
		this.reloader = reloader;
	}

	@Override
	void begin() {
		try {
			this.pools.forEach(this::start);
		}
		catch (RuntimeException ex) {
			// Those that were started before the one that failed
			this.pools.forEach(this::stop);
			throw ex;
		}
		if (this.reloader != null) {
			this.reloader.start();
		}
	}

	private void start(WorkerPool workers) {
		long begun = System.nanoTime();
		logger.info(LogMessage.format("Loading the WSGI application '%s'", workers.getSettings().target()));
		try {
			workers.start();
		}
		catch (ApplicationLoadException ex) {
			if (this.reloader != null && this.reloader.takesOn(workers, ex)) {
				return;
			}
			throw ex;
		}
		logger.info(LogMessage.format("WSGI application '%s' loaded in %.1f seconds", workers.getSettings().target(),
				(System.nanoTime() - begun) / 1e9));
	}

	@Override
	void end() {
		if (this.reloader != null) {
			this.reloader.stop();
		}
		this.pools.forEach(this::stop);
	}

	private void stop(WorkerPool workers) {
		if (!workers.stop()) {
			logger.warn(LogMessage.format("Calls of the WSGI application '%s' were cancelled after %s seconds",
					workers.getSettings().target(), workers.getSettings().gracefulTimeout().toSeconds()));
		}
	}

}
