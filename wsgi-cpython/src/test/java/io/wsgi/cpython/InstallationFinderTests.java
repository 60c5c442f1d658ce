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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import io.wsgi.runtime.PythonUnavailableException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link InstallationFinder}, with executables that only tell what a Python
 * would.
 *
 * @author wsgi-spring-boot contributors
 */
@DisabledOnOs(OS.WINDOWS)
class InstallationFinderTests {

	@TempDir
	private Path directory;

	private Path home;

	@BeforeEach
	void makeHome() throws IOException {
		this.home = Files.createDirectories(this.directory.resolve("home"));
	}

	@Test
	void pythonOnThePathIsFound() throws IOException {
		Path library = library("libpython3.13.so.1.0");
		Path python = python(this.home, "3.13.5", "INSTSONAME=libpython3.13.so.1.0");
		PythonInstallation found = new InstallationFinder(null, null, "/nowhere::" + python.getParent()).find();
		assertThat(found.version()).isEqualTo("3.13.5");
		assertThat(found.minorVersion()).isEqualTo(13);
		assertThat(found.freeThreaded()).isFalse();
		assertThat(found.executable()).isEqualTo(python);
		assertThat(found.library()).isEqualTo(library);
	}

	@Test
	void libraryIsFoundBesideAnExecutableThatDoesNotUseIt() throws IOException {
		Path library = library("x86_64-linux-gnu/libpython3.11.so.1.0");
		python(this.home, "3.11.2", "LDLIBRARY=libpython3.11.a", "MULTIARCH=x86_64-linux-gnu");
		assertThat(new InstallationFinder(null, this.home, "").find().library()).isEqualTo(library);
	}

	@Test
	void freeThreadedBuildIsFound() throws IOException {
		Path library = library("libpython3.14t.so.1.0");
		python(this.home, "3.14.0", "LDVERSION=3.14t", "Py_GIL_DISABLED=1");
		PythonInstallation found = new InstallationFinder(null, this.home, "").find();
		assertThat(found.library()).isEqualTo(library);
		assertThat(found.freeThreaded()).isTrue();
	}

	@Test
	void virtualEnvironmentNamesThePython() throws IOException {
		library("libpython3.12.so.1.0");
		Path environment = virtualEnvironment("3.12.3");
		Path python = python(environment, "3.12.3");
		PythonInstallation found = new InstallationFinder(environment, null, "").find();
		assertThat(found.executable()).isEqualTo(python);
		assertThat(found.prefix()).isEqualTo(environment);
	}

	@Test
	void plainDirectoryWithPackagesLeavesThePythonToThePath() throws IOException {
		library("libpython3.12.so.1.0");
		Path python = python(this.home, "3.12.3");
		Path packages = Files.createDirectory(this.directory.resolve("packages"));
		assertThat(new InstallationFinder(packages, null, python.getParent().toString()).find().executable())
			.isEqualTo(python);
	}

	@Test
	void nothingOnThePath() {
		assertFailure(new InstallationFinder(null, null, this.home.toString()),
				"There is no python3 on the PATH, and neither wsgi.virtual-env nor wsgi.python-home names a Python.",
				"apt-get install python3 libpython3-dev");
	}

	@Test
	void homeWithoutPython() {
		assertFailure(new InstallationFinder(null, this.home, ""), "There is no Python in " + this.home + ".",
				"bin/python3");
	}

	@Test
	void noSharedLibrary() throws IOException {
		library("libpython3.11.a");
		python(this.home, "3.11.2", "LDLIBRARY=libpython3.11.a");
		assertFailure(new InstallationFinder(null, this.home, ""),
				"has no shared library: there is no libpython3.11.so.1.0 or libpython3.11.so",
				"apt-get install libpython3.11");
	}

	@Test
	void versionThatIsTooOld() throws IOException {
		python(this.home, "3.9.18");
		assertFailure(new InstallationFinder(null, this.home, ""), "is CPython 3.9.18, but 3.11 to 3.14 are supported.",
				"Install CPython 3.11 to 3.14");
	}

	@Test
	void versionThatIsTooNew() throws IOException {
		python(this.home, "3.15.0a1");
		assertFailure(new InstallationFinder(null, this.home, ""),
				"is CPython 3.15.0a1, but 3.11 to 3.14 are supported.", "wsgi.python-home");
	}

