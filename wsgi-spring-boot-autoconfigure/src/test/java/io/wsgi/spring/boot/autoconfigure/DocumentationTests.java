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

package io.wsgi.spring.boot.autoconfigure;

import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.jayway.jsonpath.JsonPath;
import io.wsgi.spring.boot.testsupport.MarkdownPage;
import io.wsgi.spring.boot.testsupport.MarkdownPage.Block;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests that what the documentation shows is right as far as can be told without running
 * it: settings exist, links lead somewhere, and so do commands.
 *
 * @author wsgi-spring-boot contributors
 */
class DocumentationTests {

	private static final Path ROOT = MarkdownPage.ROOT;

	/** What looks like a setting, and is another thing: of Python, mostly. */
	private static final Set<String> NO_SETTINGS = Set.of("wsgi.errors", "wsgi.input", "wsgi.input_terminated",
			"wsgi.early_hints", "wsgi.file_wrapper", "wsgi.url_scheme", "wsgi.multithread", "wsgi.multiprocess",
			"wsgi.version", "wsgi.spring.principal", "spring.JavaError", "spring.listener", "wsgi.py", "wsgi.request",
			"wsgi.python.call", "wsgi.health-probe", "logging.basicConfig", "logging.config.dictConfig");

	private static final Pattern SETTING = Pattern
		.compile("(?:--)?((?:wsgi|server|spring|management|logging)\\.[\\w.<>\\[\\]*-]+)(?:[=:].*)?");

	private static final Pattern ARGUMENT = Pattern
		.compile("--(?:wsgi|server|spring|management|logging)\\.[^\\s=]+(?==)");

	private static final Pattern ROW = Pattern.compile("\\| `([a-z]+\\.[^`]+)` \\| `([^`]+)` \\|.*");

	private static final Pattern REPOSITORY_PATH = Pattern
		.compile("(?<![\\w/.-])(?:\\./)?((?:deploy|benchmarks|docs|template)\\b[\\w./-]*)");

	private static final Pattern MODULES = Pattern.compile("-pl (\\S+)");

	private static Map<String, Map<String, Object>> metadata;

	@BeforeAll
	static void readMetadata() throws IOException {
		metadata = new TreeMap<>();
		for (URL url : Collections.list(DocumentationTests.class.getClassLoader()
			.getResources("META-INF/spring-configuration-metadata.json"))) {
			List<Map<String, Object>> properties = JsonPath.read(url, "$.properties[*]");
			properties.forEach((property) -> metadata.put((String) property.get("name"), property));
		}
	}

	@ParameterizedTest
	@MethodSource("io.wsgi.spring.boot.testsupport.MarkdownPage#all")
	void linksLeadToAFileAndAHeading(MarkdownPage page) throws IOException {
		for (String link : page.links()) {
			if (link.contains("://")) {
				continue;
			}
			String[] parts = link.split("#", 2);
			Path target = parts[0].isEmpty() ? page.file() : page.file().resolveSibling(parts[0]);
			assertThat(target).as(link).exists();
			if (parts.length == 2) {
				assertThat(MarkdownPage.read(target).anchors()).as(link).contains(parts[1]);
			}
		}
	}

	@ParameterizedTest
	@MethodSource("io.wsgi.spring.boot.testsupport.MarkdownPage#all")
	void tablesHaveAsManyCellsInEachRow(MarkdownPage page) {
		int cells = 0;
		for (String line : page.lines()) {
			if (!line.startsWith("|")) {
				cells = 0;
				continue;
			}
			// A bar in code or behind a backslash separates no cells
			int count = line.replaceAll("`[^`]*`|\\\\[|]", "").split("[|]", -1).length;
			cells = (cells == 0) ? count : cells;
			assertThat(count).as(line).isEqualTo(cells);
		}
	}

	@ParameterizedTest
	@MethodSource("io.wsgi.spring.boot.testsupport.MarkdownPage#all")
	void settingsThatAreNamedExist(MarkdownPage page) {
		List<String> named = new ArrayList<>();
		for (String code : page.code()) {
			Matcher setting = SETTING.matcher(code);
			if (setting.matches()) {
				named.add(setting.group(1));
			}
		}
		for (Block block : page.blocks("console")) {
			block.commands()
				.stream()
				.flatMap((command) -> ARGUMENT.matcher(command).results())
				.map((argument) -> argument.group().substring(2))
				.forEach(named::add);
		}
		assertThat(named).filteredOn((name) -> !NO_SETTINGS.contains(name)).allMatch(DocumentationTests::exists);
	}

	@Test
	void settingsInYamlExistAndTakeTheirValues() throws IOException {
		List<Block> blocks = MarkdownPage.allBlocks("yaml");
		assertThat(blocks).isNotEmpty();
		for (Block block : blocks) {
			Map<String, Object> settings = settings(block);
			if (settings.keySet().stream().noneMatch((name) -> SETTING.matcher(name).matches())) {
				continue; // of another program, such as Prometheus
			}
			assertThat(settings.keySet()).as(block.toString()).allMatch(DocumentationTests::exists);
			ConfigurationPropertySource source = ConfigurationPropertySource
				.from(new MapPropertySource("block", settings));
			assertThatNoException().as(block.toString())
				.isThrownBy(() -> new Binder(source).bind("wsgi", Bindable.of(WsgiProperties.class),
						new NoUnboundElementsBindHandler(BindHandler.DEFAULT)));
		}
	}

