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

package io.wsgi.spring.boot.checkpoint;

import java.util.Set;

import org.springframework.context.ApplicationContext;
import org.springframework.context.event.ApplicationContextEvent;

/**
 * Published when the process was restored from a checkpoint, before it accepts requests.
 * The environment variables and the {@link org.springframework.core.env.Environment} are
 * those of the new launch. An exception that a listener throws ends the process.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public class RestoredEvent extends ApplicationContextEvent {

	private final transient Launch launch;

	private final transient Set<String> changedProperties;

	/**
	 * Create a new event.
	 * @param context the application
	 * @param launch how the process was launched
	 * @param changedProperties the names of the properties, in their canonical form, that
	 * are new, have another value than before, or are no more
	 */
	public RestoredEvent(ApplicationContext context, Launch launch, Set<String> changedProperties) {
		super(context);
		this.launch = launch;
		this.changedProperties = Set.copyOf(changedProperties);
	}

	/**
	 * Return how the process was launched.
	 * @return the launch
	 */
	public Launch getLaunch() {
		return this.launch;
	}

	/**
	 * Return the properties that are different.
	 * @return their names, in their canonical form
	 */
	public Set<String> getChangedProperties() {
		return this.changedProperties;
	}

}
