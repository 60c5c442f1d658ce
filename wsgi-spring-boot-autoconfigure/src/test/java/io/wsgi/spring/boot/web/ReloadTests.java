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
import java.util.function.Predicate;

import io.wsgi.testsupport.Edits;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code wsgi.reload}.
 *
 * @author wsgi-spring-boot contributors
 */
@ExtendWith(OutputCaptureExtension.class)
class ReloadTests {

	private static final String APPLICATION = """
			import os
			import sys

			from part import TEXT

			HERE = os.path.dirname(__file__)
			sys.path.append(os.path.join(HERE, ".outside"))

			def read(name):
			    path = os.path.join(HERE, name)
			    return open(path).read() if os.path.exists(path) else "none"

			CONTENTS = {
			    "/part": TEXT,
			    "/plugins": " ".join(sorted(os.listdir(os.path.join(HERE, "plugins")))),
			    "/settings": read("settings/site.toml") + " " + read("settings/deep/site.toml"),
			}

			def create_app():
			    return app

			def app(environ, start_response):
			    path = environ["PATH_INFO"]
			    if path == "/later":
			        import later
			        text = later.TEXT
			    else:
			        text = CONTENTS[path]
			    start_response("200 OK", [("Content-Type", "text/plain")])
			    return [text.encode()]
			""";

	@TempDir
	private static Path directory;

	private static Edits edits;

	private static WsgiServer server;

	@BeforeAll
	static void startServer() {
		edits = new Edits(directory);
		edits.write("site_app.py", APPLICATION);
		edits.write("part.py", "TEXT = 'first'");
		edits.write("plugins/mail.py", "");
		edits.write(".outside/later.py", "TEXT = 'later'");
		server = WsgiServer.start("wsgi.app=site_app:create_app()", "wsgi.python-path=" + directory, "wsgi.reload=true",
				"wsgi.reload-extra-files=" + directory + "/settings/**/*.toml",
				"management.endpoints.web.exposure.include=health,wsgi");
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@BeforeEach
	void mend() throws IOException {
		restore("site_app.py", APPLICATION);
		restore("part.py", "TEXT = 'first'");
		awaitBody("/part", "first");
	}

	private void restore(String name, String content) throws IOException {
		if (!Files.readString(directory.resolve(name)).equals(content)) {
			edits.write(name, content);
		}
	}

	@Test
	void changedFileIsServed() {
		edits.write("part.py", "TEXT = 'second'");
		awaitBody("/part", "second");
	}

	@Test
	void fileThatComesOrGoesIsNoticed() {
		edits.write("plugins/chat.py", "");
		awaitBody("/plugins", "chat.py mail.py");
		edits.delete("plugins/chat.py");
		awaitBody("/plugins", "mail.py");
	}

	@Test
	void extraFileIsNoticed() {
		edits.write("settings/deep/site.toml", "deep");
		awaitBody("/settings", "none deep");
		edits.write("settings/site.toml", "flat");
		awaitBody("/settings", "flat deep");
	}

	@Test
	void fileThatARequestImportsFromElsewhereIsNoticed() {
		awaitBody("/later", "later");
		edits.write(".outside/later.py", "TEXT = 'changed'");
		awaitBody("/later", "changed");
	}

	@Test
	void brokenEditIsShownUntilItIsMended(CapturedOutput output) throws IOException {
		assertIsShown("part.py", "TEXT = (", "SyntaxError: '(' was never closed");
		// Not before: the edit of another test may have been in the middle of being
		// loaded
		String generation = generation();
		assertIsShown("part.py", "raise LookupError('broken' ' edit')", "LookupError: broken edit");
		assertIsShown("part.py", "from new_part import TEXT", "ModuleNotFoundError: No module named 'new_part'");
		assertThat(output).contains("Reloading because of " + directory + "/part.py")
			.contains("SyntaxError: '(' was never closed", "LookupError: broken edit",
					"ModuleNotFoundError: No module named 'new_part'");
		assertThat(server.get("/actuator/health").json()).containsEntry("status", "UP");
		assertThat(generation()).isEqualTo(generation);
		edits.write("new_part.py", "TEXT = 'new'");
		awaitBody("/part", "new");
		Awaitility.await().until(() -> !generation().equals(generation));
	}

	@Test
	void brokenFactoryIsShown() throws IOException {
		assertIsShown("site_app.py", "def create_app(): return 1 / 0", "ZeroDivisionError: division by zero");
		edits.write("site_app.py", "def created(): pass");
		String reason = "the module 'site_app' has no attribute 'create_app'";
		RawResponse response = await("/part", (answer) -> answer.body().contains(reason));
		assertThat(response.status()).isEqualTo(500);
	}

	private void assertIsShown(String file, String source, String failure) {
		edits.write(file, source);
		RawResponse response = await("/part", (answer) -> answer.body().contains(failure));
		assertThat(response.status()).isEqualTo(500);
		assertThat(response.header("Content-Type")).isEqualTo("text/plain;charset=UTF-8");
		assertThat(response.header("Cache-Control")).isEqualTo("no-store");
		assertThat(response.body()).startsWith("The application 'site_app:create_app()' could not be loaded: ")
			.contains("\nTraceback (most recent call last):\n", directory + "/" + file);
	}

	@Test
	void browserIsShownAPage() throws IOException {
		edits.write("part.py", "raise ValueError('<script>alert(1)</script> & \u00fcber')");
		await("/part", (response) -> response.status() == 500);
		RawResponse page = server.send("GET /part HTTP/1.1", "Accept: text/html,application/xhtml+xml,*/*;q=0.8");
		assertThat(page.status()).isEqualTo(500);
		assertThat(page.header("Content-Type")).isEqualTo("text/html;charset=UTF-8");
		assertThat(page.header("Cache-Control")).isEqualTo("no-store");
		assertThat(page.header("Content-Security-Policy")).startsWith("default-src 'none'");
		assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
		assertThat(page.body()).startsWith("<!DOCTYPE html>")
			.contains("<pre>Traceback (most recent call last):", "&lt;script&gt;alert(1)&lt;/script&gt; &amp; ")
			.doesNotContain("<script");
		RawResponse head = server.send("HEAD /part HTTP/1.1", "Accept: text/html");
		assertThat(head.status()).isEqualTo(500);
		assertThat(head.header("Content-Length")).isEqualTo(page.header("Content-Length"));
		RawResponse post = server.post("/part", "x".repeat(100_000));
		assertThat(post.status()).isEqualTo(500);
		assertThat(post.body()).contains("<script>alert(1)</script>");
		assertThat(post.header("Content-Type")).isEqualTo("text/plain;charset=UTF-8");
		// Whoever has it loaded ends the page
		edits.write("part.py", "TEXT = 'first'");
		assertThat(server.post("/actuator/wsgi/reload", "").status()).isEqualTo(200);
		assertThat(server.get("/part").body()).isEqualTo("first");
	}

	private static String generation() throws IOException {
		return server.get("/actuator/wsgi").body().replaceAll(".*\"generation\":(\\d+).*", "$1");
	}

	private static void awaitBody(String path, String body) {
		await(path, (response) -> response.status() == 200 && response.body().equals(body));
	}

	private static RawResponse await(String path, Predicate<RawResponse> predicate) {
		return Awaitility.await().until(() -> server.get(path), predicate);
	}

}
