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
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

import io.wsgi.runtime.PythonResources;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.system.ApplicationHome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PythonPath}.
 *
 * @author wsgi-spring-boot contributors
 */
class PythonPathTests {

	private final WsgiProperties properties = new WsgiProperties();

	@TempDir
	private Path temporary;

	private Path classPath;

	private Path own;

	private String runtime = "graalpy";

	@BeforeEach
	void createClassPath() throws Exception {
		this.classPath = Files.createDirectory(this.temporary.resolve("classes"));
		this.own = directory("classes/wsgi-spring-boot-python");
	}

	@Test
	void directoryOfTheApplicationIsTheDefault() throws Exception {
		assertThat(directories()).containsExactly(new ApplicationHome().getDir().toPath().toAbsolutePath(), this.own);
	}

	@Test
	void directoriesOfTheUserComeFirstAndInTheirOrder() throws Exception {
		Path first = directory("first");
		Path second = directory("second");
		setPythonPath(second, first);
		assertThat(directories()).containsExactly(second, first, this.own);
	}

	@Test
	void directoriesAreMadeAbsoluteAndOccurOnce() throws Exception {
		Path sources = directory("sources");
		setPythonPath(sources, sources.resolve("../sources"), Path.of("src/test/python"));
		assertThat(directories()).containsExactly(sources, Path.of("src/test/python").toAbsolutePath(), this.own);
	}

	@Test
	void packagedSourcesAndPackagesAreFound() throws Exception {
		Path sources = directory("classes/org.graalvm.python.vfs/src");
		Path packages = directory("classes/org.graalvm.python.vfs/venv/lib/python3.12/site-packages");
		Path user = directory("user");
		setPythonPath(user);
		assertThat(directories()).containsExactly(user, sources, packages, this.own);
	}

	@Test
	void packagesOfVirtualEnvironmentAreFound() throws Exception {
		Path packages = directory("venv/lib/python3.12/site-packages");
		directory("venv/bin");
		this.properties.setVirtualEnv(this.temporary.resolve("venv").toString());
		assertThat(directories()).contains(packages).doesNotContain(this.temporary.resolve("venv"));
	}

	@Test
	void packagesOfVirtualEnvironmentOnWindowsAreFound() throws Exception {
		Path packages = directory("venv/Lib/site-packages");
		this.properties.setVirtualEnv(this.temporary.resolve("venv").toString());
		assertThat(directories()).contains(packages);
	}

	@Test
	void directoryOfPackagesIsTakenAsItIs() throws Exception {
		directory("packages/flask");
		this.properties.setVirtualEnv(this.temporary.resolve("packages").toString());
		assertThat(directories()).contains(this.temporary.resolve("packages"));
	}

	@Test
	void directoryOfPackagesMayHaveALibrary() throws Exception {
		directory("packages/lib");
		this.properties.setVirtualEnv(this.temporary.resolve("packages").toString());
		assertThat(directories()).contains(this.temporary.resolve("packages"));
	}

	@Test
	void virtualEnvironmentOfTheUserComesBeforeThePackagedOne() throws Exception {
		Path packaged = directory("classes/org.graalvm.python.vfs/venv/lib/python3.12/site-packages");
		Path packages = directory("venv/lib/python3.12/site-packages");
		this.properties.setVirtualEnv(this.temporary.resolve("venv").toString());
		assertThat(directories()).containsSubsequence(packages, packaged, this.own);
	}

	@Test
	void directoryThatDoesNotExistIsRefused() {
		setPythonPath(this.temporary.resolve("nowhere"));
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class).isThrownBy(this::directories)
			.satisfies((ex) -> assertThat(ex.getName()).isEqualTo("wsgi.python-path"))
			.satisfies((ex) -> assertThat(ex.getValue()).isEqualTo(this.temporary.resolve("nowhere").toString()))
			.satisfies((ex) -> assertThat(ex.getReason())
				.isEqualTo("There is no directory " + this.temporary.resolve("nowhere") + "."));
	}

	@Test
	void virtualEnvironmentThatDoesNotExistIsRefused() {
		this.properties.setVirtualEnv(this.temporary.resolve("nowhere").toString());
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class).isThrownBy(this::directories)
			.satisfies((ex) -> assertThat(ex.getName()).isEqualTo("wsgi.virtual-env"));
	}

	@Test
	void jarThatCannotBeUnpackedIsAMatterOfTheCacheDirectory() throws Exception {
		this.classPath = this.temporary.resolve("packaged.jar");
		try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(this.classPath))) {
			jar.putNextEntry(new JarEntry("org.graalvm.python.vfs/"));
			jar.putNextEntry(new JarEntry("org.graalvm.python.vfs/src/app.py"));
		}
		Files.createFile(this.temporary.resolve("cache"));
		this.properties.setCacheDir(this.temporary.resolve("cache").toString());
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class).isThrownBy(this::directories)
			.satisfies((ex) -> assertThat(ex.getName()).isEqualTo("wsgi.cache-dir"))
			.satisfies((ex) -> assertThat(ex.getValue()).isEqualTo(this.temporary.resolve("cache").toString()))
			.satisfies((ex) -> assertThat(ex.getReason()).startsWith(
					"Python files that are missing there cannot be unpacked from a jar: java.nio.file.FileAlreadyExists"));
	}

	@Test
	void cpythonFindsItsVirtualEnvironmentByItself() throws IOException {
		this.runtime = "cpython";
		Path environment = directory("environment");
		directory("environment/lib/python3.13/site-packages");
		Path sources = directory("sources");
		setPythonPath(sources);
		this.properties.setVirtualEnv(environment.toString());
		assertThat(directories()).contains(environment.resolve("lib/python3.13/site-packages"));
		Files.writeString(environment.resolve("pyvenv.cfg"), "version = 3.13.5");
		assertThat(directories()).containsExactly(sources, this.own);
	}

	@Test
	void packagesInstalledForGraalPyAreNotForCPython() throws IOException {
		Path packages = directory("classes/org.graalvm.python.vfs/venv/lib/python3.12/site-packages");
		Path sources = directory("classes/org.graalvm.python.vfs/src");
		assertThat(directories()).contains(sources, packages);
		this.runtime = "cpython";
		assertThat(directories()).contains(sources).doesNotContain(packages);
	}

	private void setPythonPath(Path... directories) {
		this.properties.setPythonPath(Stream.of(directories).map(Path::toString).toList());
	}

	private Path directory(String name) throws IOException {
		return Files.createDirectories(this.temporary.resolve(name));
	}

	private List<Path> directories() throws IOException {
		URL[] urls = { this.classPath.toUri().toURL() };
		try (URLClassLoader classLoader = new URLClassLoader(urls, null)) {
			PythonResources resources = new PythonResources(classLoader, this.temporary.resolve("cache"));
			return new PythonPath(ApplicationProperties.shared(this.properties), resources, this.runtime).directories();
		}
	}

}
