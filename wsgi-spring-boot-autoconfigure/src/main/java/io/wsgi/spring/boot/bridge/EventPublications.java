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

package io.wsgi.spring.boot.bridge;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Lets Python publish events.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class EventPublications implements DoorService {

	private final ApplicationEventPublisher publisher;

	/**
	 * Create new publications.
	 * @param publisher publishes them
	 */
	public EventPublications(ApplicationEventPublisher publisher) {
		this.publisher = publisher;
	}

	@Override
	public Map<String, Operation> operations() {
		return Map.of("publish", this::publish);
	}

	private @Nullable Object publish(Question question) {
		this.publisher.publishEvent(new PythonEvent(question.application(), question.text(0), question.value(1)));
		return null;
	}

}
