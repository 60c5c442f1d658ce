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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A requirements file of pip.
 *
 * @param file the file
 * @param content what it says, and what the files say that it refers to
 * @author wsgi-spring-boot contributors
 */
record Requirements(Path file, String content) {

	private static final Pattern REFERENCE = Pattern
		.compile("^\\s*(?:-r|--requirement|-c|--constraint)[ =]\\s*([^\\s#]+)", Pattern.MULTILINE);

	static Requirements read(Path file) throws IOException {
		StringBuilder content = new StringBuilder();
		collect(file.toAbsolutePath(), content, new HashSet<>());
		return new Requirements(file.toAbsolutePath(), content.toString());
	}

	private static void collect(Path file, StringBuilder content, Set<Path> seen) throws IOException {
		if (!seen.add(file)) {
			return;
		}
		String own = Files.readString(file);
		content.append(own);
		for (Matcher reference = REFERENCE.matcher(own); reference.find();) {
			// A URL is left to pip
			if (!reference.group(1).contains("://")) {
				collect(file.resolveSibling(reference.group(1)).normalize(), content, seen);
			}
		}
	}

	/**
	 * Tell whether the file has the hash of each package. Such a file is complete, and
	 * has the same meaning everywhere and for ever.
	 * @return whether it has hashes
	 */
	boolean hashed() {
		return this.content.contains("--hash=");
	}

	/**
	 * Return what the file says of a package.
	 * @param name the name of the package
	 * @return the version and the hashes
	 */
	Optional<String> find(String name) {
		return Pattern
			.compile("^" + NativePackages.pattern(name) + " *==(?:[^\\n\\\\]|\\\\\\r?\\n|\\\\)*",
					Pattern.MULTILINE | Pattern.CASE_INSENSITIVE)
			.matcher(this.content)
			.results()
			.map(MatchResult::group)
			.findFirst();
	}

	/**
	 * Return a short name of what these requirements become for a version of Python.
	 * @param pythonVersion the version
	 * @param nativePackages those of which wheels for GraalPy are taken
	 * @return the name
	 */
	String key(String pythonVersion, NativePackages nativePackages) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256")
				.digest((pythonVersion + '\n' + this.content + nativePackages.key()).getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(digest, 0, 16);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java has SHA-256", ex);
		}
	}

}
