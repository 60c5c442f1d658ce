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
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Translates any of gunicorn's command lines, together with the configuration file, which
 * is Python: by {@code from_gunicorn.py}.
 *
 * @author wsgi-spring-boot contributors
 */
interface GunicornReader extends AutoCloseable {

	/**
	 * Translate a command line.
	 * @param arguments gunicorn's arguments
	 * @param environment the environment variables
	 * @param directory where the name of the configuration file starts from
	 * @return what they stand for
	 * @throws UsageException if there is no such option, a value is not valid, or the
	 * configuration file cannot be evaluated
	 */
	Result read(List<String> arguments, Map<String, String> environment, Path directory);

	@Override
	void close();

	/**
	 * Return the text of a file that is beside this class.
	 * @param name the name of the file
	 * @return its text
	 */
	static String text(String name) {
		try (InputStream resource = GunicornReader.class.getResourceAsStream(name)) {
			return new String(Objects.requireNonNull(resource).readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What a command line stands for.
	 *
	 * @param properties the Spring properties
	 * @param notes settings without an equivalent, and why
	 * @param chdir the working directory that is asked for, if any
	 * @param lines the equivalent {@code application.yml}
	 */
	record Result(Map<String, String> properties, Map<String, String> notes, @Nullable String chdir,
			List<String> lines) {

	}

}
