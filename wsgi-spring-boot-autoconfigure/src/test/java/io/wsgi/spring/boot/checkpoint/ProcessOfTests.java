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

package io.wsgi.spring.boot.checkpoint;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Leaves alone what is that of all tests: standard input, and a heap whose garbage takes
 * many seconds to collect.
 *
 * @author wsgi-spring-boot contributors
 */
@Configuration(proxyBeanMethods = false)
class ProcessOfTests {

	@Bean
	CheckpointControl control(Checkpoint checkpoint) {
		return new CheckpointControl(checkpoint, Path.of(System.getProperty("java.io.tmpdir")), Path.of("/dev/null"),
				InputStream.nullInputStream(), CheckpointControl.Ending.JVM);
	}

	@Bean
	CountingMemory memory() {
		return new CountingMemory();
	}

	/**
	 * Counts how often it was to shrink.
	 */
	static final class CountingMemory implements Memory {

		private final AtomicInteger shrunk = new AtomicInteger();

		@Override
		public void shrink() {
			this.shrunk.incrementAndGet();
		}

		int shrunk() {
			return this.shrunk.get();
		}

	}

}
