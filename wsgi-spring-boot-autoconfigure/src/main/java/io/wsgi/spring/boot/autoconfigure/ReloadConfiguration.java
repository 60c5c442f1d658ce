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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.wsgi.reload.FilePattern;
import io.wsgi.reload.Reloader;
import io.wsgi.reload.WatchedFiles;
import io.wsgi.worker.WorkerPools;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * {@link Configuration} for loading applications anew when their files change.
 *
 * @author wsgi-spring-boot contributors
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("wsgi.reload")
@ConditionalOnBooleanProperty(name = "wsgi.check-config", havingValue = false, matchIfMissing = true)
class ReloadConfiguration {

	@Bean
	@ConditionalOnMissingBean
	WatchedFiles wsgiWatchedFiles(PythonSettingsFactory settings, WsgiApplications applications,
			WsgiProperties properties) {
		List<String> virtualEnvs = applications.stream()
			.map((application) -> application.properties().virtualEnv().value())
			.filter(Objects::nonNull)
			.toList();
		List<FilePattern> patterns = new ArrayList<>();
		settings.directories(applications)
			.stream()
			.filter((directory) -> !isInstalled(directory, virtualEnvs))
			.map(FilePattern::pythonSources)
			.forEach(patterns::add);
		properties.getReloadExtraFiles().stream().map(FilePattern::of).forEach(patterns::add);
		return new WatchedFiles(patterns);
	}

	// Of packages, which seldom change, only what is imported is worth a look
	private boolean isInstalled(Path directory, List<String> virtualEnvs) {
		return directory.endsWith("site-packages") || virtualEnvs.stream()
			.anyMatch((virtualEnv) -> directory.startsWith(Path.of(virtualEnv).toAbsolutePath().normalize()));
	}

	@Bean
	@ConditionalOnMissingBean
	Reloader wsgiReloader(WorkerPools pools, WatchedFiles files) {
		return new Reloader(pools, files);
	}

}