	@Test
	void anotherImplementation() throws IOException {
		Path environment = virtualEnvironment("3.12.8");
		python(environment, "3.12.8", "implementation=GraalPy");
		assertFailure(new InstallationFinder(environment, null, ""), "is no CPython, but GraalPy.", "python3 -m venv");
	}

	@Test
	void anotherArchitecture() throws IOException {
		python(this.home, "3.12.8", "machine=riscv64");
		assertFailure(new InstallationFinder(null, this.home, ""),
				"was built for another architecture (riscv64, 64 bits) than this JVM", "for the same architecture");
	}

	@Test
	void thirtyTwoBits() throws IOException {
		python(this.home, "3.12.8", "pointer-size=4");
		assertFailure(new InstallationFinder(null, this.home, ""), ", 32 bits)", "for the same architecture");
	}

	@Test
	void virtualEnvironmentOfAnotherVersionThanItsPython() throws IOException {
		Path environment = virtualEnvironment("3.11.2");
		python(environment, "3.13.5");
		assertFailure(new InstallationFinder(environment, null, ""),
				"The packages in " + environment + " were installed for Python 3.11, but", "CPython 3.11.");
	}

	@Test
	void packagesOfAnotherVersionThanTheHome() throws IOException {
		python(this.home, "3.13.5");
		Path environment = Files.createDirectories(this.directory.resolve("venv"));
		Files.createDirectories(environment.resolve("lib/python3.12/site-packages"));
		assertFailure(new InstallationFinder(environment, this.home, ""), "were installed for Python 3.12, but",
				"-m venv");
	}

	@Test
	void virtualEnvironmentThatHasLostItsPython() throws IOException {
		Path environment = virtualEnvironment("3.11.2");
		assertFailure(new InstallationFinder(environment, null, ""),
				"has lost its Python: it was made for the one in /opt/python/bin, version 3.11.",
				"make the environment anew");
	}

	@Test
	void executableThatFails() throws IOException {
		Path file = this.home.resolve("python3");
		executable(file, "echo it is broken; exit 1");
		assertFailure(new InstallationFinder(null, this.home, ""), "does not run: it is broken.", "Install it anew");
	}

	@Test
	void libraryThatIsNone() throws IOException {
		library("libpython3.13.so.1.0");
		python(this.home, "3.13.5");
		PythonInstallation found = new InstallationFinder(null, this.home, "").find();
		assertThatExceptionOfType(PythonUnavailableException.class)
			.isThrownBy(() -> NativeLibrary.load(found.library()))
			.withMessageContaining("cannot be loaded")
			.satisfies((ex) -> assertThat(ex.getAction()).contains("was built for this system and architecture"));
	}

	private static void assertFailure(InstallationFinder finder, String message, String action) {
		assertThatExceptionOfType(PythonUnavailableException.class).isThrownBy(finder::find)
			.withMessageContaining(message)
			.satisfies((ex) -> assertThat(ex.getAction()).contains(action));
	}

	private Path library(String name) throws IOException {
		Path file = this.home.resolve("lib").resolve(name);
		Files.createDirectories(file.getParent());
		return Files.writeString(file, "no library");
	}

	private Path virtualEnvironment(String version) throws IOException {
		Path environment = Files.createDirectories(this.directory.resolve("venv"));
		Files.writeString(environment.resolve("pyvenv.cfg"),
				"home = /opt/python/bin\ninclude-system-site-packages = false\nversion = " + version + "\n");
		return environment;
	}

	private Path python(Path prefix, String version, String... answers) throws IOException {
		Path file = prefix.resolve("bin/python3");
		Files.createDirectories(file.getParent());
		StringBuilder script = new StringBuilder();
		String[] usual = { "implementation=CPython", "version=" + version, "executable=" + file, "prefix=" + prefix,
				"base-prefix=" + this.home, "pointer-size=8", "machine=" + System.getProperty("os.arch"),
				"LIBDIR=" + this.home.resolve("lib") };
		for (String line : usual) {
			script.append("echo '").append(line).append("'\n");
		}
		for (String line : answers) {
			script.append("echo '").append(line).append("'\n");
		}
		return executable(file, script.toString());
	}

	private static Path executable(Path file, String script) throws IOException {
		Files.writeString(file, "#!/bin/sh\n" + script);
		return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
	}

}
