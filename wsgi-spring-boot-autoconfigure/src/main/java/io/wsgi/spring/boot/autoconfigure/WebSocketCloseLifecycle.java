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

/**
 * {@link WebServerLifecycle} that closes WebSockets while the web server shuts down
 * gracefully, which does not wait for them.
 *
 * @author wsgi-spring-boot contributors
 */
class WebSocketCloseLifecycle extends WebServerLifecycle {

	private static final Duration PATIENCE = Duration.ofSeconds(3);

	private final OpenWebSockets webSockets;

	WebSocketCloseLifecycle(OpenWebSockets webSockets) {
		super(WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE);
		this.webSockets = webSockets;
	}

	@Override
	void begin() {
		this.webSockets.reset();
	}

	@Override
	void end() {
		this.webSockets.close(PATIENCE);
	}

}
