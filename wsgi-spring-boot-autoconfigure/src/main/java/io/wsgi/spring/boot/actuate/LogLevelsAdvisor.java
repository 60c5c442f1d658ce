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

package io.wsgi.spring.boot.actuate;

import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvoker;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvokerAdvisor;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameters;

/**
 * {@link OperationInvokerAdvisor} that tells when the endpoint {@code loggers} has
 * changed a level.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class LogLevelsAdvisor implements OperationInvokerAdvisor {

	private static final EndpointId LOGGERS = EndpointId.of("loggers");

	private final Runnable changed;

	/**
	 * Create a new advisor.
	 * @param changed called after each change
	 */
	public LogLevelsAdvisor(Runnable changed) {
		this.changed = changed;
	}

	@Override
	public OperationInvoker apply(EndpointId endpoint, OperationType type, OperationParameters parameters,
			OperationInvoker invoker) {
		if (!LOGGERS.equals(endpoint) || type != OperationType.WRITE) {
			return invoker;
		}
		return (context) -> {
			Object result = invoker.invoke(context);
			this.changed.run();
			return result;
		};
	}

}
