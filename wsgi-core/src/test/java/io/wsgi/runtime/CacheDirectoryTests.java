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

import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CacheDirectory}.
 *
 * @author wsgi-spring-boot contributors
 */
class CacheDirectoryTests {

	@TempDir
	private Path directory;

	@Test
	void configuredDirectoryIsCreated() {
		Path configured = this.directory.resolve("a/b");
		assertThat(CacheDirectory.of(configured)).isEqualTo(configured).isDirectory();
	}

	@Test
	void configuredDirectoryMayExist() {
		assertThat(CacheDirectory.of(this.directory)).isEqualTo(this.directory);
	}

	@Test
	void relativeDirectoryIsMadeAbsolute() {
		assertThat(CacheDirectory.of(Path.of("target/./cache-directory"))).isAbsolute()
			.isNormalized()
			.isDirectory()
			.isEqualTo(Path.of("target/cache-directory").toAbsolutePath());
	}

	@Test
	void directoryThatCannotBeCreatedIsRefused() throws Exception {
		Path file = Files.createFile(this.directory.resolve("file"));
		assertThatExceptionOfType(UncheckedIOException.class)
			.isThrownBy(() -> CacheDirectory.of(file.resolve("below")));
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> CacheDirectory.of(file));
	}

	@Test
	void readOnlyDirectoryIsTakenIfAnEarlierStartFilledIt() throws Exception {
		try (FileSystem files = readOnly("filled/bytecode/", "empty/")) {
			assertThat(CacheDirectory.of(files.getPath("/filled"))).hasToString("/filled");
			assertThatExceptionOfType(UncheckedIOException.class)
				.isThrownBy(() -> CacheDirectory.of(files.getPath("/empty")))
				.withMessageContaining("/empty is not writable");
		}
	}

	// Root may write to all directories, but not to those of an archive that is read-only
	private FileSystem readOnly(String... directories) throws Exception {
		Path archive = this.directory.resolve("directories.zip");
		try (ZipOutputStream content = new ZipOutputStream(Files.newOutputStream(archive))) {
			for (String directory : directories) {
				content.putNextEntry(new ZipEntry(directory));
			}
		}
		return FileSystems.newFileSystem(archive, Map.of("accessMode", "readOnly"));
	}

	@Test
	void directoryOfTheUserIsInTheirCacheDirectory() {
		assertThat(CacheDirectory.userCache("/var/cache/me", "/home/me")).isEqualTo(Path.of("/var/cache/me"));
		assertThat(CacheDirectory.userCache(null, "/home/me")).isEqualTo(Path.of("/home/me/.cache"));
		assertThat(CacheDirectory.userCache("", "/home/me")).isEqualTo(Path.of("/home/me/.cache"));
	}

	@Test
	void relativeDirectoryOfTheUserIsIgnored() {
		// Says the XDG Base Directory Specification
		assertThat(CacheDirectory.userCache("cache", "/home/me")).isEqualTo(Path.of("/home/me/.cache"));
	}

	@Test
	void userWithoutHomeHasATemporaryDirectory() {
		// What the JVM says when the user has no entry in /etc/passwd
		assertThat(CacheDirectory.ofUser(null, "?")).isDirectory().isWritable().isAbsolute();
		assertThat(Path.of("?")).doesNotExist();
	}

	@Test
	void userWhoseHomeIsNotWritableHasATemporaryDirectory() throws Exception {
		Path file = Files.createFile(this.directory.resolve("file"));
		Path temporary = CacheDirectory.ofUser(null, file.toString());
		assertThat(temporary).isDirectory().isWritable();
		assertThat(temporary.startsWith(this.directory)).isFalse();
	}

	@Test
	void userWithHomeHasOurDirectoryInIt() {
		assertThat(CacheDirectory.ofUser(null, this.directory.toString()))
			.isEqualTo(this.directory.resolve(".cache/wsgi-spring-boot"))
			.isDirectory();
	}

}