	@Test
	void everySettingIsListedWithItsDefault() throws IOException {
		MarkdownPage page = MarkdownPage.read(ROOT.resolve("docs/configuration.md"));
		Set<String> listed = new TreeSet<>();
		page.code()
			.stream()
			.map(SETTING::matcher)
			.filter(Matcher::matches)
			.forEach((name) -> listed.add(name.group(1)));
		assertThat(metadata.keySet()).filteredOn((name) -> name.startsWith("wsgi."))
			.hasSizeGreaterThan(30)
			.allMatch((name) -> listed.stream().anyMatch((entry) -> entry.equals(name) || isBelow(entry, name)));
		Map<String, String> defaults = listedDefaults(page);
		assertThat(defaults.keySet()).filteredOn((name) -> defaultOf(name) != null && name.startsWith("wsgi."))
			.hasSizeGreaterThan(15)
			.allSatisfy((name) -> assertThat(defaults.get(name)).as(name).isEqualTo(defaultOf(name)));
	}

	@Test
	void defaultsForSpringBootAreListedWithTheirValues() throws IOException {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addLast(new MapPropertySource("user", Map.of("wsgi.app", "hello:app")));
		new WsgiDefaultsEnvironmentPostProcessor().postProcessEnvironment(environment, new SpringApplication());
		EnumerablePropertySource<?> defaults = (EnumerablePropertySource<?>) environment.getPropertySources()
			.get(DefaultPropertiesPropertySource.NAME);
		MarkdownPage page = MarkdownPage.read(ROOT.resolve("docs/configuration.md"));
		assertThat(page.code()).contains(defaults.getPropertyNames());
		Map<String, String> listed = listedDefaults(page);
		assertThat(listed.keySet()).filteredOn(defaults::containsProperty)
			.hasSizeGreaterThan(8)
			.allSatisfy((name) -> assertThat(listed.get(name)).as(name).isEqualTo(defaults.getProperty(name)));
	}

	@Test
	void commandsNameScriptsAndModulesThatExist() throws IOException {
		List<String> commands = MarkdownPage.allBlocks("console")
			.stream()
			.flatMap((block) -> block.commands().stream())
			.toList();
		assertThat(commands).hasSizeGreaterThan(30);
		assertThat(commands).flatMap((command) -> REPOSITORY_PATH.matcher(command).results().toList())
			.extracting((path) -> path.group(1))
			.isNotEmpty()
			.allSatisfy((path) -> assertThat(ROOT.resolve(path)).exists());
		assertThat(commands).flatMap((command) -> MODULES.matcher(command).results().toList())
			.flatMap((modules) -> List.of(modules.group(1).split(",")))
			.isNotEmpty()
			.allSatisfy((module) -> assertThat(ROOT.resolve(module).resolve("pom.xml")).exists());
	}

	@Test
	void quickStartShowsTheFilesOfTheTemplate() throws IOException {
		Pattern named = Pattern.compile("`(src/[\\w./]+)`:");
		Map<String, String> shown = new LinkedHashMap<>();
		MarkdownPage page = MarkdownPage.read(ROOT.resolve("README.md"));
		Stream.of("python", "java", "yaml").flatMap((language) -> page.blocks(language).stream()).forEach((block) -> {
			Matcher file = named.matcher(block.before());
			if (file.matches()) {
				shown.put(file.group(1), block.content());
			}
		});
		assertThat(shown).hasSize(3)
			.allSatisfy((file, content) -> assertThat(ROOT.resolve("template").resolve(file)).hasContent(content));
	}

	@Test
	void templateHasTheDockerfileThatIsShown() throws IOException {
		assertThat(MarkdownPage.allBlocks("dockerfile")).singleElement()
			.satisfies((block) -> assertThat(ROOT.resolve("template/Dockerfile")).content().endsWith(block.content()));
	}

	@Test
	void templateHasTheCompilerDirectives() {
		assertThat(ROOT.resolve("template/compiler-directives.json"))
			.hasSameTextualContentAs(ROOT.resolve("compiler-directives.json"));
		assertThat(ROOT.resolve("template/checkpoint")).hasSameTextualContentAs(ROOT.resolve("deploy/checkpoint"));
	}

	private static Map<String, String> listedDefaults(MarkdownPage page) {
		Map<String, String> defaults = new LinkedHashMap<>();
		page.lines()
			.stream()
			.map(ROW::matcher)
			.filter(Matcher::matches)
			.forEach((row) -> defaults.put(row.group(1), row.group(2)));
		return defaults;
	}

	private static Map<String, Object> settings(Block block) throws IOException {
		Map<String, Object> settings = new LinkedHashMap<>();
		for (PropertySource<?> source : new YamlPropertySourceLoader().load("block",
				new ByteArrayResource(block.content().getBytes(StandardCharsets.UTF_8)))) {
			EnumerablePropertySource<?> enumerable = (EnumerablePropertySource<?>) source;
			for (String name : enumerable.getPropertyNames()) {
				settings.put(name, enumerable.getProperty(name));
			}
		}
		return settings;
	}

	private static boolean exists(String name) {
		if (name.endsWith(".*")) {
			String group = name.substring(0, name.length() - 1);
			return exists(group + "x") || metadata.keySet().stream().anyMatch((other) -> other.startsWith(group));
		}
		return metadata.containsKey(name) || metadata.entrySet()
			.stream()
			.anyMatch((property) -> isBelow(name, property.getKey()) && isOpen(property.getValue()));
	}

	private static boolean isBelow(String name, String parent) {
		return name.startsWith(parent + ".") || name.startsWith(parent + "[");
	}

	private static boolean isOpen(Map<String, Object> property) {
		String type = String.valueOf(property.get("type"));
		return type.startsWith("java.util.Map") || type.startsWith("java.util.List");
	}

	private static String defaultOf(String name) {
		Map<String, Object> property = metadata.get(name);
		return (property != null && property.get("defaultValue") != null) ? property.get("defaultValue").toString()
				: null;
	}

}
