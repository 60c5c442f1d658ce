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

import io.wsgi.spring.boot.event.WorkerEvent;
import io.wsgi.worker.WorkerPool;
import io.wsgi.worker.WorkerPoolListener;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes what happens to the workers of an application as {@link WorkerEvent}.
 *
 * @param workers the workers
 * @param events where to publish
 * @author wsgi-spring-boot contributors
 */
record WorkerEventPublisher(WorkerPool workers, ApplicationEventPublisher events) implements WorkerPoolListener {

	@Override
	public void workerStarted(String worker) {
		this.events.publishEvent(new WorkerEvent.Started(this.workers, worker));
	}

	@Override
	public void workerReady(String worker, Duration took) {
		this.events.publishEvent(new WorkerEvent.Ready(this.workers, worker, took));
	}

	@Override
	public void replaced(String worker, String reason) {
		this.events.publishEvent(new WorkerEvent.Replaced(this.workers, worker, reason));
	}

	@Override
	public void workerStopped(String worker) {
		this.events.publishEvent(new WorkerEvent.Stopped(this.workers, worker));
	}

	@Override
	public void generationSwapped(int generation) {
		this.events.publishEvent(new WorkerEvent.GenerationSwapped(this.workers, generation));
	}

	@Override
	public void loadFailed(Throwable cause) {
		this.events.publishEvent(new WorkerEvent.LoadFailed(this.workers, cause));
	}

	@Override
	public void hung() {
		this.events.publishEvent(new WorkerEvent.Hung(this.workers));
	}

	@Override
	public void outOfService() {
		this.events.publishEvent(new WorkerEvent.OutOfService(this.workers));
	}

	@Override
	public void backInService() {
		this.events.publishEvent(new WorkerEvent.BackInService(this.workers));
	}

	@Override
	public void broken() {
		this.events.publishEvent(new WorkerEvent.Broken(this.workers));
	}

}
