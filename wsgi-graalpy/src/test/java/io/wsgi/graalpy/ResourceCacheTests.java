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

package io.wsgi.graalpy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ResourceCache}.
 *
 * @author wsgi-spring-boot contributors
 */
class ResourceCacheTests {

	private final Properties properties = new Properties();

	@TempDir
	private Path directory;

	@Test
	void homeThatCanBeWrittenToIsUsed() {
		assertThat(choose(this.directory.resolve("to/be/made").toString())).isNull();
	}

	@Test
	void whatIsUnpackedInTheHomeIsUsed() throws Exception {
		Files.createDirectories(this.directory.resolve(".cache/org.graalvm.polyglot"));
		assertThat(choose(this.directory.toString())).isNull();
	}

	@Test
	void userWithoutAHomeGetsTheCacheDirectory() {
		assertThat(choose("?")).isEqualTo("/cache/graalpy");
	}

	@Test
	void userWhoseHomeCannotBeWrittenToGetsTheCacheDirectory() {
		assertThat(choose("/proc/self/nobody")).isEqualTo("/cache/graalpy");
	}

	@Test
	void whatSomebodyHasChosenCounts() {
		this.properties.setProperty("polyglot.engine.userResourceCache", "/own");
		assertThat(choose("?")).isEqualTo("/own");
	}

	@Test
	void whatWasUnpackedBeforeCounts() {
		this.properties.setProperty("polyglot.engine.resourcePath", "/unpacked");
		assertThat(choose("?")).isNull();
	}

	private String choose(String home) {
		this.properties.setProperty("user.home", home);
		new ResourceCache(this.properties).choose(() -> Path.of("/cache"));
		return this.properties.getProperty(ResourceCache.PROPERTY);
	}

}
