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

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.wsgi.runtime.PythonRuntime;
import io.wsgi.spring.boot.actuate.WsgiMetrics;
import io.wsgi.spring.boot.web.BodyStorage;
import io.wsgi.worker.WorkerPools;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link WsgiMetrics}.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
@AutoConfiguration(after = { WsgiAutoConfiguration.class, WsgiWebMvcAutoConfiguration.class },
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({ WorkerPools.class, MeterRegistry.class })
public final class WsgiMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	WsgiMetrics wsgiMetrics(WorkerPools pools, PythonRuntime runtime) {
		return new WsgiMetrics(pools, runtime);
	}

	@Bean
	@ConditionalOnBean(BodyStorage.class)
	MeterBinder wsgiBodyMetrics(BodyStorage storage) {
		return Gauge.builder("wsgi.requests.buffered", storage, BodyStorage::bufferedBytes)
			.description("Size of the request bodies that are there, received or being received")
			.baseUnit(BaseUnits.BYTES)::register;
	}

}
