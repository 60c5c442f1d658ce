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

package io.wsgi.spring.boot.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import ch.qos.logback.classic.Level;
import io.wsgi.testsupport.CapturedLog;
import io.wsgi.testsupport.TestPython;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for native modules that requests import when two workers serve: the first worker
 * that asks gets them, and the other one goes on without.
 *
 * @author wsgi-spring-boot contributors
 */
@Tag("native-modules")
class LateNativeModuleTests {

	private static final String SENTENCE = "the native module '_testmultiphase' (imported by late_site, worker) is "
			+ "not available here: native modules work in one worker of a JVM, and another one has loaded some already";

	private static final String LIBRARY_SENTENCE = "the library 'libm.so.6' (opened by ctypes, late_site, worker) is not "
			+ "available here: native modules work in one worker of a JVM, and another one has loaded some already";

	@Test
	void requestsThatCannotHaveThemFailWithTheReasonAndNothingElseDoes(@TempDir Path gates) throws IOException {
		Path sources = Path.of("src/test/python/alike");
		// The log comes second, because the start of an application sets logging up
		try (WsgiServer server = WsgiServer.start("wsgi.app=late_site:app", "wsgi.python-path=" + sources,
				"wsgi.workers=2", "wsgi.threads=1", "wsgi.queue-timeout=10m");
				CapturedLog log = new CapturedLog(Level.INFO)) {
			HeldWorker owner;
			try (HeldWorker other = HeldWorker.hold(server, gates.resolve("first"))) {
				assertThat(HeldWorker.free(server)).isNotEqualTo(other.name());
				ownerHasThem(server);
				owner = HeldWorker.hold(server, gates.resolve("second"));
			}
			log.take();
			try (owner) {
				otherHasNot(server);
			}
			List<CapturedLog.Line> lines = log.take();
			assertThat(lines).filteredOn((line) -> line.level().equals("WARN"))
				.extracting(CapturedLog.Line::text)
				.satisfiesExactly(
						(text) -> assertThat(text).isEqualTo("The native module _testmultiphase <- late_site <- worker "
								+ "cannot be loaded in a second worker"),
						(text) -> assertThat(text).startsWith("The native module pyexpat <- late_site <- ")
							.endsWith(" cannot be loaded in a second worker"),
						(text) -> assertThat(text)
							.isEqualTo("The native module libm.so.6 <- ctypes <- late_site <- worker "
									+ "cannot be loaded in a second worker"));
			assertThat(lines).filteredOn((line) -> line.text().contains("ImportError: " + SENTENCE)).hasSize(2);
		}
	}

	private void ownerHasThem(WsgiServer server) throws IOException {
		assertThat(server.get("/extension").body()).isEqualTo("42");
		assertThat(server.get("/caught").body()).isEqualTo("42");
		// Those of CPython, and of the native module behind the stand-in
		assertThat(server.get("/xml").body())
			.isEqualTo(Files.readString(TestPython.sources("alike").resolve("xml.txt")).strip());
		assertThat(server.get("/constants").body()).isEqualTo("True [] ['expat_CAPI']");
		assertThat(server.get("/library").body()).isEqualTo("1.0");
		assertThat(server.get("/library").body()).isEqualTo("1.0");
	}

	private void otherHasNot(WsgiServer server) throws IOException {
		assertThat(server.get("/hello").body()).isEqualTo("hello");
		assertThat(server.get("/extension").status()).isEqualTo(500);
		assertThat(server.get("/extension").status()).isEqualTo(500);
		assertThat(server.get("/caught").body()).isEqualTo(SENTENCE);
		assertThat(server.get("/xml").status()).isEqualTo(500);
		assertThat(server.get("/xml").status()).isEqualTo(500);
		assertThat(server.get("/library").body()).isEqualTo(LIBRARY_SENTENCE);
		assertThat(server.get("/library").body()).isEqualTo(LIBRARY_SENTENCE);
		assertThat(server.get("/hello").body()).isEqualTo("hello");
	}

}
