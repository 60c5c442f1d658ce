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

import io.wsgi.runtime.LogBridge;
import io.wsgi.spring.boot.actuate.LogLevelsAdvisor;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvokerAdvisor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for what Python logs.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
@AutoConfiguration(before = WsgiAutoConfiguration.class)
@ConditionalOnWsgiEnabled
@ConditionalOnBooleanProperty(name = "wsgi.logging.enabled", matchIfMissing = true)
public final class WsgiLoggingAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	LogBridge wsgiLogBridge(ObjectProvider<LoggingSystem> loggingSystem) {
		return new LogBridge(new LogLevels(loggingSystem.getIfAvailable()).current());
	}

	/**
	 * Levels that change while the application runs.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(OperationInvokerAdvisor.class)
	static class LoggersEndpointConfiguration {

		@Bean
		LogLevelsAdvisor wsgiLogLevelsAdvisor(LogBridge bridge, ObjectProvider<LoggingSystem> loggingSystem) {
			LogLevels levels = new LogLevels(loggingSystem.getIfAvailable());
			return new LogLevelsAdvisor(() -> bridge.setLevels(levels.current()));
		}

	}

}
