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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.wsgi.runtime.PythonResources;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.system.ApplicationHome;

/**
 * Puts {@code sys.path} together.
 *
 * @author wsgi-spring-boot contributors
 */
class PythonPath {

	private static final String OWN_SOURCES = "wsgi-spring-boot-python";

	// The layout of graalpy-maven-plugin
	private static final String PACKAGED = "org.graalvm.python.vfs";

	private static final String SOURCES = "src";

	private static final String VIRTUAL_ENV = "venv";

	// Tells that CPython finds what is installed there by itself
	private static final String VIRTUAL_ENV_FILE = "pyvenv.cfg";

	private static final String CPYTHON = "cpython";

	private final ApplicationProperties properties;

	private final PythonResources resources;

	private final boolean ofCPython;

	PythonPath(ApplicationProperties properties, PythonResources resources, String runtime) {
		this.properties = properties;
		this.resources = resources;
		this.ofCPython = runtime.equals(CPYTHON);
	}

	/**
	 * Return the directories: what the user names, what is packaged, the gateway's own.
	 * @return the absolute directories, in order
	 */
	List<Path> directories() {
		Set<Path> directories = new LinkedHashSet<>();
		Setting<List<String>> configured = this.properties.pythonPath();
		for (String directory : configured.value()) {
			directories.add(existing(configured.property(), directory));
		}
		if (directories.isEmpty()) {
			directories.add(new ApplicationHome().getDir().toPath().toAbsolutePath());
		}
		List<Path> packaged = locate(PACKAGED);
		addIfPresent(directories, packaged, SOURCES);
		directories.addAll(siteDirectories());
		// What graalpy-maven-plugin installs is for GraalPy
		for (Path root : this.ofCPython ? List.<Path>of() : packaged) {
			addSitePackages(directories, root.resolve(VIRTUAL_ENV));
		}
		directories.addAll(locate(OWN_SOURCES));
		return new ArrayList<>(directories);
	}

	private List<Path> locate(String name) {
		try {
			return this.resources.locate(name);
		}
		catch (UncheckedIOException ex) {
			throw this.properties.cacheDir()
				.refused("Python files that are missing there cannot be unpacked from a jar: " + ex.getCause() + ".");
		}
	}

	private List<Path> siteDirectories() {
		Setting<@Nullable String> configured = this.properties.virtualEnv();
		String virtualEnv = configured.value();
		if (virtualEnv == null) {
			return List.of();
		}
		Set<Path> found = new LinkedHashSet<>();
		Path directory = existing(configured.property(), virtualEnv);
		if (this.ofCPython && Files.exists(directory.resolve(VIRTUAL_ENV_FILE))) {
			return List.of();
		}
		addSitePackages(found, directory);
		return found.isEmpty() ? List.of(directory) : List.copyOf(found);
	}

	private void addIfPresent(Set<Path> directories, List<Path> roots, String name) {
		for (Path root : roots) {
			Path directory = root.resolve(name);
			if (Files.isDirectory(directory)) {
				directories.add(directory);
			}
		}
	}

	private void addSitePackages(Set<Path> directories, Path virtualEnv) {
		Path libraries = virtualEnv.resolve("lib");
		if (!Files.isDirectory(libraries)) {
			addIfPresent(directories, List.of(virtualEnv), "Lib/site-packages");
			return;
		}
		try (DirectoryStream<Path> versions = Files.newDirectoryStream(libraries, "python3*")) {
			for (Path version : versions) {
				addIfPresent(directories, List.of(version), "site-packages");
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Path existing(String property, String value) {
		Path directory = Path.of(value).toAbsolutePath().normalize();
		if (!Files.isDirectory(directory)) {
			throw new InvalidConfigurationPropertyValueException(property, value,
					"There is no directory " + directory + ".");
		}
		return directory;
	}

}
