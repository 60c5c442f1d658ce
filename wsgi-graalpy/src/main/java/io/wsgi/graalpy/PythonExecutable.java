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

package io.wsgi.graalpy;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * {@code sys.executable}: a script that starts another JVM with the class path of this
 * one, and runs Python's command line in it.
 *
 * @author wsgi-spring-boot contributors
 */
final class PythonExecutable {

	private static final Log logger = LogFactory.getLog(PythonExecutable.class);

	private static final String LOADER = "org.springframework.boot.loader.launch.PropertiesLauncher";

	private final Path directory;

	private final List<Path> path;

	/**
	 * Create a new instance.
	 * @param directory where to write the script
	 * @param path the directories at the end of {@code sys.path}
	 */
	PythonExecutable(Path directory, List<Path> path) {
		this.directory = directory;
		this.path = path;
	}

	/**
	 * Write the script, if it is not there.
	 * @return its path, or an empty string where there can be none
	 */
	String write() {
		if (File.separatorChar != '/') {
			return "";
		}
		try {
			String content = script();
			CRC32 sum = new CRC32();
			sum.update(content.getBytes(StandardCharsets.UTF_8));
			Path script = this.directory.resolve("python-" + HexFormat.of().toHexDigits((int) sum.getValue()))
				.toAbsolutePath();
			if (!Files.isExecutable(script)) {
				write(script, content);
			}
			return script.toString();
		}
		catch (IOException | UncheckedIOException ex) {
			logger.debug("sys.executable cannot be written", ex);
			return "";
		}
	}

	private void write(Path script, String content) throws IOException {
		Files.createDirectories(this.directory);
		Path unfinished = Files.createTempFile(this.directory, "python", "");
		Files.writeString(unfinished, content);
		Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxr-xr-x"));
		Files.move(unfinished, script, StandardCopyOption.REPLACE_EXISTING);
	}

	private String script() throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		// The JIT would not be warm before most such programs end
		command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
		for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
			if (argument.startsWith("-Dpolyglot.")) {
				command.add(argument);
			}
		}
		command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
		command.add("-D" + PythonCommand.PATH + "="
				+ this.path.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
		command.add("-D" + PythonCommand.CACHE + "=" + this.directory.toAbsolutePath());
		command.addAll(List.of("-cp", classPath()));
		if (isNested()) {
			command.add("-Dloader.main=" + PythonCommand.class.getName());
			command.add(LOADER);
		}
		else {
			command.add(PythonCommand.class.getName());
		}
		return command.stream()
			.map((part) -> "'" + part.replace("'", "'\\''") + "'")
			.collect(Collectors.joining(" ", "#!/bin/sh\nexec ", " \"$@\"\n"));
	}

	private static String classPath() {
		return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
			.map((entry) -> Path.of(entry).toAbsolutePath().toString())
			.collect(Collectors.joining(File.pathSeparator));
	}

	private static boolean isNested() throws IOException {
		String path = System.getProperty("java.class.path");
		if (path.contains(File.pathSeparator) || !path.endsWith(".jar")) {
			return false;
		}
		try (JarFile jar = new JarFile(path)) {
			return jar.getEntry(LOADER.replace('.', '/') + ".class") != null;
		}
	}

}
