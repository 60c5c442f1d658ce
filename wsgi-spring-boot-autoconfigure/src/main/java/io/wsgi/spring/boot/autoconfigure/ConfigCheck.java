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

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.log.LogMessage;

/**
 * {@link SmartLifecycle} that ends the process once the applications are loaded, before
 * the web server opens its port. Takes the place of gunicorn's {@code --check-config}.
 *
 * @author wsgi-spring-boot contributors
 */
class ConfigCheck implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(ConfigCheck.class);

	private final ConfigReport report;

	private final Runnable exit;

	ConfigCheck(ConfigReport report, Runnable exit) {
		this.report = report;
		this.exit = exit;
	}

	@Override
	public void start() {
		logger.info(LogMessage.format("The configuration is good%n%s", this.report));
		this.exit.run();
	}

	@Override
	public void stop() {
	}

	@Override
	public boolean isRunning() {
		return false;
	}

	@Override
	public int getPhase() {
		return WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE - 1;
	}

}
