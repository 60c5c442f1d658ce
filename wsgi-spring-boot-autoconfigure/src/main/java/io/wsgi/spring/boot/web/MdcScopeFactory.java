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

package io.wsgi.spring.boot.web;

import java.util.Map;

import io.wsgi.worker.WorkerSettings;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Carries SLF4J's diagnostic context, so that what Python logs has the identifiers of the
 * request.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class MdcScopeFactory implements CallScopeFactory {

	@Override
	public @Nullable CallScope create(WorkerSettings application) {
		Map<String, String> values = MDC.getCopyOfContextMap();
		return (values != null && !values.isEmpty()) ? new MdcScope(values) : null;
	}

	/**
	 * Sets the values.
	 *
	 * @param values the values
	 */
	private record MdcScope(Map<String, String> values) implements AsyncCallScope {

		@Override
		public void open() {
			MDC.setContextMap(this.values);
		}

		@Override
		public Runnable enter() {
			Map<String, String> before = MDC.getCopyOfContextMap();
			open();
			return () -> {
				if (before != null) {
					MDC.setContextMap(before);
				}
				else {
					MDC.clear();
				}
			};
		}

		@Override
		public void close(int status, @Nullable String report) {
			MDC.clear();
		}

	}

}
