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
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A {@link GunicornReader} that takes a process of an installed CPython: the one that
 * runs the application, so that the configuration file can import all that it can.
 *
 * @author wsgi-spring-boot contributors
 */
class CPythonGunicornReader implements GunicornReader {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	// What the configuration file prints is not part of the answer
	private static final String PROGRAM = """
			import json, sys
			request = json.load(sys.stdin)
			answers, sys.stdout = sys.stdout, sys.stderr
			names = {}
			exec(compile(request["reader"], "reader.py", "exec"), names)
			read = names["load"](request["source"], "")
			json.dump(dict(read(request["arguments"], request["variables"], request["directory"])), answers)
			""";

	private final String executable;

	/**
	 * Create a new reader.
	 * @param executable the executable of CPython, in its environment
	 */
	CPythonGunicornReader(String executable) {
		this.executable = executable;
	}

	@Override
	public Result read(List<String> arguments, Map<String, String> environment, Path directory) {
		List<String> variables = environment.entrySet()
			.stream()
			.map((variable) -> variable.getKey() + "=" + variable.getValue())
			.toList();
		Answer answer = ask(Map.of("reader", GunicornReader.text("reader.py"), "source",
				GunicornReader.text("from_gunicorn.py"), "arguments", arguments, "variables", variables, "directory",
				directory.toAbsolutePath().toString()));
		if (answer.error() != null) {
			throw new UsageException(answer.error());
		}
		return new Result(pairs(answer.properties()), pairs(answer.notes()), answer.chdir(), answer.lines());
	}

	private Answer ask(Map<String, Object> request) {
		try {
			Process process = new ProcessBuilder(this.executable, "-X", "utf8", "-c", PROGRAM)
				.redirectError(Redirect.INHERIT)
				.start();
			try (OutputStream input = process.getOutputStream()) {
				input.write(JSON.writeValueAsString(request).getBytes(StandardCharsets.UTF_8));
			}
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			int status = process.waitFor();
			if (status != 0) {
				throw new UsageException("gunicorn's settings cannot be read: " + this.executable
						+ " ended with status " + status + ", see above");
			}
			return JSON.readValue(output, Answer.class);
		}
		catch (IOException | JacksonException ex) {
			throw new UsageException("gunicorn's settings cannot be read by " + this.executable + ": " + ex.getMessage()
					+ ". Name the Python with --virtual-env or --wsgi.python-home");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new UsageException("interrupted while gunicorn's settings were read");
		}
	}

	private static Map<String, String> pairs(List<List<String>> pairs) {
		return pairs.stream()
			.collect(Collectors.toMap(List::getFirst, List::getLast, (first, last) -> last, LinkedHashMap::new));
	}

	@Override
	public void close() {
		// Each process has ended
	}

	/**
	 * What {@code reader.py} returns.
	 */
	private record Answer(@Nullable String error, List<List<String>> properties, List<List<String>> notes,
			@Nullable String chdir, List<String> lines) {

	}

}
