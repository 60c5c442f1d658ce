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

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.spi.AppenderAttachable;
import org.slf4j.LoggerFactory;

/**
 * Closes the log files, which grow after the checkpoint, or are elsewhere.
 *
 * @author wsgi-spring-boot contributors
 */
public final class LogFiles implements CheckpointParticipant {

	private final List<FileAppender<ILoggingEvent>> closed = new ArrayList<>();

	@Override
	public void beforeCheckpoint() {
		this.closed.clear();
		if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
			for (Logger logger : context.getLoggerList()) {
				close(logger);
			}
		}
	}

	private void close(AppenderAttachable<ILoggingEvent> parent) {
		Iterator<Appender<ILoggingEvent>> appenders = parent.iteratorForAppenders();
		while (appenders.hasNext()) {
			Appender<ILoggingEvent> appender = appenders.next();
			if (appender instanceof FileAppender<ILoggingEvent> file && file.isStarted()) {
				file.stop();
				this.closed.add(file);
			}
			else if (appender instanceof AsyncAppender async) {
				close(async);
			}
		}
	}

	@Override
	public void afterRestore() {
		this.closed.forEach(FileAppender::start);
	}

}
