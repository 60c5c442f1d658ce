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
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.springframework.boot.context.properties.ConfigurationPropertiesBean;
import org.springframework.boot.context.properties.bind.BindMethod;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.context.ApplicationContext;

/**
 * The properties that have another value after a restore: binds them to the beans that
 * hold properties, or refuses them, because nobody would learn of the new value.
 *
 * @author wsgi-spring-boot contributors
 */
final class ChangedProperties {

	// Each is looked at by something after the restore
	private static final List<ConfigurationPropertyName> SUPPORTED = names("server.port", "server.address",
			"management.server.port", "management.server.address", "logging.level", "spring.datasource",
			"spring.ssl.bundle", "server.ssl", "spring.config", "spring.application.json", "spring.pid", "wsgi.env",
			"wsgi.checkpoint", "wsgi.warmup", "wsgi.server");

	// Of Spring and of this project: read when the application starts
	private static final List<ConfigurationPropertyName> READ_AT_START = names("spring", "server", "management",
			"logging", "wsgi", "debug", "trace");

	private final ApplicationContext context;

	private final List<ConfigurationPropertyName> ignored;

	/**
	 * Create a new instance.
	 * @param context the application
	 * @param ignored names, or what names begin with, whose change does not matter
	 */
	ChangedProperties(ApplicationContext context, List<String> ignored) {
		this.context = context;
		this.ignored = names(ignored.toArray(String[]::new));
	}

	private static List<ConfigurationPropertyName> names(String... names) {
		List<ConfigurationPropertyName> all = new ArrayList<>();
		for (String name : names) {
			all.add(ConfigurationPropertyName.of(name));
		}
		return all;
	}

	/**
	 * Refuse properties that would be ignored.
	 * @param loaded the new configuration
	 * @param changed the properties that have changed
	 * @throws RestoreRefusedException if there is one
	 */
	void check(Configuration.Loaded loaded, Set<ConfigurationPropertyName> changed) {
		Map<String, ConfigurationPropertiesBean> beans = changed.isEmpty() ? Map.of() : beans();
		for (ConfigurationPropertyName name : changed) {
			if (isIn(this.ignored, name)) {
				continue;
			}
			if (isIn(READ_AT_START, name) && !isIn(SUPPORTED, name)) {
				throw new RestoreRefusedException(describe(loaded, name));
			}
			for (ConfigurationPropertiesBean bean : beans.values()) {
				boolean bound = isIn(List.of(prefix(bean)), name) && !isIn(READ_AT_START, name);
				if (bound && isImmutable(bean)) {
					throw new RestoreRefusedException(
							describe(loaded, name) + ", and " + bean.asBindTarget().getType() + " is immutable");
				}
				if (bound && loaded.value(name) == null) {
					throw new RestoreRefusedException(describe(loaded, name));
				}
			}
		}
	}

	private static String describe(Configuration.Loaded loaded, ConfigurationPropertyName name) {
		if (loaded.value(name) == null) {
			return name + " is not set any more";
		}
		return (loaded.valueBefore(name) != null) ? name + " has another value" : name + " was not set";
	}

	/**
	 * Bind the properties to the beans that hold them.
	 * @param changed the properties that have changed
	 */
	void rebind(Set<ConfigurationPropertyName> changed) {
		if (changed.isEmpty()) {
			return;
		}
		Binder binder = Binder.get(this.context.getEnvironment());
		for (ConfigurationPropertiesBean bean : beans().values()) {
			ConfigurationPropertyName prefix = prefix(bean);
			if (!isImmutable(bean) && changed.stream().anyMatch((name) -> isIn(List.of(prefix), name))) {
				binder.bind(prefix, bean.asBindTarget());
			}
		}
	}

	private Map<String, ConfigurationPropertiesBean> beans() {
		return ConfigurationPropertiesBean.getAll(this.context);
	}

	private static ConfigurationPropertyName prefix(ConfigurationPropertiesBean bean) {
		return ConfigurationPropertyName.of(bean.getAnnotation().prefix());
	}

	private static boolean isImmutable(ConfigurationPropertiesBean bean) {
		return bean.asBindTarget().getBindMethod() == BindMethod.VALUE_OBJECT;
	}

	private static boolean isIn(List<ConfigurationPropertyName> prefixes, ConfigurationPropertyName name) {
		return prefixes.stream().anyMatch((prefix) -> prefix.equals(name) || prefix.isAncestorOf(name));
	}

}
