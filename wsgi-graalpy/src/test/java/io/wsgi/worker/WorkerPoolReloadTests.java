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

package io.wsgi.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.wsgi.runtime.ApplicationLoadException;
import io.wsgi.testsupport.RecordedExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link WorkerPool#reload()} with real interpreters.
 *
 * @author wsgi-spring-boot contributors
 */
class WorkerPoolReloadTests {

	private static final AtomicInteger edits = new AtomicInteger();

	@TempDir
	private Path sources;

	private TestPool pool;

	@BeforeEach
	void startPool() {
		writeVersion("first");
		this.pool = TestPool.of("served:app", this.sources).environment("EVENTS", this.sources).start();
		assertThat(this.pool.call("/")).isEqualTo("first");
		assertThat(this.pool.pool().generation()).isOne();
	}

	@AfterEach
	void stopPool() {
		assertThat(this.pool.pool().stop()).isTrue();
		assertThatIllegalStateException().isThrownBy(() -> this.pool.pool().reload());
	}

	@Test
	void newCodeIsServedAndNoCallIsLost() {
		AtomicBoolean end = new AtomicBoolean();
		CompletableFuture<Boolean> clients = TestPool.start(() -> {
			TestPool.concurrently(4, (client) -> {
				while (!end.get()) {
					assertThat(this.pool.call("/")).isIn("first", "second", "third");
				}
			});
			return true;
		});
		writeVersion("second");
		assertThat(this.pool.pool().reload()).isEqualTo(2);
		assertThat(this.pool.call("/")).isEqualTo("second");
		writeVersion("third");
		assertThat(this.pool.pool().reload()).isEqualTo(3);
		assertThat(this.pool.call("/")).isEqualTo("third");
		end.set(true);
		assertThat(clients.join()).isTrue();
		assertThat(this.pool.replacements()).containsExactly("reload", "reload");
		assertThat(this.pool.pool().size()).isOne();
	}

	@Test
	void callInFlightFinishesInTheOldGenerationWhileTheNewOneServes() {
		RecordedExchange held = this.pool.submit("/hold");
		TestPool.waitUntil(() -> Files.exists(this.sources.resolve("entered")));
		writeVersion("second");
		CompletableFuture<Integer> reload = TestPool.start(this.pool.pool()::reload);
		TestPool.waitUntil(() -> this.pool.call("/").equals("second"));
		assertThat(held.isOver()).isFalse();
		TestPool.createFile(this.sources.resolve("gate"));
		assertThat(held.await().getResponse()).isEqualTo("first");
		assertThat(reload.join()).isEqualTo(2);
	}

	@Test
	void brokenEditKeepsTheOldGenerationAndIsReported() {
		write("version.py", "VERSION = (\n");
		ApplicationLoadException ex = reloadFails();
		assertThat(ex.getReason()).isEqualTo(ApplicationLoadException.Reason.SYNTAX_ERROR);
		assertThat(ex.getTraceback()).contains("version.py", "SyntaxError");
		assertThat(this.pool.pool().lastFailure()).isSameAs(ex);
		assertThat(this.pool.call("/")).isEqualTo("first");
		write("version.py", "raise RuntimeError('broken ' + 'edit')\n");
		ex = reloadFails();
		assertThat(ex.getReason()).isEqualTo(ApplicationLoadException.Reason.IMPORT_FAILED);
		assertThat(ex.getTraceback()).contains("version.py", "line 1").endsWith("RuntimeError: broken edit");
		assertThat(this.pool.call("/")).isEqualTo("first");
		assertThat(this.pool.pool().generation()).isOne();
		assertThat(this.pool.pool().size()).isOne();
		writeVersion("corrected");
		assertThat(this.pool.pool().reload()).isEqualTo(2);
		assertThat(this.pool.pool().lastFailure()).isNull();
		assertThat(this.pool.call("/")).isEqualTo("corrected");
		assertThat(this.pool.replacements()).containsExactly("reload");
	}

	@Test
	void stopDuringReloadFinishesTheCallsInFlightOfTheOldGeneration() {
		RecordedExchange held = this.pool.submit("/hold");
		TestPool.waitUntil(() -> Files.exists(this.sources.resolve("entered")));
		writeVersion("second");
		CompletableFuture<Integer> reload = TestPool.start(this.pool.pool()::reload);
		CompletableFuture<Integer> further = TestPool.start(this.pool.pool()::reload);
		TestPool.waitUntil(() -> this.pool.call("/").equals("second"));
		CompletableFuture<Boolean> stop = TestPool.start(this.pool.pool()::stop);
		TestPool.waitUntil(() -> !this.pool.pool().isRunning());
		assertThat(held.isOver()).isFalse();
		TestPool.createFile(this.sources.resolve("gate"));
		assertThat(held.await().getResponse()).isEqualTo("first");
		assertThat(stop.join()).isTrue();
		assertThat(reload.handle((generation, ex) -> true).join()).isTrue();
		assertThat(further.handle((generation, ex) -> true).join()).isTrue();
	}

	private ApplicationLoadException reloadFails() {
		return catchThrowableOfType(ApplicationLoadException.class, this.pool.pool()::reload);
	}

	private void writeVersion(String version) {
		write("version.py", "VERSION = '" + version + "'\n");
		write("served.py", """
				import os
				import time

				from version import VERSION


				def app(environ, start_response):
				    if environ["PATH_INFO"] == "/hold":
				        directory = os.environ["EVENTS"]
				        open(os.path.join(directory, "entered"), "w").close()
				        while not os.path.exists(os.path.join(directory, "gate")):
				            time.sleep(0.01)
				    start_response("200 OK", [("Content-Type", "text/plain")])
				    return [VERSION.encode()]
				""");
	}

	private void write(String name, String source) {
		try {
			Path file = this.sources.resolve(name);
			Files.writeString(file, source);
			// Python recompiles what has another time, to the second, or another size
			Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L + edits.incrementAndGet() * 2000L));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
