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

package io.wsgi.maven;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PythonPackages}.
 *
 * @author wsgi-spring-boot contributors
 */
class PythonPackagesTests {

	private static final String PINNED = "flask==3.1.3\n";

	private static final String HASHED = "flask==3.1.3 \\\n    --hash=sha256:0f\n";

	@TempDir
	private Path temporary;

	private Path cache;

	private Path directory;

	private final List<List<String>> runs = new ArrayList<>();

	private final List<String> asked = new ArrayList<>();

	private final List<String> log = new ArrayList<>();

	@BeforeEach
	void createDirectories() {
		this.cache = this.temporary.resolve("cache");
		this.directory = this.temporary.resolve("target/site-packages");
	}

	@Test
	void packagesAreInstalledAndNothingIsDoneUntilTheRequirementsChange() throws Exception {
		assertThat(install(PINNED, this.directory)).isTrue();
		assertThat(this.directory.resolve("package/module.py")).hasContent(PINNED);
		assertThat(install(PINNED, this.directory)).isFalse();
		assertThat(this.runs).hasSize(1);
		Files.writeString(this.directory.resolve("package/left_over.py"), "");
		assertThat(install("flask==3.1.4\n", this.directory)).isTrue();
		assertThat(this.directory.resolve("package/module.py")).hasContent("flask==3.1.4\n");
		assertThat(this.directory.resolve("package/left_over.py")).doesNotExist();
		assertThat(this.runs).hasSize(2);
	}

	@Test
	void packagesWithHashesAreKeptForOtherBuildsAsTheyAre() throws Exception {
		install(HASHED, this.directory);
		Path other = this.temporary.resolve("other");
		assertThat(install(HASHED, other)).isTrue();
		assertThat(this.runs).hasSize(1);
		assertThat(other.resolve("package/module.py")).hasContent(HASHED);
		assertThat(Files.getLastModifiedTime(other.resolve("package/module.py")))
			.isEqualTo(Files.getLastModifiedTime(this.directory.resolve("package/module.py")));
	}

	@Test
	void packagesWithoutHashesMayBeOthersNextTimeAndAreNotKept() throws Exception {
		install(PINNED, this.directory);
		install(PINNED, this.temporary.resolve("other"));
		assertThat(this.runs).hasSize(2);
		assertThat(this.cache).doesNotExist();
	}

	@Test
	void filesThatTheRequirementsReferToCount() throws Exception {
		Path included = Files.createDirectories(this.temporary.resolve("more")).resolve("base.txt");
		Files.writeString(included, HASHED + "-c ../pins.txt\n");
		Path pins = Files.writeString(this.temporary.resolve("pins.txt"), "-r requirements.txt\nclick==8.3.1\n");
		String requirements = "--requirement=more/base.txt  # all\n-r https://localhost/other.txt\n";
		install(requirements, this.directory);
		assertThat(install(requirements, this.directory)).isFalse();
		assertThat(this.runs).singleElement().asInstanceOf(InstanceOfAssertFactories.LIST).contains("--no-deps");
		Files.writeString(pins, "click==8.5.1\n");
		assertThat(install(requirements, this.directory)).isTrue();
	}

	@Test
	void packagesOfAnotherPythonAreOthers() throws Exception {
		install(HASHED, this.directory);
		new PythonPackages(List.of(this::pip), this.cache, "3.13", NativePackages.NONE, this.log::add)
			.install(requirements(HASHED), this.directory);
		assertThat(this.runs).hasSize(2);
		assertThat(this.runs.get(0)).contains("--python-version=3.12");
		assertThat(this.runs.get(1)).contains("--python-version=3.13");
	}

	@Test
	void onlyAListWithHashesIsTakenForComplete() throws Exception {
		install(PINNED, this.directory);
		install(HASHED, this.directory);
		assertThat(this.runs.get(0)).doesNotContain("--no-deps").contains("--only-binary=:all:");
		assertThat(this.runs.get(1)).contains("--no-deps", "--only-binary=:all:");
	}

	@Test
	void theNextPipIsTriedInAnEmptyDirectory() throws Exception {
		new PythonPackages(List.of((arguments) -> {
			pip(arguments);
			target(arguments).resolve("package/module.py")
				.toFile()
				.renameTo(target(arguments).resolve("half").toFile());
			throw new PipException("no");
		}, this::pip), this.cache, "3.12", NativePackages.NONE, this.log::add).install(requirements(PINNED),
				this.directory);
		assertThat(this.directory.resolve("package/module.py")).exists();
		assertThat(this.directory.resolve("half")).doesNotExist();
		assertThat(this.log).containsExactly("no");
	}

