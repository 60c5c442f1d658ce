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

package io.wsgi.server;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WsgiServerApplication} over a real connection.
 *
 * @author wsgi-spring-boot contributors
 */
class WsgiServerApplicationTests {

	@TempDir
	private Path directory;

	@Test
	void flaskProjectIsServedWithItsPackages() throws Exception {
		Path project = this.directory.resolve("shop");
		Files.createDirectories(project.resolve("templates"));
		write("shop/__init__.py", """
				from flask import Flask, render_template


				def create_app(greeting):
				    app = Flask(__name__)

				    @app.get("/<name>")
				    def greet(name):
				        return render_template("greet.txt", greeting=greeting, name=name)

				    return app
				""");
		write("shop/templates/greet.txt", "{{ greeting }}, {{ name }}!");
		CommandLine commandLine = CommandLine.parse("-b", "127.0.0.1:0", "--threads", "4", "--pythonpath",
				this.directory.toString(), "--virtual-env", System.getProperty("test.python.packages"),
				"shop:create_app('Good evening')");
		Launch launch = new Launch(commandLine, Map.of(), this.directory);
		try (ConfigurableApplicationContext context = WsgiServerApplication.serve(launch)) {
			int port = ((WebServerApplicationContext) context).getWebServer().getPort();
			assertThat(get(port, "/Ada").body()).isEqualTo("Good evening, Ada!");
			assertThat(get(port, "/a/b").statusCode()).isEqualTo(404);
			assertThat(get(port, "/actuator/health").body()).contains("\"status\":\"UP\"");
		}
	}

	@Test
	void projectIsServedWithItsGunicornConfiguration() throws Exception {
		Path project = Files.createDirectories(this.directory.resolve("project"));
		write("project/hello.py",
				"""
						import os


						def application(environ, start_response):
						    start_response("200 OK", [("Content-Type", "text/plain")])
						    answer = f"{os.environ['GREETING']} {os.environ.get('HOOKED')} {environ['wsgi.multithread']} {os.getcwd()}"
						    return [answer.encode()]
						""");
		write("gunicorn.conf.py", """
				import os

				bind = ["127.0.0.1:" + os.environ["PORT_OF_TEST"]]
				threads = 1
				preload_app = True
				accesslog = "access.log"
				access_log_format = '%(m)s %(U)s %(s)s'
				raw_env = ["GREETING=hello"]


				def post_worker_init(worker):
				    os.environ["HOOKED"] = "hooked"
				""");
		try (PackagedServer server = PackagedServer.start(this.directory, "--chdir", "project", "hello")) {
			assertThat(get(server.port(), "/some/where").body())
				.isEqualTo("hello hooked False " + project.toRealPath());
			server.stop();
			assertThat(server.output()).contains("wsgi-server: preload_app: not needed");
		}
		assertThat(Files.readString(project.resolve("access.log"))).contains("GET /some/where 200");
	}

	@ParameterizedTest
	@ValueSource(strings = { "-", "/dev/stderr" })
	void accessLogIsInTheOutputAlsoWhenThatIsAFile(String log) throws Exception {
		write("hello.py", """
				def app(environ, start_response):
				    start_response("200 OK", [])
				    return []
				""");
		try (PackagedServer server = PackagedServer.start(this.directory, "-b", "127.0.0.1:0", "--access-logfile", log,
				"hello:app")) {
			get(server.port(), "/some/where");
			server.stop();
			assertThat(server.output()).contains("\"GET /some/where HTTP/1.1\" 200")
				.contains("Starting WsgiServerApplication", "Graceful shutdown complete");
		}
	}

	@Test
	void unknownOptionEndsTheProcess() throws Exception {
		try (PackagedServer server = PackagedServer.start(this.directory, "--bogus", "hello")) {
			assertThat(server.await()).isEqualTo(2);
			assertThat(server.output()).contains("wsgi-server: unrecognized arguments: --bogus", "wsgi-server --help");
		}
	}

	private void write(String file, String content) throws IOException {
		Files.writeString(this.directory.resolve(file), content);
	}

	private HttpResponse<String> get(int port, String path) throws Exception {
		return PackagedServer.get(port, path);
	}

}
