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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.micrometer.observation.ObservationRegistry;
import io.wsgi.spring.boot.bridge.EventSubscriptions;
import io.wsgi.spring.boot.client.PythonTemplate;
import io.wsgi.spring.boot.client.observation.PythonCallObservationConvention;
import io.wsgi.spring.boot.web.CallScopeFactory;
import io.wsgi.spring.boot.web.observation.ObservedScopeFactory;
import io.wsgi.worker.WorkerPools;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.util.ClassUtils;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the {@link PythonTemplate}, and
 * for events that go the same way.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
@AutoConfiguration(after = WsgiAutoConfiguration.class)
@ConditionalOnBean(WorkerPools.class)
public final class WsgiPythonTemplateAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	PythonTemplate pythonTemplate(WorkerPools pools, ObjectProvider<CallScopeFactory> scopes,
			ObjectProvider<ObservationRegistry> observations,
			ObjectProvider<PythonCallObservationConvention> convention) {
		return new PythonTemplate(pools,
				// The calls have an observation of their own
				scopes.orderedStream().filter((scope) -> !(scope instanceof ObservedScopeFactory)).toList(),
				observations.getIfUnique(() -> ObservationRegistry.NOOP), convention.getIfAvailable());
	}

	@Bean
	@ConditionalOnMissingBean
	EventSubscriptions wsgiEventSubscriptions(WsgiApplications applications, ObjectProvider<PythonTemplate> python) {
		Map<String, List<Class<?>>> types = new LinkedHashMap<>();
		applications.stream()
			.forEach((application) -> types.put(application.name(), types(application.properties().events())));
		return new EventSubscriptions(types,
				(application, type, event) -> python.getObject()
					.call("wsgi_spring_boot.bridge.listeners", "deliver")
					.application(application)
					.argument(type)
					.argument(event)
					.retrieveAsync(Void.class));
	}

	private static List<Class<?>> types(Setting<List<String>> events) {
		List<Class<?>> types = new ArrayList<>();
		for (String name : events.value()) {
			try {
				types.add(ClassUtils.forName(name, null));
			}
			catch (ClassNotFoundException | LinkageError ex) {
				throw events.refused("There is no class " + name + ".");
			}
		}
		return types;
	}

}