	@Test
	void whatEachPipSaidIsToldAndTheNextBuildTriesAgain() throws Exception {
		PythonPackages packages = new PythonPackages(List.of(failing("no such file"), failing("no such version")),
				this.cache, "3.12", NativePackages.NONE, this.log::add);
		for (String requirements : List.of(PINNED, HASHED)) {
			assertThatExceptionOfType(PipException.class)
				.isThrownBy(() -> packages.install(requirements(requirements), this.directory))
				.withMessage("no such file\nno such version");
			assertThat(this.directory).doesNotExist();
			assertThat(install(requirements, this.directory)).isTrue();
			new DirectoryTree(this.directory).delete();
		}
	}

	@Test
	void packagesThatAnotherBuildHasKeptMeanwhileAreTaken() throws Exception {
		new PythonPackages(List.of((arguments) -> {
			pip(arguments);
			install(HASHED, this.temporary.resolve("other"));
		}), this.cache, "3.12", NativePackages.NONE, this.log::add).install(requirements(HASHED), this.directory);
		assertThat(this.directory.resolve("package/module.py")).hasContent(HASHED);
		try (Stream<Path> kept = Files.list(this.cache)) {
			assertThat(kept).hasSize(1);
		}
	}

	@Test
	void wheelsForGraalPyTakeThePlaceOfThoseThatAreNamed() throws Exception {
		NativePackages nativePackages = NativePackages.of(List.of("Pydantic-Core"), "25.0.3", "3.12", "amd64");
		PythonPackages packages = new PythonPackages(List.of(this::pip), this.cache, "3.12", nativePackages,
				this.log::add);
		packages.install(requirements("fastapi\n"), this.directory);
		assertThat(this.runs).hasSize(2);
		assertThat(this.runs.get(1)).contains("--implementation=graalpy", "--abi=graalpy250_312_native",
				"--platform=manylinux2014_x86_64", "--no-deps", "--upgrade", "--target=" + this.directory);
		assertThat(this.asked).containsExactly("fastapi\n", "Pydantic-Core==2.50.4\n");
		packages.install(requirements("fastapi\n"), this.directory);
		assertThat(this.runs).hasSize(2);
		assertThat(install("fastapi\n", this.directory)).isTrue();
	}

	@Test
	void wheelsForGraalPyHaveToHaveAHashToo() throws Exception {
		NativePackages nativePackages = NativePackages.of(List.of("pydantic-core"), "25.0.3", "3.12", "aarch64");
		PythonPackages packages = new PythonPackages(List.of(this::pip), this.cache, "3.12", nativePackages,
				this.log::add);
		String line = "pydantic_core==2.50.4 \\\n    --hash=sha256:0f \\\n    --hash=sha256:1f\n";
		packages.install(requirements("fastapi==1 --hash=sha256:2f\n" + line + "starlette==1 --hash=sha256:3f\n"),
				this.directory);
		assertThat(this.asked.get(1)).isEqualTo(line);
		assertThat(this.runs.get(1)).contains("--platform=manylinux_2_28_aarch64");
		assertThatExceptionOfType(PipException.class)
			.isThrownBy(() -> packages.install(requirements(HASHED), this.directory))
			.withMessageContaining(
					"pydantic-core, of which the wheel for GraalPy is wanted, is not in the requirements");
	}

	private boolean install(String requirements, Path directory) throws PipException, InterruptedException {
		try {
			return new PythonPackages(List.of(this::pip), this.cache, "3.12", NativePackages.NONE, this.log::add)
				.install(requirements(requirements), directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Requirements requirements(String content) throws IOException {
		return Requirements.read(Files.writeString(this.temporary.resolve("requirements.txt"), content));
	}

	private void pip(List<String> arguments) {
		this.runs.add(arguments);
		try {
			Path module = target(arguments).resolve("package/module.py");
			Files.createDirectories(module.getParent());
			Files.copy(Path.of(value(arguments, "--requirement=")), module, StandardCopyOption.REPLACE_EXISTING);
			Files.createDirectories(target(arguments).resolve("pydantic_core-2.50.4.dist-info"));
			this.asked.add(Files.readString(module));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Pip failing(String message) {
		return (arguments) -> {
			throw new PipException(message);
		};
	}

	private static Path target(List<String> arguments) {
		return Path.of(value(arguments, "--target="));
	}

	private static String value(List<String> arguments, String option) {
		return arguments.stream()
			.filter((argument) -> argument.startsWith(option))
			.findFirst()
			.orElseThrow()
			.substring(option.length());
	}

}
