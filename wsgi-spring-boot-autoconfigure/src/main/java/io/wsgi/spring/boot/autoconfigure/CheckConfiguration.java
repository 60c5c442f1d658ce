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

import io.wsgi.runtime.PythonRuntime;
import io.wsgi.worker.WorkerPools;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * {@link Configuration} for a start that only checks whether applications can be served.
 *
 * @author wsgi-spring-boot contributors
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("wsgi.check-config")
class CheckConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "wsgiConfigCheck")
	ConfigCheck wsgiConfigCheck(WorkerPools pools, WsgiApplications applications, PythonRuntime runtime,
			ConfigurableApplicationContext context) {
		return new ConfigCheck(new ConfigReport(pools, applications, runtime), () -> {
			context.close();
			System.exit(0);
		});
	}

}
