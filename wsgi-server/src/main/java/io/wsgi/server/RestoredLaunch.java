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

package io.wsgi.server;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.wsgi.spring.boot.checkpoint.LaunchConfiguration;
import io.wsgi.spring.boot.checkpoint.RestoreRefusedException;
import io.wsgi.spring.boot.checkpoint.RestoredEvent;

import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.boot.system.ApplicationPid;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;

/**
 * The launch of a process that is restored from a checkpoint: its command line is that of
 * gunicorn, too.
 *
 * @author wsgi-spring-boot contributors
 */
class RestoredLaunch implements LaunchConfiguration, ApplicationListener<RestoredEvent> {

	private static final String PID_FILE = "spring.pid.file";

	private final Path directory;

	/**
	 * Create a new instance.
	 * @param directory the directory in which the command was given
	 */
	RestoredLaunch(Path directory) {
		this.directory = directory;
	}

	@Override
	public void addTo(io.wsgi.spring.boot.checkpoint.Launch restored, MutablePropertySources sources) {
		try {
			Launch launch = new Launch(CommandLine.parse(restored.arguments().toArray(String[]::new)),
					restored.environment(), this.directory);
			replaceDefaults(sources, launch.defaults());
			List<String> arguments = launch.arguments();
			LaunchConfiguration.SPRING_ARGUMENTS.addTo(
					new io.wsgi.spring.boot.checkpoint.Launch(restored.time(), arguments, restored.environment()),
					sources);
		}
		catch (UsageException ex) {
			throw new RestoreRefusedException(String.valueOf(ex.getMessage()));
		}
	}

	private void replaceDefaults(MutablePropertySources sources, Map<String, Object> defaults) {
		Map<String, Object> merged = new LinkedHashMap<>();
		PropertySource<?> before = sources.remove(DefaultPropertiesPropertySource.NAME);
		if (before instanceof MapPropertySource map) {
			merged.putAll(map.getSource());
		}
		merged.putAll(defaults);
		sources.addLast(new DefaultPropertiesPropertySource(merged));
	}

	@Override
	public void onApplicationEvent(RestoredEvent event) {
		String file = event.getApplicationContext().getEnvironment().getProperty(PID_FILE);
		if (file != null) {
			try {
				File target = new File(file);
				new ApplicationPid().write(target);
				target.deleteOnExit();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

}
