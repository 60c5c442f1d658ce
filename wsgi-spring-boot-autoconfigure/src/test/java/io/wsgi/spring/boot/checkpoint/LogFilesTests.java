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

import java.nio.file.Path;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.FileAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LogFiles}.
 *
 * @author wsgi-spring-boot contributors
 */
class LogFilesTests {

	private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();

	private final Logger logger = this.context.getLogger(LogFilesTests.class);

	private final FileAppender<ILoggingEvent> file = new FileAppender<>();

	@TempDir
	private Path directory;

	private FileAppender<ILoggingEvent> openFile() {
		PatternLayoutEncoder encoder = new PatternLayoutEncoder();
		encoder.setContext(this.context);
		encoder.setPattern("%msg%n");
		encoder.start();
		this.file.setContext(this.context);
		this.file.setEncoder(encoder);
		this.file.setFile(this.directory.resolve("own.log").toString());
		this.file.start();
		return this.file;
	}

	@AfterEach
	void closeFile() {
		this.logger.detachAndStopAllAppenders();
	}

	@Test
	void fileIsClosedUntilTheRestore() {
		fileIsClosedUntilTheRestore(openFile());
	}

	@Test
	void fileBehindAnotherThreadIsClosedUntilTheRestore() {
		AsyncAppender async = new AsyncAppender();
		async.setContext(this.context);
		async.addAppender(openFile());
		async.start();
		fileIsClosedUntilTheRestore(async);
	}

	private void fileIsClosedUntilTheRestore(Appender<ILoggingEvent> appender) {
		this.logger.addAppender(appender);
		LogFiles files = new LogFiles();
		files.beforeCheckpoint();
		assertThat(this.file.isStarted()).isFalse();
		files.afterRestore();
		assertThat(this.file.isStarted()).isTrue();
	}

}
