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

import io.wsgi.spring.boot.worker.WorkerEvent;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationListener;

/**
 * Declares the process broken as soon as only its restart can help the workers, so that
 * what looks after the process, such as Kubernetes, does restart it.
 *
 * @author wsgi-spring-boot contributors
 */
class BrokenWorkersListener implements ApplicationListener<WorkerEvent.Broken> {

	private final ApplicationEventPublisher events;

	BrokenWorkersListener(ApplicationEventPublisher events) {
		this.events = events;
	}

	@Override
	public void onApplicationEvent(WorkerEvent.Broken event) {
		AvailabilityChangeEvent.publish(this.events, event, LivenessState.BROKEN);
	}

}
