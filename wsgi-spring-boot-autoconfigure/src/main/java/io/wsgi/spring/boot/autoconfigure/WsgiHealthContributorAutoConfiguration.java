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

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

import io.wsgi.runtime.PythonRuntime;
import io.wsgi.spring.boot.actuate.WsgiHealthIndicator;
import io.wsgi.worker.WorkerPool;
import io.wsgi.worker.WorkerPools;
import jakarta.servlet.ServletContext;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link WsgiHealthIndicator}.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
@AutoConfiguration(after = WsgiAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(WorkerPools.class)
@ConditionalOnEnabledHealthIndicator("wsgi")
public final class WsgiHealthContributorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = { "wsgiHealthIndicator", "wsgiHealthContributor" })
	HealthContributor wsgiHealthContributor(WorkerPools pools, PythonRuntime runtime, WsgiApplications applications,
			ObjectProvider<ServletContext> servletContext, Environment environment) {
		ApplicationProbes probes = new ApplicationProbes(applications, servletContext.getIfAvailable(), environment);
		Function<WorkerPool, WsgiHealthIndicator> indicator = (workers) -> new WsgiHealthIndicator(workers, runtime,
				probes.create(workers));
		if (pools.pools().size() == 1) {
			return indicator.apply(pools.pools().get(0));
		}
		return CompositeHealthContributor.fromMap(byName(pools), indicator);
	}

	private Map<String, WorkerPool> byName(WorkerPools pools) {
		Map<String, WorkerPool> byName = new LinkedHashMap<>();
		pools.forEach((workers) -> byName.put(workers.getSettings().name(), workers));
		return byName;
	}

}
