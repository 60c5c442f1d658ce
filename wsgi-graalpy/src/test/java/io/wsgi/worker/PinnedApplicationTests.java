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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for applications with native modules, in the only interpreter of the JVM that can
 * have them.
 *
 * @author wsgi-spring-boot contributors
 */
@Tag("native-modules")
class PinnedApplicationTests {

	private static final AtomicInteger edits = new AtomicInteger();

	private static final String HOOKS = """
			import os


			def worker_exit(server, worker):
			    with open(os.path.join(os.environ["EVENTS"], "exits"), "a") as exits:
			        exits.write("worker_exit\\n")
			""";

	@TempDir
	private static Path sources;

	private static TestPool pool;

	private static int generation = 1;

	@BeforeAll
	static void startPool() {
		write("pure/__init__.py", "");
		write("site_app.py", """
				import json
				import os
				import sys
				import time

				import _testmultiphase
				import state
				from pure import part
				from spaced import text as spaced_text

				time.sleep(0.2)
				state.complete = True


				def app(environ, start_response):
				    path = environ["PATH_INFO"]
				    if path == "/hold":
				        directory = os.environ["EVENTS"]
				        open(os.path.join(directory, "entered"), "w").close()
				        while not os.path.exists(os.path.join(directory, "gate")):
				            time.sleep(0.01)
				    import state
				    assert state.complete
				    if path == "/native":
				        text = str(_testmultiphase.foo(6, 36))
				    elif path == "/kept":
				        text = " ".join(str(id(module)) for module in (json, _testmultiphase))
				    elif path == "/modules":
				        modules = [sys.modules[name] for name in ("site_app", "pure", "pure.part")]
				        text = " ".join(str(id(module)) for module in modules)
				    elif path == "/spaced":
				        text = spaced_text.VERSION
				    else:
				        text = part.VERSION
				    start_response("200 OK", [("Content-Type", "text/plain")])
				    return [text.encode()]
				""");
		write("state.py", "complete = False\n");
		write("spaced/text.py", "VERSION = 'first'\n");
		write("pinned_hooks.py", HOOKS);
		writeVersion("first");
		pool = TestPool.of("site_app:app", sources).environment("EVENTS", sources).hooks("pinned_hooks.py").start();
		assertThat(pool.call("/")).isEqualTo("first");
	}

	@AfterAll
	static void stopPool() {
		assertThat(pool.replacements()).isEmpty();
		assertThat(pool.pool().isBroken()).isFalse();
		assertThat(pool.pool().stop()).isTrue();
		assertThat(sources.resolve("exits")).hasContent("worker_exit");
	}

	@BeforeEach
	void serves() {
		assertThat(pool.call("/native")).isEqualTo("42");
	}

	@Test
	void nativeModulesAreKnownWithTheModulesThatLedToThem() {
		assertThat(pool.pool().nativeModules()).first().asString().isEqualTo("_testmultiphase <- site_app");
	}

	@Test
	void reloadImportsTheApplicationAnewAndKeepsTheRest() {
		String kept = pool.call("/kept");
		String[] modules = pool.call("/modules").split(" ");
		writeVersion("reloaded");
		assertThat(pool.pool().reload()).isEqualTo(++generation);
		assertThat(pool.call("/")).isEqualTo("reloaded");
		assertThat(pool.call("/kept")).isEqualTo(kept);
		assertThat(pool.call("/modules").split(" ")).hasSameSizeAs(modules).doesNotContain(modules);
		assertThat(pool.pool().size()).isOne();
	}

	@Test
	void reloadThatFailsLeavesEverythingAsItWas() {
		String before = pool.call("/");
		String kept = pool.call("/kept");
		String modules = pool.call("/modules");
		write("pure/part.py", "VERSION = (\n");
		ApplicationLoadException ex = catchThrowableOfType(ApplicationLoadException.class, pool.pool()::reload);
		assertThat(ex.getReason()).isEqualTo(ApplicationLoadException.Reason.SYNTAX_ERROR);
		assertThat(ex.getTraceback()).contains("part.py");
		write("pure/part.py", "import pure.part\nraise RuntimeError('broken edit')\n");
		ex = catchThrowableOfType(ApplicationLoadException.class, pool.pool()::reload);
		assertThat(ex.getTraceback()).endsWith("RuntimeError: broken edit");
		assertThat(pool.call("/")).isEqualTo(before);
		assertThat(pool.call("/kept")).isEqualTo(kept);
		assertThat(pool.call("/modules")).isEqualTo(modules);
		assertThat(pool.pool().generation()).isEqualTo(generation);
	}

