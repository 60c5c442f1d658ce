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

package io.wsgi.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What an interpreter is made with.
 *
 * @param path the directories put in front of {@code sys.path}, in order
 * @param environment variables for {@code os.environ}, beside those of the process
 * @param bytecodeCache the directory for compiled modules ({@code sys.pycache_prefix})
 * @param tuning whether slow spots of the standard library are replaced
 * @param engineOptions further options for the polyglot engine or GraalPy
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public record PythonSettings(List<Path> path, Map<String, String> environment, Path bytecodeCache, boolean tuning,
		Map<String, String> engineOptions) {

	public PythonSettings {
		path = List.copyOf(path);
		environment = Map.copyOf(environment);
		engineOptions = Map.copyOf(engineOptions);
	}

	/**
	 * Return the same settings with another path.
	 * @param directories the directories
	 * @return the settings
	 */
	public PythonSettings withPath(List<Path> directories) {
		return new PythonSettings(directories, this.environment, this.bytecodeCache, this.tuning, this.engineOptions);
	}

	/**
	 * Return the same settings with other environment variables.
	 * @param variables the variables
	 * @return the settings
	 */
	public PythonSettings withEnvironment(Map<String, String> variables) {
		return new PythonSettings(this.path, variables, this.bytecodeCache, this.tuning, this.engineOptions);
	}

}
