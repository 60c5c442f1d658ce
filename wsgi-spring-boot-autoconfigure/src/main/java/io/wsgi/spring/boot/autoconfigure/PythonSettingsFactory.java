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
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import io.wsgi.runtime.PythonResources;
import io.wsgi.runtime.PythonRuntime;
import io.wsgi.runtime.PythonSettings;

/**
 * Makes the {@link PythonSettings} of each application, out of those for all.
 *
 * @author wsgi-spring-boot contributors
 */
class PythonSettingsFactory {

	private static final String CPYTHON = "cpython";

	private static final String ONE_CPYTHON = "All applications run in the one CPython of the process: set ";

	private final PythonSettings shared;

	private final PythonResources resources;

	private final PythonRuntime runtime;

	PythonSettingsFactory(PythonSettings shared, PythonResources resources, PythonRuntime runtime) {
		this.shared = shared;
		this.resources = resources;
		this.runtime = runtime;
	}

	PythonSettings create(WsgiApplication application) {
		ApplicationProperties properties = application.properties();
		Setting<Map<String, String>> env = properties.ownEnv();
		if (this.runtime.name().equals(CPYTHON)) {
			env.check(Map::isEmpty, ONE_CPYTHON + "wsgi.env.");
			properties.beans().check((value) -> !properties.hasOwnBeans(), ONE_CPYTHON + "wsgi.beans.");
			properties.events().check((value) -> !properties.hasOwnEvents(), ONE_CPYTHON + "wsgi.events.");
			properties.dataSources()
				.check((value) -> !properties.hasOwnDataSources(), ONE_CPYTHON + "wsgi.data-sources.");
			properties.session().check((value) -> !properties.hasOwnSession(), ONE_CPYTHON + "wsgi.session.");
			properties.ownVirtualEnv().check((value) -> value == null, ONE_CPYTHON + "wsgi.virtual-env.");
		}
		PythonSettings settings = this.shared.withEnvironment(properties.merged(this.shared.environment()));
		return properties.hasOwnPath()
				? settings.withPath(new PythonPath(properties, this.resources, this.runtime.name()).directories())
				: settings;
	}

	/**
	 * Return where the applications are imported from.
	 * @param applications the applications
	 * @return the directories of all of them
	 */
	Set<Path> directories(WsgiApplications applications) {
		Set<Path> directories = new LinkedHashSet<>();
		applications.stream().map(this::create).map(PythonSettings::path).forEach(directories::addAll);
		return directories;
	}

}