	@Test
	void reloadWhoseHooksFailLeavesEverythingAsItWas() {
		String modules = pool.call("/modules");
		writeVersion("with broken hooks");
		write("pinned_hooks.py", "def worker_exit(server, worker):\n    pass\nraise RuntimeError('broken hooks')\n");
		ApplicationLoadException ex = catchThrowableOfType(ApplicationLoadException.class, pool.pool()::reload);
		assertThat(ex.getReason()).isEqualTo(ApplicationLoadException.Reason.HOOKS_FAILED);
		assertThat(pool.call("/modules")).isEqualTo(modules);
		write("pinned_hooks.py", HOOKS);
	}

	@Test
	void packageWithoutAnInitFileIsImportedAnew() {
		writeVersion("with another package");
		write("spaced/text.py", "VERSION = 'changed'\n");
		assertThat(pool.pool().reload()).isEqualTo(++generation);
		assertThat(pool.call("/spaced")).isEqualTo("changed");
	}

	@Test
	void callsWaitWhileTheApplicationIsImported() {
		writeVersion("imported slowly");
		AtomicBoolean end = new AtomicBoolean();
		CompletableFuture<Boolean> clients = TestPool.start(() -> {
			while (!end.get()) {
				pool.call("/");
			}
			return true;
		});
		assertThat(pool.pool().reload()).isEqualTo(++generation);
		end.set(true);
		assertThat(clients.join()).isTrue();
	}

	@Test
	void callInFlightFinishesInTheOldCode() {
		String before = pool.call("/");
		RecordedExchange held = pool.submit("/hold");
		TestPool.waitUntil(() -> Files.exists(sources.resolve("entered")));
		writeVersion("meanwhile");
		assertThat(pool.pool().reload()).isEqualTo(++generation);
		assertThat(pool.call("/")).isEqualTo("meanwhile");
		assertThat(held.isOver()).isFalse();
		TestPool.createFile(sources.resolve("gate"));
		assertThat(held.await().getResponse()).isEqualTo(before);
	}

	@Test
	void nativeModuleThatRequestImportsInAnotherWorkerIsAnImportError() {
		write("late.py", """
				def app(environ, start_response):
				    if environ["PATH_INFO"] == "/import":
				        try:
				            import _testmultiphase
				        except ImportError as failure:
				            text = f"{type(failure).__name__}: {failure.name}: {failure}"
				    else:
				        text = "served"
				    start_response("200 OK", [("Content-Type", "text/plain")])
				    return [text.encode()]
				""");
		try (TestPool other = TestPool.of("late:app", sources).start()) {
			String sentence = "ImportError: _testmultiphase: the native module '_testmultiphase' (imported by late) "
					+ "is not available here: native modules work in one worker of a JVM, and another one has loaded "
					+ "some already";
			assertThat(other.call("/import")).isEqualTo(sentence);
			assertThat(other.call("/import")).isEqualTo(sentence);
			assertThat(other.call("/")).isEqualTo("served");
			assertThat(other.pool().nativeModules()).isEmpty();
			assertThat(pool.call("/native")).isEqualTo("42");
		}
		ApplicationLoadException ex = catchThrowableOfType(ApplicationLoadException.class,
				() -> TestPool.of("site_app:app", sources).start());
		assertThat(ex).hasMessageContaining("native modules work in one worker of a JVM");
	}

	private static void writeVersion(String version) {
		write("pure/part.py", "VERSION = '" + version + "'\n");
	}

	private static void write(String name, String source) {
		try {
			Path file = sources.resolve(name);
			Files.createDirectories(file.getParent());
			Files.writeString(file, source);
			// Python recompiles what has another time, to the second, or another size
			Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L + edits.incrementAndGet() * 2000L));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
