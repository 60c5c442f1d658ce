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
import java.nio.file.attribute.FileTime;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WatchedFiles}.
 *
 * @author wsgi-spring-boot contributors
 */
class WatchedFilesTests {

	@TempDir
	private Path directory;

	private Path matched;

	private Path imported;

	private WatchedFiles files;

	@BeforeEach
	void createFiles() throws IOException {
		this.matched = Files.createFile(this.directory.resolve("matched.py"));
		this.imported = Files.createFile(this.directory.resolve("imported"));
		this.files = new WatchedFiles(List.of(FilePattern.pythonSources(this.directory)));
	}

	@Test
	void nothingHasChangedAtFirst() {
		this.files.importing(this.imported);
		assertThat(this.files.remember()).isEqualTo(2);
		assertThat(this.files.changes()).isEmpty();
	}

	@Test
	void newTimeIsOneChange() throws IOException {
		this.files.importing(this.imported);
		this.files.remember();
		touch(this.matched);
		assertThat(this.files.changes()).containsExactly(this.matched);
		assertThat(this.files.changes()).isEmpty();
		touch(this.imported);
		assertThat(this.files.changes()).containsExactly(this.imported);
		assertThat(this.files.changes()).isEmpty();
	}

	@Test
	void newSizeIsOneChange() throws IOException {
		this.files.remember();
		FileTime time = Files.getLastModifiedTime(this.matched);
		Files.writeString(this.matched, "x");
		Files.setLastModifiedTime(this.matched, time);
		assertThat(this.files.changes()).containsExactly(this.matched);
		assertThat(this.files.changes()).isEmpty();
	}

	@Test
	void fileThatComesOrGoesIsOneChange() throws IOException {
		this.files.importing(this.imported);
		this.files.remember();
		Path added = Files.createFile(this.directory.resolve("added.py"));
		assertThat(this.files.changes()).containsExactly(added);
		Files.delete(added);
		Files.delete(this.imported);
		assertThat(this.files.changes()).containsExactly(added, this.imported);
		assertThat(this.files.changes()).isEmpty();
		Files.createFile(this.imported);
		assertThat(this.files.changes()).containsExactly(this.imported);
		assertThat(this.files.changes()).isEmpty();
	}

	@Test
	void fileThatIsImportedLaterIsNoChange() throws IOException {
		this.files.remember();
		this.files.importing(this.imported);
		assertThat(this.files.changes()).isEmpty();
		touch(this.imported);
		this.files.importing(this.imported);
		assertThat(this.files.changes()).containsExactly(this.imported);
	}

	@Test
	void fileThatChangedAfterItWasImportedIsAChange() throws IOException {
		this.files.importing(this.matched);
		this.files.importing(this.imported);
		touch(this.matched);
		touch(this.imported);
		this.files.remember();
		assertThat(this.files.changes()).containsExactly(this.imported, this.matched);
		assertThat(this.files.changes()).isEmpty();
	}

	private static void touch(Path file) throws IOException {
		FileTime time = Files.getLastModifiedTime(file);
		Files.setLastModifiedTime(file, FileTime.fromMillis(time.toMillis() + 1));
	}

}
