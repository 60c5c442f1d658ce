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

import io.wsgi.worker.WorkerPool;
import io.wsgi.worker.WorkerPoolListener;
import io.wsgi.worker.WorkerPools;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.AvailabilityState;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Lets the process refuse traffic while an application has no worker that serves, and
 * breaks its liveness when only a restart helps.
 *
 * @author wsgi-spring-boot contributors
 */
class AvailabilityWorkerPoolListener implements WorkerPoolListener {

	private final WorkerPools pools;

	private final ApplicationEventPublisher events;

	AvailabilityWorkerPoolListener(WorkerPools pools, ApplicationEventPublisher events) {
		this.pools = pools;
		this.events = events;
	}

	@Override
	public void outOfService() {
		publish(ReadinessState.REFUSING_TRAFFIC);
	}

	@Override
	public void backInService() {
		if (this.pools.pools().stream().allMatch(AvailabilityWorkerPoolListener::mayServe)) {
			publish(ReadinessState.ACCEPTING_TRAFFIC);
		}
	}

	@Override
	public void broken() {
		publish(LivenessState.BROKEN);
	}

	private static boolean mayServe(WorkerPool workers) {
		return workers.isRunning() && workers.size() > 0;
	}

	private <S extends AvailabilityState> void publish(S state) {
		this.events.publishEvent(new AvailabilityChangeEvent<>(this.pools, state));
	}

}
