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

package io.wsgi.runtime;

import java.util.Map;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the limit of {@link LogBridge}.
 *
 * @author wsgi-spring-boot contributors
 */
class LogBridgeLimitTests {

	private static final int WARNING = 30;

	private final LogBridge bridge = new LogBridge(Map.of(LogBridge.ROOT, WARNING));

	private final Logger logger = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	@BeforeEach
	void collectLog() {
		this.log.start();
		this.logger.addAppender(this.log);
	}

	@AfterEach
	void releaseLog() {
		this.logger.detachAppender(this.log);
	}

	@Test
	void loggersAreMadeUpToALimitAndNothingIsLost() {
		this.bridge.log("limited.requests", WARNING, "begun");
		int count = LogBridge.LIMIT + 200;
		for (int i = 0; i < count; i++) {
			this.bridge.log("limited.requests.id-" + i, WARNING, "served");
		}
		this.bridge.log("other", WARNING, "done");
		assertThat(this.log.list).hasSize(count + 2);
		long made = this.logger.getLoggerContext()
			.getLoggerList()
			.stream()
			.filter((candidate) -> candidate.getName().startsWith("limited.requests."))
			.count();
		assertThat(made).isLessThanOrEqualTo(LogBridge.LIMIT);
		assertThat(this.log.list.get(1).getLoggerName()).isEqualTo("limited.requests.id-0");
		ILoggingEvent further = this.log.list.get(count);
		assertThat(further.getLoggerName()).isEqualTo("limited.requests");
		assertThat(further.getFormattedMessage()).isEqualTo("limited.requests.id-" + (count - 1) + ": served");
		assertThat(this.log.list.getLast().getLoggerName()).isEqualTo(Logger.ROOT_LOGGER_NAME);
		assertThat(this.log.list.getLast().getFormattedMessage()).isEqualTo("other: done");
	}

}
