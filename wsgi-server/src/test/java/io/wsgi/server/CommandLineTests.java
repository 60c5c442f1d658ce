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

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CommandLine}.
 *
 * @author wsgi-spring-boot contributors
 */
class CommandLineTests {

	@Test
	void applicationIsTheArgumentWithoutDash() {
		assertThat(CommandLine.parse("shop:create_app('prod')").translate())
			.containsOnly(Map.entry("wsgi.app", "shop:create_app('prod')"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "--workers 3", "--workers=3", "-w 3", "-w3" })
	void valueIsTakenInAllForms(String arguments) {
		assertThat(CommandLine.parse(arguments.split(" ")).translate()).containsEntry("wsgi.workers", "3").hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "127.0.0.1:9000, 127.0.0.1, 9000", ":9000, 0.0.0.0, 9000", "[::1]:9000, ::1, 9000",
			"LOCALHOST, localhost, 8000", "tcp://[::]:80, ::, 80" })
	void addressIsTakenInGunicornsForms(String value, String host, String port) {
		assertThat(CommandLine.parse("-b", value).translate()).containsEntry("server.address", host)
			.containsEntry("server.port", port);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			-w x                    | --workers: 'x' is not a number
			-w 0                    | --workers: 0 has to be 1 or more
			-t -1                   | --timeout: -1 has to be 0 or more
			-b unix:/run/shop.sock  | --bind: 'unix:/run/shop.sock' is not there: bind to 127.0.0.1 and a port
			-b host:http            | --bind: 'host:http' has to be HOST:PORT
			-b host:70000           | --bind: 'host:70000' has no valid port number
			-b :1 -b :2             | --bind: there can be one address to listen on
			-e NAME                 | --env: 'NAME' has to be NAME=VALUE
			--log-level loud        | --log-level: the level has to be
			--reload=yes            | --reload takes no value
			--threads               | --threads needs a value
			shop:app more           | 'more' is one argument too many
			""")
	void badValueIsRefused(String arguments, String message) {
		CommandLine commandLine = CommandLine.parse(arguments.split(" "));
		assertThatExceptionOfType(UsageException.class).isThrownBy(commandLine::translate)
			.withMessageStartingWith(message);
	}

	@ParameterizedTest
	@ValueSource(strings = { "--preload app:app", "-k gthread app:app", "-c conf.py", "--bogus" })
	void otherOptionIsLeftToTheReader(String arguments) {
		assertThat(CommandLine.parse(arguments.split(" ")).translate()).isNull();
	}

	@Test
	void springPropertyIsPassedOn() {
		CommandLine commandLine = CommandLine.parse("--wsgi.queue-timeout=5s", "--debug.it", "-w", "2", "app:app");
		assertThat(commandLine.properties()).containsEntry("wsgi.queue-timeout", "5s")
			.containsEntry("debug.it", "true");
		assertThat(commandLine.gunicorn()).containsExactly("-w", "2", "app:app");
	}

	@Test
	void ownOptionsAreTakenOut() {
		CommandLine commandLine = CommandLine.parse("--chdir=/srv", "--virtual-env", "venv", "--runtime=cpython",
				"--print-config", "a:b");
		assertThat(commandLine.chdir()).isEqualTo("/srv");
		assertThat(commandLine.properties()).containsEntry("wsgi.virtual-env", "venv")
			.containsEntry("wsgi.runtime", "cpython");
		assertThat(commandLine.action()).isEqualTo(CommandLine.Action.PRINT_CONFIG);
		assertThat(commandLine.gunicorn()).containsExactly("a:b");
	}

	@Test
	void unknownRuntimeIsRefused() {
		assertThatExceptionOfType(UsageException.class).isThrownBy(() -> CommandLine.parse("--runtime", "pypy", "a:b"))
			.withMessage("--runtime: 'pypy' has to be graalpy or cpython");
	}

	@Test
	void helpListsEveryOption() {
		assertThat(Help.text()).contains("-b, --bind HOST:PORT", "--check-config", "-c, --config", "--virtual-env",
				"--runtime");
	}

}
