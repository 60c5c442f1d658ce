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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A directory with Python packages: most often what {@code python -m venv} has made.
 *
 * @param directory the directory
 * @author wsgi-spring-boot contributors
 */
record VirtualEnvironment(Path directory) {

	private static final String FILE = "pyvenv.cfg";

	// An environment of GraalPy has its executable under this name, too
	private static final String GRAALPY = "bin/graalpy";

	/**
	 * Find the environment of a project.
	 * @param projects the directories in which it could be
	 * @return the first one that has a usual name
	 */
	static Optional<VirtualEnvironment> in(Path... projects) {
		return Stream.of(projects)
			.flatMap((project) -> Stream.of(project.resolve(".venv"), project.resolve("venv")))
			.filter((directory) -> Files.isRegularFile(directory.resolve(FILE)))
			.findFirst()
			.map(VirtualEnvironment::new);
	}

	/**
	 * Return the Python that the packages were installed for.
	 * @return a value of {@code wsgi.runtime}, or nothing for a plain directory, which
	 * does not tell
	 */
	Optional<String> runtime() {
		if (!Files.isRegularFile(this.directory.resolve(FILE))) {
			return Optional.empty();
		}
		return Optional.of(Files.exists(this.directory.resolve(GRAALPY)) ? "graalpy" : "cpython");
	}

}
