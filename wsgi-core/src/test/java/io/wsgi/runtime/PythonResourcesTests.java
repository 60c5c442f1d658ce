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

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PythonResources}.
 *
 * @author wsgi-spring-boot contributors
 */
class PythonResourcesTests {

	private static final String NAME = "python-resources-of-a-test";

	@TempDir
	private Path temporary;

	@Test
	void nothingIsFoundWhereThereIsNothing() throws Exception {
		assertThat(locate(Files.createDirectory(this.temporary.resolve("empty")))).isEmpty();
	}

	@Test
	void directoryIsUsedWhereItIs() throws Exception {
		Path root = this.temporary.resolve("classes with space");
		Path packaged = Files.createDirectories(root.resolve(NAME));
		assertThat(locate(root)).containsExactly(packaged);
		assertThat(cache()).doesNotExist();
	}

	@Test
	void jarIsUnpacked() throws Exception {
		Path jar = jar("a.jar", NAME + "/", "", NAME + "/package/module.py", "x = 1", NAME + "/top.py", "",
				"other/file.py", "");
		assertThat(locate(jar)).singleElement().satisfies((directory) -> {
			assertThat(directory).hasParent(cache());
			assertThat(directory.resolve("package/module.py")).hasContent("x = 1");
			assertThat(directory.resolve("top.py")).isEmptyFile();
			try (Stream<Path> files = Files.walk(directory)) {
				assertThat(files.filter(Files::isRegularFile)).hasSize(2);
			}
		});
	}

	@Test
	void directoriesAreInTheOrderOfTheClassPath() throws Exception {
		Path first = jar("first.jar", NAME + "/", "", NAME + "/a.py", "");
		Path second = Files.createDirectories(this.temporary.resolve("classes").resolve(NAME));
		Path third = jar("third.jar", NAME + "/", "", NAME + "/b.py", "");
		List<Path> located = locate(first, second.getParent(), third);
		assertThat(located).hasSize(3);
		assertThat(located.get(0).resolve("a.py")).exists();
		assertThat(located.get(1)).isEqualTo(second);
		assertThat(located.get(2).resolve("b.py")).exists();
	}

	@Test
	void jarIsUnpackedOnce() throws Exception {
		Path jar = jar("a.jar", NAME + "/", "", NAME + "/module.py", "x = 1");
		Path directory = locate(jar).get(0);
		FileTime mark = FileTime.fromMillis(1);
		Files.setLastModifiedTime(directory.resolve("module.py"), mark);
		assertThat(locate(jar)).containsExactly(directory);
		assertThat(Files.getLastModifiedTime(directory.resolve("module.py"))).isEqualTo(mark);
	}

	@Test
	void sameContentInAnotherJarIsUnpackedOnce() throws Exception {
		Path directory = locate(jar("a.jar", NAME + "/", "", NAME + "/module.py", "x = 1")).get(0);
		assertThat(locate(jar("b.jar", NAME + "/", "", NAME + "/module.py", "x = 1"))).containsExactly(directory);
	}

	@Test
	void otherContentIsUnpackedElsewhere() throws Exception {
		Path before = locate(jar("a.jar", NAME + "/", "", NAME + "/module.py", "x = 1")).get(0);
		Path after = locate(jar("b.jar", NAME + "/", "", NAME + "/module.py", "x = 2")).get(0);
		assertThat(after).isNotEqualTo(before);
		assertThat(before.resolve("module.py")).hasContent("x = 1");
		assertThat(after.resolve("module.py")).hasContent("x = 2");
	}

	@Test
	void severalAtATimeGetTheSameCompleteDirectory() throws Exception {
		String[] entries = new String[402];
		entries[0] = NAME + "/";
		entries[1] = "";
		for (int i = 2; i < entries.length; i += 2) {
			entries[i] = NAME + "/module" + i + ".py";
			entries[i + 1] = "x = " + i;
		}
		Path jar = jar("a.jar", entries);
		int parties = 4;
		CyclicBarrier barrier = new CyclicBarrier(parties);
		Callable<Path> unpacking = () -> {
			barrier.await();
			Path directory = locate(jar).get(0);
			try (Stream<Path> files = Files.list(directory)) {
				assertThat(files).hasSize(200);
			}
			return directory;
		};
		try (ExecutorService executor = Executors.newFixedThreadPool(parties)) {
			List<Future<Path>> located = executor.invokeAll(List.of(unpacking, unpacking, unpacking, unpacking));
			assertThat(located).map(Future::get).containsOnly(located.get(0).get());
		}
		try (Stream<Path> left = Files.list(cache())) {
			assertThat(left).hasSize(1);
		}
	}

	private List<Path> locate(Path... classPath) throws IOException {
		URL[] urls = new URL[classPath.length];
		for (int i = 0; i < urls.length; i++) {
			urls[i] = classPath[i].toUri().toURL();
		}
		try (URLClassLoader classLoader = new URLClassLoader(urls, null)) {
			return new PythonResources(classLoader, cache()).locate(NAME);
		}
	}

	private Path cache() {
		return this.temporary.resolve("cache");
	}

	private Path jar(String name, String... namesAndContents) throws IOException {
		Path jar = this.temporary.resolve(name);
		try (OutputStream file = Files.newOutputStream(jar); JarOutputStream output = new JarOutputStream(file)) {
			for (int i = 0; i < namesAndContents.length; i += 2) {
				output.putNextEntry(new JarEntry(namesAndContents[i]));
				output.write(namesAndContents[i + 1].getBytes());
				output.closeEntry();
			}
		}
		return jar;
	}

}
