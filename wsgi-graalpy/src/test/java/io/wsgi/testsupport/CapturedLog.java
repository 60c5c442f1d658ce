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

package io.wsgi.testsupport;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/**
 * Collects what is logged, except by Java libraries.
 *
 * @author wsgi-spring-boot contributors
 */
public final class CapturedLog implements AutoCloseable {

	private static final Logger ROOT = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

	private final Collector collector = new Collector();

	private final Level formerLevel = ROOT.getLevel();

	/**
	 * Begin to collect.
	 * @param level what is logged at least
	 */
	public CapturedLog(Level level) {
		this.collector.setContext(ROOT.getLoggerContext());
		this.collector.start();
		ROOT.addAppender(this.collector);
		ROOT.setLevel(level);
	}

	/**
	 * Return what Python logged since this was asked before.
	 * @return the records
	 */
	public List<Line> take() {
		List<Line> lines = List.copyOf(this.collector.lines);
		this.collector.lines.clear();
		return lines;
	}

	@Override
	public void close() {
		ROOT.setLevel(this.formerLevel);
		ROOT.detachAppender(this.collector);
	}

	/**
	 * A record.
	 *
	 * @param logger the name of the logger
	 * @param level the level
	 * @param text the text, and the exception if there is one
	 */
	public record Line(String logger, String level, String text) {

	}

	/**
	 * Makes lines of events.
	 */
	private static final class Collector extends AppenderBase<ILoggingEvent> {

		private final List<Line> lines = new CopyOnWriteArrayList<>();

		@Override
		protected void append(ILoggingEvent event) {
			String name = event.getLoggerName();
			if (name.startsWith("org.") || name.endsWith("DispatcherServlet")) {
				return; // Tomcat's, of servers that other tests have left running
			}
			String stack = (event.getThrowableProxy() != null) ? " " + event.getThrowableProxy() : "";
			this.lines.add(new Line(name, event.getLevel().toString(), event.getFormattedMessage() + stack));
		}

	}

}
