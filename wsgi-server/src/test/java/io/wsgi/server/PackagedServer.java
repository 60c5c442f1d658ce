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
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The folder that is packaged, started with its script, with a jar that refers to the
 * class path of the tests.
 *
 * @author wsgi-spring-boot contributors
 */
final class PackagedServer implements AutoCloseable {

	private static final Pattern STARTED = Pattern.compile("Tomcat started on port (\\d+)");

	private static final String SCRIPT = "bin/wsgi-server";

	private final Process process;

	private final Path output;

	private PackagedServer(Process process, Path output) {
		this.process = process;
		this.output = output;
	}

	/**
	 * Start the server.
	 * @param directory the working directory, in which the folder is put, too
	 * @param arguments the arguments of the script
	 * @return the server, which need not serve yet
	 * @throws IOException if it cannot be started
	 */
	static PackagedServer start(Path directory, String... arguments) throws IOException {
		List<String> command = new ArrayList<>(List.of("sh", install(directory).toString()));
		command.addAll(List.of(arguments));
		Path output = Files.createTempFile(directory, "output", ".txt");
		ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile());
		builder.environment().keySet().removeAll(List.of("VIRTUAL_ENV", "WEB_CONCURRENCY"));
		builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
		builder.environment().put("PORT_OF_TEST", "0");
		return new PackagedServer(builder.start(), output);
	}

	private static Path install(Path directory) throws IOException {
		Path folder = directory.resolve("folder");
		if (Files.exists(folder)) {
			return folder.resolve(SCRIPT);
		}
		FileSystemUtils.copyRecursively(Path.of("target/wsgi-server"), folder);
		Manifest manifest = new Manifest();
		manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
		manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, WsgiServerApplication.class.getName());
		manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath());
		manifest.getMainAttributes().putValue("Enable-Native-Access", "ALL-UNNAMED");
		new JarOutputStream(Files.newOutputStream(folder.resolve("wsgi-server.jar")), manifest).close();
		return folder.resolve(SCRIPT);
	}

	private static String classPath() {
		return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
			.map((entry) -> Path.of(entry).toUri().toString())
			.collect(Collectors.joining(" "));
	}

	int port() throws Exception {
		while (this.process.isAlive()) {
			Matcher matcher = STARTED.matcher(output());
			if (matcher.find()) {
				return Integer.parseInt(matcher.group(1));
			}
			Thread.sleep(200);
		}
		throw new AssertionError("The server ended: " + output());
	}

	static HttpResponse<String> get(int port, String path) throws Exception {
		try (HttpClient client = HttpClient.newHttpClient()) {
			return client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
				.timeout(Duration.ofMinutes(1))
				.build(), BodyHandlers.ofString());
		}
	}

	String output() throws IOException {
		return Files.readString(this.output);
	}

	/**
	 * Wait for the end of the process.
	 * @return its exit status
	 * @throws InterruptedException if the thread is interrupted
	 */
	int await() throws InterruptedException {
		assertThat(this.process.waitFor(2, TimeUnit.MINUTES)).isTrue();
		return this.process.exitValue();
	}

	void stop() throws InterruptedException {
		this.process.destroy();
		await();
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
