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

import java.io.CharArrayWriter;
import java.io.PrintStream;

import org.apache.catalina.valves.AbstractAccessLogValve;
import org.apache.catalina.valves.AccessLogValve;

/**
 * Writes the access log to a stream of the process. {@code /dev/stdout} is no file for
 * that: it cannot be opened if it is a socket, as under systemd, nor by another user than
 * the one who opened it, and where it is a file, what the log writes there and what the
 * process prints take each other's place.
 *
 * @author wsgi-spring-boot contributors
 */
class StandardStreamAccessLog extends AbstractAccessLogValve {

	private final PrintStream stream;

	/**
	 * Create a new access log.
	 * @param settings an access log that writes the same to a file
	 * @param stream where to write
	 */
	StandardStreamAccessLog(AccessLogValve settings, PrintStream stream) {
		this.stream = stream;
		setPattern(settings.getPattern());
		setConditionIf(settings.getConditionIf());
		setConditionUnless(settings.getConditionUnless());
		setLocale(settings.getLocale());
		setIpv6Canonical(settings.getIpv6Canonical());
		setMaxLogMessageBufferSize(settings.getMaxLogMessageBufferSize());
		setRequestAttributesEnabled(settings.getRequestAttributesEnabled());
	}

	@Override
	protected void log(CharArrayWriter message) {
		this.stream.println(message);
	}

}
