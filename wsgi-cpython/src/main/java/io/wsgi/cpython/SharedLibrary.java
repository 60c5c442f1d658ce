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

package io.wsgi.cpython;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.wsgi.runtime.PythonUnavailableException;

/**
 * Finds the shared library that belongs to an executable.
 *
 * @author wsgi-spring-boot contributors
 */
final class SharedLibrary {

	private static final String STATIC = ".a";

	private final InstallationProbe probe;

	SharedLibrary(InstallationProbe probe) {
		this.probe = probe;
	}

	/**
	 * Find the library.
	 * @return its path
	 * @throws PythonUnavailableException if there is none
	 */
	Path find() {
		Set<Path> directories = directories();
		for (String name : names()) {
			for (Path directory : directories) {
				Path file = directory.resolve(name);
				if (Files.isRegularFile(file)) {
					return file.toAbsolutePath();
				}
			}
		}
		String version = version();
		throw new PythonUnavailableException(
				"CPython " + this.probe.version() + " (" + this.probe.executable()
						+ ") has no shared library: there is no " + String.join(" or ", names()) + " in "
						+ String.join(", ", directories.stream().map(Path::toString).toList()) + ".",
				"Install it: on Debian and Ubuntu with 'apt-get install libpython" + version
						+ "', on Fedora with 'dnf install python3-libs', with pyenv by PYTHON_CONFIGURE_OPTS=--enable-shared, "
						+ "with a build of your own by './configure --enable-shared'. Those of uv, conda and python.org have it.");
	}

	private String version() {
		String[] parts = this.probe.version().split("\\.");
		return parts[0] + "." + parts[1];
	}

	private List<String> names() {
		String stem = "libpython" + (this.probe.get("LDVERSION").isEmpty() ? version() : this.probe.get("LDVERSION"));
		return Stream
			.of(this.probe.get("INSTSONAME"), this.probe.get("LDLIBRARY"), stem + ".so.1.0", stem + ".so",
					stem + ".dylib")
			.filter((name) -> !name.isEmpty() && !name.endsWith(STATIC))
			.distinct()
			.toList();
	}

	private Set<Path> directories() {
		Set<Path> directories = new LinkedHashSet<>();
		String architecture = this.probe.get("MULTIARCH");
		Path base = Path.of(this.probe.get("base-prefix")).normalize();
		Stream
			.of(this.probe.get("LIBDIR"), base.resolve("lib").toString(), base.resolve("lib64").toString(),
					this.probe.get("LIBPL"), base.toString(), this.probe.get("PYTHONFRAMEWORKPREFIX"))
			.filter((directory) -> !directory.isEmpty())
			.map(Path::of)
			.forEach((directory) -> {
				if (!architecture.isEmpty()) {
					directories.add(directory.resolve(architecture));
				}
				directories.add(directory);
			});
		directories.removeIf((directory) -> !Files.isDirectory(directory));
		return directories;
	}

}
