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

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WsgiServerApplication} over a real connection.
 *
 * @author wsgi-spring-boot contributors
 */
class WsgiServerApplicationTests {

	private static final Pattern STARTED = Pattern.compile("Tomcat started on port (\\d+)");

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
		Process process = start("--chdir", "project", "hello");
		try {
			int port = portOf(process);
			assertThat(get(port, "/some/where").body()).isEqualTo("hello hooked False " + project.toRealPath());
		}
		finally {
			process.destroy();
		}
		assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
		assertThat(Files.readString(project.resolve("access.log"))).contains("GET /some/where 200");
		assertThat(output()).contains("wsgi-server: preload_app: not needed");
	}

	@Test
	void unknownOptionEndsTheProcess() throws Exception {
		Process process = start("--bogus", "hello");
		assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
		assertThat(process.exitValue()).isEqualTo(2);
		assertThat(output()).contains("wsgi-server: unrecognized arguments: --bogus", "wsgi-server --help");
	}

	private Process start(String... arguments) throws IOException {
		List<String> command = new ArrayList<>(List.of("sh", install().toString()));
		command.addAll(List.of(arguments));
		ProcessBuilder builder = new ProcessBuilder(command).directory(this.directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(this.directory.resolve("output").toFile());
		builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
		builder.environment().put("PORT_OF_TEST", "0");
		return builder.start();
	}

	// The folder that is packaged, with a jar that refers to the class path of the tests
	private Path install() throws IOException {
		Path folder = this.directory.resolve("folder");
		FileSystemUtils.copyRecursively(Path.of("target/wsgi-server"), folder);
		Manifest manifest = new Manifest();
		manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
		manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, WsgiServerApplication.class.getName());
		manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath());
		new JarOutputStream(Files.newOutputStream(folder.resolve("wsgi-server.jar")), manifest).close();
		return folder.resolve("bin/wsgi-server");
	}

	private String classPath() {
		return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
			.map((entry) -> Path.of(entry).toUri().toString())
			.collect(Collectors.joining(" "));
	}

	private int portOf(Process process) throws Exception {
		while (process.isAlive()) {
			Matcher matcher = STARTED.matcher(output());
			if (matcher.find()) {
				return Integer.parseInt(matcher.group(1));
			}
			Thread.sleep(200);
		}
		throw new AssertionError("The server ended: " + output());
	}

	private String output() throws IOException {
		return Files.readString(this.directory.resolve("output"));
	}

	private void write(String file, String content) throws IOException {
		Files.writeString(this.directory.resolve(file), content);
	}

	private HttpResponse<String> get(int port, String path) throws Exception {
		try (HttpClient client = HttpClient.newHttpClient()) {
			return client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
				.timeout(Duration.ofMinutes(1))
				.build(), BodyHandlers.ofString());
		}
	}

}
