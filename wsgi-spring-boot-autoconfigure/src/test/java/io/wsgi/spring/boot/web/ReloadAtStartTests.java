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
import java.nio.file.Path;

import io.wsgi.runtime.ApplicationLoadException;
import io.wsgi.testsupport.Edits;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for {@code wsgi.reload} with an application that is broken when the server
 * starts.
 *
 * @author wsgi-spring-boot contributors
 */
class ReloadAtStartTests {

	@TempDir
	private Path directory;

	@Test
	void brokenApplicationIsServedOnceItIsMended() throws IOException {
		Edits edits = new Edits(this.directory);
		edits.write("broken.py", "def app(environ, start_response:");
		edits.write("good.py", source("good"));
		try (WsgiServer server = WsgiServer.start("wsgi.app=broken:app", "wsgi.apps.good.app=good:app",
				"wsgi.apps.good.path=/good", "wsgi.python-path=" + this.directory, "wsgi.reload=true")) {
			RawResponse response = server.get("/");
			assertThat(response.status()).isEqualTo(500);
			assertThat(response.body()).contains("'broken' has a syntax error", "SyntaxError");
			assertThat(server.get("/good").body()).isEqualTo("good");
			assertThat(server.get("/actuator/health").status()).isEqualTo(503);
			edits.write("broken.py", source("mended"));
			Awaitility.await().until(() -> server.get("/").body(), (body) -> body.equals("mended"));
			assertThat(server.get("/actuator/health").status()).isEqualTo(200);
		}
	}

	@Test
	void settingThatNamesNoModuleEndsTheStart() {
		assertThatException().isThrownBy(
				() -> WsgiServer.start("wsgi.app=absent:app", "wsgi.python-path=" + this.directory, "wsgi.reload=true"))
			.withRootCauseInstanceOf(ApplicationLoadException.class);
	}

	private static String source(String text) {
		return """
				def app(environ, start_response):
				    start_response("200 OK", [("Content-Type", "text/plain")])
				    return [b"%s"]
				""".formatted(text);
	}

}
