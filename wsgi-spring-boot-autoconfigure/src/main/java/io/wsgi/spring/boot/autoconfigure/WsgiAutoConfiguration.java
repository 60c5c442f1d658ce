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

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;

import io.wsgi.graalpy.GraalPyRuntime;
import io.wsgi.reload.Reloader;
import io.wsgi.reload.WatchedFiles;
import io.wsgi.runtime.CacheDirectory;
import io.wsgi.runtime.LogBridge;
import io.wsgi.runtime.PythonResources;
import io.wsgi.runtime.PythonRuntime;
import io.wsgi.runtime.PythonSettings;
import io.wsgi.spring.boot.bridge.SpringDoors;
import io.wsgi.spring.boot.web.EnvironCustomizer;
import io.wsgi.worker.WorkerPool;
import io.wsgi.worker.WorkerPoolListener;
import io.wsgi.worker.WorkerPools;
import jakarta.servlet.ServletContext;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnNotWarDeployment;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the workers of a WSGI
 * application.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnWsgiEnabled
@EnableConfigurationProperties(WsgiProperties.class)
@Import({ PythonRuntimeConfigurations.GraalPy.class, PythonRuntimeConfigurations.CPython.class,
		PythonRuntimeConfigurations.Missing.class, ReloadConfiguration.class, CheckConfiguration.class })
public final class WsgiAutoConfiguration {

	private static final String GRAALPY = "graalpy";

	private static final Log errors = LogFactory.getLog("wsgi.errors");

	WsgiAutoConfiguration(WsgiProperties properties) {
		WsgiPropertiesValidator.validate(properties);
	}

	@Bean
	PythonResources wsgiPythonResources(WsgiProperties properties, ResourceLoader resourceLoader) {
		ClassLoader classLoader = Objects.requireNonNullElseGet(resourceLoader.getClassLoader(),
				getClass()::getClassLoader);
		return new PythonResources(classLoader, CacheDirectory.packaged(cacheDirectory(properties)));
	}

	@Bean
	@ConditionalOnMissingBean
	PythonSettings pythonSettings(WsgiProperties properties, PythonRuntime runtime, PythonResources resources) {
		// GraalPy's classes may be missing
		if (runtime.name().equals(GRAALPY) && runtime instanceof GraalPyRuntime graalPy) {
			WsgiPropertiesValidator.validate(properties.getEngineOptions(), graalPy);
		}
		PythonPath path = new PythonPath(ApplicationProperties.shared(properties), resources, runtime.name());
		return new PythonSettings(path.directories(), properties.getEnv(),
				CacheDirectory.bytecode(cacheDirectory(properties)), properties.isPythonTuning(),
				properties.getEngineOptions());
	}

	@Bean
	PythonSettingsFactory wsgiPythonSettingsFactory(PythonSettings settings, PythonResources resources,
			PythonRuntime runtime) {
		return new PythonSettingsFactory(settings, resources, runtime);
	}

	static Path cacheDirectory(WsgiProperties properties) {
		String configured = properties.getCacheDir();
		try {
			return (configured != null) ? CacheDirectory.of(Path.of(configured)) : CacheDirectory.ofUser();
		}
		catch (UncheckedIOException ex) {
			throw new InvalidConfigurationPropertyValueException("wsgi.cache-dir", configured,
					"The directory can neither be written to nor was it filled by an earlier start.");
		}
	}

	@Bean
	PythonClients wsgiPythonClients(ListableBeanFactory beanFactory) {
		return new PythonClients(beanFactory);
	}

	@Bean
	WsgiApplications wsgiApplications(WsgiProperties properties, PythonClients clients) {
		return WsgiApplications.of(properties, clients.exist());
	}

	@Bean
	InterpreterFactory wsgiInterpreterFactory(WsgiProperties properties, PythonRuntime runtime,
			ObjectProvider<LogBridge> logBridge, ObjectProvider<WatchedFiles> watchedFiles, Environment environment,
			ObjectProvider<EnvironCustomizer> customizers, ObjectProvider<SpringDoors> doors, PythonClients clients) {
		boolean restorable = properties.getCheckpoint().getDirectory() != null || properties.getCheckpoint().isCrac();
		return new InterpreterFactory(runtime, logBridge.getIfAvailable(), watchedFiles.getIfAvailable(),
				restorable ? environment : null, customizers::orderedStream, doors::getIfAvailable,
				clients::requirements);
	}

	@Bean
	@ConditionalOnMissingBean
	WorkerPools workerPools(WsgiApplications applications, InterpreterFactory interpreters,
			PythonSettingsFactory pythonSettings, ObjectProvider<ServletContext> servletContext,
			Environment environment, ObjectProvider<WorkerSettingsCustomizer> customizers) {
		WorkerSettingsFactory workerSettings = new WorkerSettingsFactory(applications, servletContext.getIfAvailable(),
				environment, customizers.orderedStream().toList());
		return new WorkerPools(applications.stream().map((application) -> {
			PythonSettings settings = pythonSettings.create(application);
			return new WorkerPool(workerSettings.create(application), () -> interpreters.create(application, settings),
					errors::error);
		}).toList());
	}

	@Bean
	WorkerPoolLifecycle workerPoolLifecycle(WorkerPools pools, ApplicationEventPublisher events,
			ObjectProvider<WorkerPoolListener> listeners, ObjectProvider<Reloader> reloader) {
		AvailabilityWorkerPoolListener availability = new AvailabilityWorkerPoolListener(pools, events);
		pools.forEach((workers) -> {
			String application = workers.getSettings().name();
			workers.addListener(new WorkerEventPublisher(workers, events));
			workers.addListener(availability);
			listeners.orderedStream().forEach((listener) -> workers.addListener(listener.forApplication(application)));
		});
		return new WorkerPoolLifecycle(pools, reloader.getIfAvailable());
	}

	@Bean
	@ConditionalOnNotWarDeployment
	@ConditionalOnBooleanProperty(name = "wsgi.handle-sigterm", matchIfMissing = true)
	@ConditionalOnMissingBean(name = "wsgiTerminationSignal")
	TerminationSignal wsgiTerminationSignal() {
		return new TerminationSignal();
	}

	@Bean
	@ConditionalOnMissingBean(name = "wsgiRuntimeReport")
	RuntimeReport wsgiRuntimeReport(PythonRuntime runtime) {
		return new RuntimeReport(runtime, System.getProperty("sun.jnu.encoding", "UTF-8"));
	}

}
