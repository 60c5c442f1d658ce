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
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.UrlResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link GunicornReader} and {@code from_gunicorn.py}.
 *
 * @author wsgi-spring-boot contributors
 */
class GunicornReaderTests {

	private static final Path EXAMPLES = Path.of("src/test/gunicorn");

	// Parts of maps, and what has no metadata yet
	private static final Pattern NOT_DESCRIBED = Pattern.compile("wsgi\\.env\\..+|logging\\.level\\..+");

	private static GunicornReader reader;

	@TempDir
	private Path directory;

	@BeforeAll
	static void createReader() {
		reader = new GraalPyGunicornReader(null, Path.of("../target/test-python-cache").toAbsolutePath().normalize());
	}

	@AfterAll
	static void closeReader() {
		reader.close();
	}

	static Stream<Path> examples() throws IOException {
		return Files.list(EXAMPLES).sorted();
	}

	@ParameterizedTest
	@MethodSource("examples")
	void configurationIsTranslated(Path example) throws IOException {
		GunicornReader.Result result = read(example);
		assertThat(String.join("\n", result.lines()) + "\n")
			.isEqualTo(Files.readString(example.resolve("application.yml")));
	}

	@ParameterizedTest
	@MethodSource("examples")
	void yamlSaysWhatThePropertiesSay(Path example) throws IOException {
		GunicornReader.Result result = read(example);
		StandardEnvironment environment = new StandardEnvironment();
		byte[] yaml = String.join("\n", result.lines()).getBytes(StandardCharsets.UTF_8);
		List<PropertySource<?>> sources = new YamlPropertySourceLoader().load("yaml", new ByteArrayResource(yaml));
		sources.forEach(environment.getPropertySources()::addFirst);
		result.properties()
			.forEach((name, value) -> assertThat(environment.getProperty(name)).as(name)
				.isEqualTo(environment.resolvePlaceholders(value)));
		Set<String> names = new TreeSet<>(List.of(((EnumerablePropertySource<?>) sources.get(0)).getPropertyNames()));
		names.removeAll(result.properties().keySet());
		assertThat(names).isSubsetOf("server.address", "server.port", "wsgi.python-path[0]");
	}

	@ParameterizedTest
	@MethodSource("examples")
	void everyPropertyExists(Path example) throws IOException {
		Set<String> known = knownProperties();
		assertThat(read(example).properties().keySet()).filteredOn((name) -> !NOT_DESCRIBED.matcher(name).matches())
			.allSatisfy((name) -> assertThat(known).contains(name.replaceAll("\\[\\d+]", "")));
	}

	@Test
	void everySettingHasAnEquivalentOrAReason() throws IOException {
		List<String> settings = new ArrayList<>();
		for (String line : Files.readAllLines(EXAMPLES.resolve("everything/gunicorn.conf.py"))) {
			if (line.contains(" = ")) {
				configure("def _hook(*arguments): pass\n" + line);
				GunicornReader.Result result = reader.read(List.of(), Map.of(), this.directory);
				settings.add(line);
				assertThat(result.properties().size() + result.notes().size()).as(line).isPositive();
			}
		}
		assertThat(settings).hasSize(118);
	}

