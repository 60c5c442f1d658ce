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

package io.wsgi.spring.boot.testsupport;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A Spring application in a process of its own, for what one test JVM cannot do.
 *
 * @author wsgi-spring-boot contributors
 */
public final class ApplicationProcess implements AutoCloseable {

	private final Process process;

	private final List<String> lines = new CopyOnWriteArrayList<>();

	private final Thread reader;

	private ApplicationProcess(Process process) {
		this.process = process;
		this.reader = Thread.ofPlatform().daemon().start(this::read);
	}

	/**
	 * Start an application.
	 * @param main the class with its main method
	 * @param classPath what to put in front of the class path of the tests
	 * @param arguments the arguments of the application
	 * @return the process
	 * @throws IOException if that fails
	 */
	public static ApplicationProcess start(Class<?> main, List<Path> classPath, String... arguments)
			throws IOException {
		return start(main, classPath, Map.of(), arguments);
	}

	/**
	 * Start an application with variables in its environment.
	 * @param main the class with its main method
	 * @param classPath what to put in front of the class path of the tests
	 * @param environment the variables
	 * @param arguments the arguments of the application
	 * @return the process
	 * @throws IOException if that fails
	 */
	public static ApplicationProcess start(Class<?> main, List<Path> classPath, Map<String, String> environment,
			String... arguments) throws IOException {
		List<String> path = new ArrayList<>(classPath.stream().map(Path::toString).toList());
		path.add(System.getProperty("java.class.path"));
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		// Quick to start, and no Python here runs for long
		command.addAll(List.of("-Dtruffle.UseFallbackRuntime=true", "-XX:TieredStopAtLevel=1"));
		// What is only kept in a cache is no leak
		command.add("-XX:SoftRefLRUPolicyMSPerMB=0");
		command.addAll(List.of("-classpath", String.join(File.pathSeparator, path), main.getName()));
		command.addAll(List.of(arguments));
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		builder.environment().putAll(environment);
		return new ApplicationProcess(builder.start());
	}

	private void read() {
		try (BufferedReader output = new BufferedReader(
				new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8))) {
			output.lines().forEach(this.lines::add);
		}
		catch (IOException | UncheckedIOException ex) {
			// The process was destroyed
		}
	}

	/**
	 * Return what the process has written so far.
	 * @return the lines
	 */
	public List<String> lines() {
		return this.lines;
	}

	/**
	 * Ask the process to end, by SIGTERM.
	 */
	public void terminate() {
		this.process.destroy();
	}

	/**
	 * Wait until the process ends.
	 * @return its exit status
	 * @throws InterruptedException if this thread is interrupted
	 */
	public int await() throws InterruptedException {
		int status = this.process.waitFor();
		this.reader.join();
		return status;
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
