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

import java.time.Instant;
import java.util.List;

import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/**
 * Does the same on a JDK with CRaC, Coordinated Restore at Checkpoint, when that makes a
 * checkpoint. It is registered after Spring's own resource and so comes before it: that
 * one would stop all beans, the Python workers included, and finds nothing running.
 *
 * @author wsgi-spring-boot contributors
 */
public final class CracResource implements Resource, ApplicationListener<ApplicationReadyEvent> {

	private final Checkpoint checkpoint;

	private final ApplicationArguments arguments;

	/**
	 * Create a new resource.
	 * @param checkpoint the operation
	 * @param arguments the arguments of the application, which a restored one keeps
	 */
	public CracResource(Checkpoint checkpoint, ApplicationArguments arguments) {
		this.checkpoint = checkpoint;
		this.arguments = arguments;
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		Core.getGlobalContext().register(this);
	}

	@Override
	public void beforeCheckpoint(Context<? extends Resource> context) {
		this.checkpoint.prepare();
	}

	@Override
	public void afterRestore(Context<? extends Resource> context) {
		this.checkpoint.restore(new Launch(Instant.now(), List.of(this.arguments.getSourceArgs()), System.getenv()));
	}

}
