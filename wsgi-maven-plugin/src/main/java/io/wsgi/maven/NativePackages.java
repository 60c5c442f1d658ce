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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The packages that do not do without their part in C, of which the wheels for GraalPy
 * are taken.
 *
 * @param names the names of the packages
 * @param abi the tag of GraalPy in the names of wheels
 * @param machine the tag of the machine in the names of wheels
 * @author wsgi-spring-boot contributors
 */
record NativePackages(List<String> names, String abi, String machine) {

	static final NativePackages NONE = new NativePackages(List.of(), "", "");

	NativePackages {
		names = List.copyOf(names);
	}

	/**
	 * Return the packages for a version of GraalPy.
	 * @param names the names of the packages
	 * @param graalPy the version of GraalPy, such as 25.0.3
	 * @param python the version of Python, such as 3.12
	 * @param machine the architecture as Java calls it
	 * @return the packages
	 */
	static NativePackages of(List<String> names, String graalPy, String python, String machine) {
		String[] release = graalPy.split("\\.");
		return new NativePackages(names,
				"graalpy%s%s_%s_native".formatted(release[0], release[1], python.replace(".", "")),
				machine.equals("amd64") ? "x86_64" : machine);
	}

	/**
	 * Return what makes a difference to what is installed.
	 * @return the text
	 */
	String key() {
		return this.names.isEmpty() ? "" : "\n" + this;
	}

	/**
	 * Return what asks pip for the wheels for GraalPy, in the versions that are
	 * installed.
	 * @param requirements what was asked for
	 * @param directory where it is installed
	 * @return the lines of a requirements file
	 * @throws IOException if the directory cannot be read
	 * @throws PipException if a package is not installed
	 */
	List<String> requirements(Requirements requirements, Path directory) throws IOException, PipException {
		List<String> lines = new ArrayList<>();
		for (String name : this.names) {
			if (requirements.hashed()) {
				lines.add(requirements.find(name).orElseThrow(() -> missing(name)));
			}
			else {
				lines.add(name + "==" + installedVersion(name, directory));
			}
		}
		return lines;
	}

	private static String installedVersion(String name, Path directory) throws IOException, PipException {
		Pattern metadata = Pattern.compile(pattern(name) + "-([^-]+)\\.dist-info", Pattern.CASE_INSENSITIVE);
		try (Stream<Path> entries = Files.list(directory)) {
			return entries.map((entry) -> metadata.matcher(entry.getFileName().toString()))
				.filter(Matcher::matches)
				.map((matcher) -> matcher.group(1))
				.findFirst()
				.orElseThrow(() -> missing(name));
		}
	}

	private static PipException missing(String name) {
		return new PipException(name + ", of which the wheel for GraalPy is wanted, is not in the requirements");
	}

	/**
	 * Return the arguments for pip.
	 * @param python the version of Python
	 * @return the arguments that choose the wheels
	 */
	List<String> arguments(String python) {
		return List.of("--upgrade", "--no-deps", "--implementation=graalpy", "--abi=" + this.abi,
				"--python-version=" + python, "--platform=manylinux_2_28_" + this.machine,
				"--platform=manylinux2014_" + this.machine);
	}

	/**
	 * Return what matches the name of a package in all its forms.
	 * @param name the name
	 * @return the regular expression
	 */
	static String pattern(String name) {
		return String.join("[-_.]+", name.toLowerCase(Locale.ROOT).split("[-_.]+"));
	}

}
