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

package io.wsgi.reload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link FilePattern}.
 *
 * @author wsgi-spring-boot contributors
 */
class FilePatternTests {

	@TempDir
	private Path directory;

	@BeforeEach
	void createFiles() throws IOException {
		for (String name : List.of("app.py", "site.toml", "pages/index.html", "pages/deep/down/item.html",
				"pages/deep/item.txt", "package/module.py", ".git/hook.py", "__pycache__/app.py",
				"node_modules/tool/tool.py", "lib/site-packages/flask.py", "environment/pyvenv.cfg",
				"environment/code.py")) {
			Path file = this.directory.resolve(name);
			Files.createDirectories(file.getParent());
			Files.createFile(file);
		}
	}

	@Test
	void pythonSourcesAreThoseOfTheApplication() throws IOException {
		Path elsewhere = Files.createDirectory(this.directory.resolveSibling(this.directory.getFileName() + "-linked"));
		Files.createFile(elsewhere.resolve("linked.py"));
		Files.createSymbolicLink(this.directory.resolve("link"), elsewhere);
		Files.createSymbolicLink(this.directory.resolve("package/loop"), this.directory);
		assertThat(found(FilePattern.pythonSources(this.directory))).containsExactly("app.py", "link/linked.py",
				"package/module.py");
	}

	@Test
	void directoryThatIsNamedIsNotPassedOver() {
		assertThat(found(FilePattern.pythonSources(this.directory.resolve("lib/site-packages"))))
			.containsExactly("lib/site-packages/flask.py");
		assertThat(found(".git")).containsExactly(".git/hook.py");
		assertThat(found("environment/*.py")).containsExactly("environment/code.py");
	}

	@Test
	void fileIsFound() {
		assertThat(found("site.toml")).containsExactly("site.toml");
		assertThat(found("missing.toml")).isEmpty();
	}

	@Test
	void allFilesOfDirectoryAreFound() {
		assertThat(found("pages")).containsExactly("pages/deep/down/item.html", "pages/deep/item.txt",
				"pages/index.html");
	}

	@Test
	void globIsFound() {
		assertThat(found("*.toml")).containsExactly("site.toml");
		assertThat(found("pages/*.html")).containsExactly("pages/index.html");
		assertThat(found("pages/*/item.*")).containsExactly("pages/deep/item.txt");
		assertThat(found("pages/**/*.html")).containsExactly("pages/deep/down/item.html", "pages/index.html");
		assertThat(found("pages/**")).hasSize(3);
		assertThat(found("**/ite?.{html,txt}")).containsExactly("pages/deep/down/item.html", "pages/deep/item.txt");
		assertThat(found("[p-q]ages/in*")).containsExactly("pages/index.html");
		assertThat(found("absent/**/*.html")).isEmpty();
	}

	@Test
	void patternIsRelativeToTheWorkingDirectory() {
		TreeSet<String> names = new TreeSet<>();
		FilePattern.of("src/main/java/**/FilePattern.java")
			.visit((file, attributes) -> names.add(file.getFileName().toString()));
		FilePattern.of("pom.*").visit((file, attributes) -> names.add(file.toString()));
		assertThat(names).containsExactly(Path.of("pom.xml").toAbsolutePath().toString(), "FilePattern.java");
	}

	@ParameterizedTest
	@ValueSource(strings = { "[a-", "{a,{b,c}}", "nul\0" })
	void patternThatCannotBeParsedIsRefused(String pattern) {
		assertThatIllegalArgumentException().isThrownBy(() -> FilePattern.of(pattern));
	}

	private List<String> found(String pattern) {
		return found(FilePattern.of(this.directory + "/" + pattern));
	}

	private List<String> found(FilePattern pattern) {
		TreeSet<String> names = new TreeSet<>();
		pattern.visit((file, attributes) -> names.add(this.directory.relativize(file).toString().replace('\\', '/')));
		return List.copyOf(names);
	}

}
