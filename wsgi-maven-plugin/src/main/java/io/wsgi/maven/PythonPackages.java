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

package io.wsgi.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Packages of Python, installed into a directory.
 *
 * @author wsgi-spring-boot contributors
 */
class PythonPackages {

	private static final String STAMP = ".requirements";

	// Only wheels: a setup.py may do something else for each Python that runs it
	private static final List<String> COMMON = List.of("install", "--quiet", "--no-compile", "--only-binary=:all:");

	private final List<Pip> pips;

	private final Path cache;

	private final String pythonVersion;

	private final NativePackages nativePackages;

	private final Consumer<String> log;

	/**
	 * Create a new instance.
	 * @param pips what can install packages, the best first
	 * @param cache the directory for what was installed before
	 * @param pythonVersion the version of Python that the packages are for
	 * @param nativePackages those of which wheels for GraalPy are taken
	 * @param log is told why a pip was given up
	 */
	PythonPackages(List<Pip> pips, Path cache, String pythonVersion, NativePackages nativePackages,
			Consumer<String> log) {
		this.pips = pips;
		this.cache = cache;
		this.pythonVersion = pythonVersion;
		this.nativePackages = nativePackages;
		this.log = log;
	}

	/**
	 * Install what a requirements file asks for, unless it was done before.
	 * @param requirements the file
	 * @param directory the directory, which will have the packages and nothing else
	 * @return whether anything was to be done
	 * @throws IOException if a file cannot be read or written
	 * @throws PipException if no pip could do it
	 * @throws InterruptedException if this thread is interrupted
	 */
	boolean install(Requirements requirements, Path directory) throws IOException, PipException, InterruptedException {
		String key = requirements.key(this.pythonVersion, this.nativePackages);
		Path stamp = directory.resolve(STAMP);
		if (Files.exists(stamp) && Files.readString(stamp).equals(key)) {
			return false;
		}
		new DirectoryTree(directory).delete();
		if (requirements.hashed()) {
			new DirectoryTree(cached(requirements, key)).copy(directory);
		}
		else {
			runPip(requirements, directory);
		}
		Files.writeString(stamp, key);
		return true;
	}

	private Path cached(Requirements requirements, String key) throws IOException, PipException, InterruptedException {
		Path cached = this.cache.resolve(key);
		if (!Files.exists(cached)) {
			Path unfinished = cached.resolveSibling(key + "." + UUID.randomUUID());
			try {
				runPip(requirements, unfinished);
				move(unfinished, cached);
			}
			finally {
				new DirectoryTree(unfinished).delete();
			}
		}
		return cached;
	}

	private static void move(Path unfinished, Path cached) throws IOException {
		try {
			Files.move(unfinished, cached, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (IOException ex) {
			// Another build has done the same at the same time
			if (!Files.exists(cached)) {
				throw ex;
			}
		}
	}

	private void runPip(Requirements requirements, Path directory)
			throws IOException, PipException, InterruptedException {
		List<String> failures = new ArrayList<>();
		for (Pip pip : this.pips) {
			try {
				Files.createDirectories(directory);
				pip.run(arguments(requirements, directory));
				installNative(pip, requirements, directory);
				return;
			}
			catch (PipException ex) {
				this.log.accept(ex.getMessage());
				failures.add(ex.getMessage());
				new DirectoryTree(directory).delete();
			}
		}
		throw new PipException(String.join("\n", failures));
	}

	private void installNative(Pip pip, Requirements requirements, Path directory)
			throws IOException, PipException, InterruptedException {
		if (this.nativePackages.names().isEmpty()) {
			return;
		}
		Path file = Files.createTempFile("requirements", ".txt");
		try {
			Files.write(file, this.nativePackages.requirements(requirements, directory));
			List<String> arguments = new ArrayList<>(COMMON);
			arguments.addAll(this.nativePackages.arguments(this.pythonVersion));
			arguments.addAll(List.of("--target=" + directory.toAbsolutePath(), "--requirement=" + file));
			pip.run(arguments);
		}
		finally {
			Files.delete(file);
		}
	}

	private List<String> arguments(Requirements requirements, Path directory) {
		List<String> arguments = new ArrayList<>(COMMON);
		// GraalPy loads no C that is not compiled for it. Where that is optional, the
		// wheel for CPython has Python as well.
		arguments.addAll(List.of("--implementation=cp", "--python-version=" + this.pythonVersion,
				"--platform=manylinux_2_28_x86_64", "--platform=manylinux2014_x86_64",
				"--target=" + directory.toAbsolutePath(), "--requirement=" + requirements.file()));
		if (requirements.hashed()) {
			// Another version of Python might ask for more
			arguments.add("--no-deps");
		}
		return arguments;
	}

}
