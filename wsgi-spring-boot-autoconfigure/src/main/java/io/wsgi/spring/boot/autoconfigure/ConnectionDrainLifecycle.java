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

import java.util.List;

import io.wsgi.spring.boot.web.ConnectionDrainValve;

import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;

/**
 * {@link WebServerLifecycle} that drains the connections before the web server shuts down
 * gracefully.
 *
 * @author wsgi-spring-boot contributors
 */
class ConnectionDrainLifecycle extends WebServerLifecycle {

	private final ConnectionDrainValve drain;

	private final ApplicationContext context;

	ConnectionDrainLifecycle(ConnectionDrainValve drain, ApplicationContext context) {
		super(WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE + 1);
		this.drain = drain;
		this.context = context;
	}

	@Override
	void begin() {
		this.drain.reset();
	}

	@Override
	void end() {
		if (this.context instanceof WebServerApplicationContext web) {
			WebServer server = web.getWebServer();
			if (server instanceof TomcatWebServer tomcat) {
				this.drain.drain(List.of(tomcat.getTomcat().getService().findConnectors()));
			}
		}
	}

}
