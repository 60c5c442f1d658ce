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

import io.wsgi.spring.boot.web.OpenWebSockets;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * {@link SmartLifecycle} that closes WebSockets while the web server shuts down
 * gracefully, which does not wait for them.
 *
 * @author wsgi-spring-boot contributors
 */
class WebSocketCloseLifecycle implements SmartLifecycle {

	private static final Duration PATIENCE = Duration.ofSeconds(3);

	private final OpenWebSockets webSockets;

	private volatile boolean running;

	WebSocketCloseLifecycle(OpenWebSockets webSockets) {
		this.webSockets = webSockets;
	}

	@Override
	public void start() {
		this.webSockets.reset();
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		this.webSockets.close(PATIENCE);
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/**
	 * The web server is not paused, either.
	 */
	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public int getPhase() {
		return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE;
	}

}