	@Test
	void guideNamesEverySetting() throws IOException {
		String guide = Files.readString(Path.of("../docs/from-gunicorn.md"));
		Matcher matcher = Pattern.compile("(?m)^ {4}\\(\"(\\w+)\", \"")
			.matcher(Files.readString(Path.of("src/main/python/from_gunicorn.py")));
		List<String> names = new ArrayList<>();
		while (matcher.find()) {
			names.add(matcher.group(1));
		}
		assertThat(names).hasSize(120).allSatisfy((name) -> assertThat(guide).contains("`" + name + "`"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "shop:app", "-b :9000 -w 4 --threads=8 shop", "-t 0 --graceful-timeout 5 --keep-alive 0",
			"--keep-alive 5 --max-requests 100 --max-requests-jitter 0", "--pythonpath src,lib shop:app",
			"-e A=b -e C=d=e -e SCRIPT_NAME=/shop -e PASSWORD=a${b}",
			"--reload --reload-extra-file a --reload-extra-file b", "--certfile cert.pem",
			"--certfile cert.pem --keyfile key.pem", "--access-logfile -", "--access-logfile /var/log/shop/access.log",
			"--access-logfile logs/access.log", "--access-logfile access --log-level warning",
			"--log-level debug --check-config -n shop", "--log-level INFO --pythonpath a,b,c --pythonpath d",
			"-b [::1]:80 --max-requests 0 --max-requests-jitter 7" })
	void commandLineMeansTheSameToBothReaders(String arguments) {
		CommandLine commandLine = CommandLine.parse(arguments.split(" "));
		assertThat(reader.read(commandLine.gunicorn(), Map.of(), this.directory).properties())
			.containsExactlyInAnyOrderEntriesOf(commandLine.translate());
	}

	@Test
	void commandLineCountsBeforeVariableBeforeFile() throws IOException {
		configure("workers = 2\nthreads = 2\ntimeout = 2\n");
		Map<String, String> environment = Map.of("GUNICORN_CMD_ARGS", "--threads 3 --timeout '3'");
		assertThat(reader.read(List.of("--timeout", "4"), environment, this.directory).properties())
			.containsEntry("wsgi.workers", "2")
			.containsEntry("wsgi.threads", "3")
			.containsEntry("wsgi.request-timeout", "4s");
	}

	@Test
	void variablesOfGunicornCount() {
		Map<String, String> environment = Map.of("PORT", "5000", "WEB_CONCURRENCY", "3", "FORWARDED_ALLOW_IPS", "*",
				"SCRIPT_NAME", "/shop");
		assertThat(reader.read(List.of("shop"), environment, this.directory).lines()).contains("  port: ${PORT}",
				"# WEB_CONCURRENCY: counts as with gunicorn, while wsgi.workers is not set",
				"      internal-proxies: \"0.0.0.0/0, ::/0\"", "  path: /shop");
	}

	@Test
	void configurationMayBeAModule() throws IOException {
		Files.writeString(this.directory.resolve("settings_module.py"),
				"workers = 2\ndef pre_request(worker, req): pass\n");
		assertThat(reader.read(List.of("-c", "python:settings_module"), Map.of(), this.directory).properties())
			.containsOnly(Map.entry("wsgi.workers", "2"), Map.entry("wsgi.hooks", "settings_module"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "workers = 'many' # workers: 'many' is not a number", "threads = 0 # threads has to be 1",
			"timeout = -1 # timeout: -1 is negative", "bind = 'host:http' # bind: 'host:http' has no valid port",
			"preload_app = 'perhaps' # preload_app: 'perhaps' has to be true or false",
			"raw_env = ['A'] # raw_env: 'A' has to be NAME=VALUE", "pre_request = 1 # pre_request is not a function",
			"loglevel = 'loud' # loglevel has to be one of", "wsgi_app = 1 # wsgi_app: 1 is not a string",
			"import nothing_of_that_name # gunicorn.conf.py cannot be evaluated:\nTraceback",
			"workers = # gunicorn.conf.py cannot be evaluated:\nTraceback" })
	void badConfigurationIsRefused(String example) throws IOException {
		String[] parts = example.split(" # ", 2);
		configure(parts[0]);
		assertThatExceptionOfType(UsageException.class)
			.isThrownBy(() -> reader.read(List.of(), Map.of(), this.directory))
			.withMessageStartingWith(parts[1]);
	}

	@Test
	void unknownOptionIsRefused() {
		assertThatExceptionOfType(UsageException.class)
			.isThrownBy(() -> reader.read(List.of("--bogus", "shop"), Map.of(), this.directory))
			.withMessage("unrecognized arguments: --bogus");
		assertThatExceptionOfType(UsageException.class)
			.isThrownBy(() -> reader.read(List.of("--thraeds=3", "shop"), Map.of(), this.directory))
			.withMessage("unrecognized arguments: --thraeds=3 (did you mean --threads?)");
		assertThatExceptionOfType(UsageException.class)
			.isThrownBy(() -> reader.read(List.of("-c", "nowhere.py"), Map.of(), this.directory))
			.withMessageStartingWith("there is no configuration file ");
	}

	private GunicornReader.Result read(Path example) throws IOException {
		String arguments = Files.readString(example.resolve("arguments")).strip();
		return reader.read(List.of(), Map.of("GUNICORN_CMD_ARGS", arguments), example);
	}

	private void configure(String configuration) throws IOException {
		Files.writeString(this.directory.resolve("gunicorn.conf.py"), configuration + "\n");
	}

	private static Set<String> knownProperties() throws IOException {
		Set<String> names = new TreeSet<>();
		for (String file : List.of("spring-configuration-metadata.json",
				"additional-spring-configuration-metadata.json")) {
			Enumeration<URL> resources = GunicornReaderTests.class.getClassLoader().getResources("META-INF/" + file);
			while (resources.hasMoreElements()) {
				String json = new UrlResource(resources.nextElement()).getContentAsString(StandardCharsets.UTF_8);
				List<?> properties = (List<?>) JsonParserFactory.getJsonParser().parseMap(json).get("properties");
				properties.forEach((property) -> names.add((String) ((Map<?, ?>) property).get("name")));
			}
		}
		return names;
	}

}
