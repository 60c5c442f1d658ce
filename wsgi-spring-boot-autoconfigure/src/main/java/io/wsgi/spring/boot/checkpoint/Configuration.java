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

package io.wsgi.spring.boot.checkpoint;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.boot.env.RandomValuePropertySource;
import org.springframework.boot.support.SpringApplicationJsonEnvironmentPostProcessor;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ResourceLoader;

/**
 * The configuration of the application: that of the launch before the checkpoint is
 * replaced by that of the restored process. Both come from the same places: command line,
 * environment variables, configuration files and trees. Sources that something else has
 * added stay.
 *
 * @author wsgi-spring-boot contributors
 */
final class Configuration {

	private static final String ATTACHED = "configurationProperties";

	private static final String RANDOM_VALUE = "${random.";

	private final ConfigurableEnvironment environment;

	private final ResourceLoader resourceLoader;

	private final LaunchConfiguration launchConfiguration;

	private final Set<String> configDataSources;

	private final Map<ConfigurationPropertyName, String> before;

	/**
	 * Create a new instance before the checkpoint.
	 * @param environment the environment of the application
	 * @param resourceLoader finds configuration files
	 * @param launchConfiguration translates the command line
	 */
	Configuration(ConfigurableEnvironment environment, ResourceLoader resourceLoader,
			LaunchConfiguration launchConfiguration) {
		this.environment = environment;
		this.resourceLoader = resourceLoader;
		this.launchConfiguration = launchConfiguration;
		StandardEnvironment same = new StandardEnvironment();
		PropertySource<?> arguments = environment.getPropertySources()
			.get(CommandLinePropertySource.COMMAND_LINE_PROPERTY_SOURCE_NAME);
		if (arguments != null) {
			same.getPropertySources().addFirst(arguments);
		}
		this.configDataSources = load(same);
		this.before = values(environment);
	}

	/**
	 * Load the configuration of a launch. Until {@link #replaceBy}, nothing changes.
	 * @param launch the launch
	 * @return the configuration
	 * @throws RestoreRefusedException if other profiles are active
	 */
	Loaded load(Launch launch) {
		StandardEnvironment fresh = new StandardEnvironment();
		MutablePropertySources sources = fresh.getPropertySources();
		sources.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
				new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
						Map.copyOf(launch.environment())));
		PropertySource<?> defaults = this.environment.getPropertySources().get(DefaultPropertiesPropertySource.NAME);
		if (defaults != null) {
			sources.addLast(defaults);
		}
		this.launchConfiguration.addTo(launch, sources);
		Set<String> configData = load(fresh);
		Set<String> profiles = Set.of(fresh.getActiveProfiles());
		if (!profiles.equals(Set.of(this.environment.getActiveProfiles()))) {
			throw new RestoreRefusedException("spring.profiles.active is " + String.join(",", profiles) + " and was "
					+ String.join(",", this.environment.getActiveProfiles()));
		}
		return new Loaded(fresh, configData, merged(fresh, configData));
	}

	/**
	 * Add configuration files and trees.
	 * @param target where to add them
	 * @return the names of the sources that were added
	 */
	private Set<String> load(StandardEnvironment target) {
		RandomValuePropertySource.addToEnvironment(target);
		new SpringApplicationJsonEnvironmentPostProcessor().postProcessEnvironment(target, new SpringApplication());
		Set<String> others = names(target);
		ConfigDataEnvironmentPostProcessor.applyTo(target, this.resourceLoader, null);
		Set<String> added = names(target);
		added.removeAll(others);
		added.remove(ATTACHED);
		return added;
	}

	private static Set<String> names(ConfigurableEnvironment environment) {
		Set<String> names = new HashSet<>();
		environment.getPropertySources().forEach((source) -> names.add(source.getName()));
		return names;
	}

	private List<PropertySource<?>> merged(StandardEnvironment fresh, Set<String> configData) {
		List<PropertySource<?>> merged = new ArrayList<>();
		List<PropertySource<?>> added = new ArrayList<>();
		fresh.getPropertySources().forEach((source) -> {
			if (configData.contains(source.getName())) {
				added.add(source);
			}
		});
		Set<String> known = names(this.environment);
		// What has come in front, as on a command line where there was none before
		for (PropertySource<?> source : fresh.getPropertySources()) {
			if (!known.contains(source.getName()) && !configData.contains(source.getName())
					&& !ATTACHED.equals(source.getName())) {
				merged.add(source);
			}
		}
		boolean placed = false;
		for (PropertySource<?> source : this.environment.getPropertySources()) {
			String name = source.getName();
			boolean last = DefaultPropertiesPropertySource.NAME.equals(name);
			if (!placed && (last || this.configDataSources.contains(name))) {
				merged.addAll(added);
				placed = true;
			}
			if (!this.configDataSources.contains(name) && !ATTACHED.equals(name)) {
				PropertySource<?> renewed = fresh.getPropertySources().get(name);
				boolean gone = CommandLinePropertySource.COMMAND_LINE_PROPERTY_SOURCE_NAME.equals(name)
						|| SpringApplicationJsonEnvironmentPostProcessor.SPRING_APPLICATION_JSON_PROPERTY.equals(name);
				if (renewed != null) {
					merged.add(renewed);
				}
				else if (!gone) {
					merged.add(source);
				}
			}
		}
		if (!placed) {
			merged.addAll(added);
		}
		return merged;
	}

	/**
	 * Make a loaded configuration that of the application.
	 * @param loaded the configuration
	 */
	void replaceBy(Loaded loaded) {
		MutablePropertySources sources = this.environment.getPropertySources();
		names(this.environment).forEach(sources::remove);
		loaded.sources().forEach(sources::addLast);
		ConfigurationPropertySources.attach(this.environment);
	}

	private static Map<ConfigurationPropertyName, String> values(ConfigurableEnvironment environment) {
		Map<ConfigurationPropertyName, String> values = new TreeMap<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				iterable.stream().filter((name) -> !values.containsKey(name)).forEach((name) -> {
					Object value = Objects.requireNonNull(source.getConfigurationProperty(name)).getValue();
					String text = String.valueOf(value);
					values.put(name, text.contains(RANDOM_VALUE) ? text : environment.resolvePlaceholders(text));
				});
			}
		}
		return values;
	}

	/**
	 * A configuration that was loaded.
	 */
	final class Loaded {

		private final List<PropertySource<?>> sources;

		private final Map<ConfigurationPropertyName, String> after;

		private Loaded(StandardEnvironment fresh, Set<String> configData, List<PropertySource<?>> sources) {
			this.sources = sources;
			StandardEnvironment merged = new StandardEnvironment();
			names(merged).forEach(merged.getPropertySources()::remove);
			sources.forEach(merged.getPropertySources()::addLast);
			this.after = values(merged);
		}

		private List<PropertySource<?>> sources() {
			return this.sources;
		}

		/**
		 * Return the properties that are different from those before the checkpoint.
		 * @return their names
		 */
		Set<ConfigurationPropertyName> changed() {
			Set<ConfigurationPropertyName> names = new TreeSet<>(Configuration.this.before.keySet());
			names.addAll(this.after.keySet());
			names.removeIf((name) -> Objects.equals(valueBefore(name), value(name)));
			return names;
		}

		@Nullable String valueBefore(ConfigurationPropertyName name) {
			return Configuration.this.before.get(name);
		}

		@Nullable String value(ConfigurationPropertyName name) {
			return this.after.get(name);
		}

	}

}
