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

import org.springframework.context.SmartLifecycle;

/**
 * A {@link SmartLifecycle} that goes with the web server, and is not paused as that is
 * not, either.
 *
 * @author wsgi-spring-boot contributors
 */
abstract class WebServerLifecycle implements SmartLifecycle {

	private final int phase;

	private volatile boolean running;

	/**
	 * Create a new instance.
	 * @param phase when it is started and stopped
	 */
	WebServerLifecycle(int phase) {
		this.phase = phase;
	}

	@Override
	public final void start() {
		begin();
		this.running = true;
	}

	/**
	 * Do what is to be done at the start, which may be one that follows a stop.
	 */
	abstract void begin();

	@Override
	public final void stop() {
		this.running = false;
		end();
	}

	/**
	 * Do what is to be done at the stop.
	 */
	abstract void end();

	@Override
	public final boolean isRunning() {
		return this.running;
	}

	@Override
	public final boolean isPauseable() {
		return false;
	}

	@Override
	public final int getPhase() {
		return this.phase;
	}

}
