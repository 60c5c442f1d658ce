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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import org.springframework.boot.json.JsonParserFactory;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the metadata from which IDEs complete and explain properties.
 *
 * @author wsgi-spring-boot contributors
 */
class ConfigurationMetadataTests {

	private final Map<String, Object> metadata = read("META-INF/spring-configuration-metadata.json");

	@Test
	void everyPropertyHasADescription() {
		assertThat(entries("properties")).isNotEmpty()
			.allSatisfy((property) -> assertThat((String) property.get("description")).as("%s", property.get("name"))
				.isNotBlank()
				.endsWith("."));
	}

	@Test
	void descriptionsReadAsThoseOfSpringBoot() {
		assertThat(entries("properties"))
			.allSatisfy((property) -> assertThat((String) property.get("description")).as("%s", property.get("name"))
				.doesNotStartWith("A ")
				.doesNotStartWith("The ")
				.doesNotContain("{@"));
	}

	@Test
	void everyPropertyIsOurs() {
		assertThat(names("properties"))
			.allMatch((name) -> name.startsWith("wsgi.") || name.equals("management.health.wsgi.enabled")
					|| name.equals("management.info.wsgi.enabled") || name.startsWith("management.endpoint.wsgi."))
			.contains("wsgi.enabled", "wsgi.app", "wsgi.python-path", "wsgi.virtual-env", "wsgi.env", "wsgi.path");
	}

	@Test
	void everyHintIsForAPropertyThatExists() {
		Set<String> names = new HashSet<>(names("properties"));
		assertThat(names("hints")).isNotEmpty()
			.allSatisfy((name) -> assertThat(names).contains(name.replaceAll("\\.(keys|values)$", "")));
	}

	@Test
	void applicationIsHintedWithItsForms() {
		assertThat(names("hints")).contains("wsgi.app");
	}

	private List<String> names(String kind) {
		return entries(kind).stream().map((entry) -> (String) entry.get("name")).toList();
	}

	@SuppressWarnings("unchecked")
	private List<Map<String, Object>> entries(String kind) {
		List<Map<String, Object>> entries = new ArrayList<>();
		((List<Object>) this.metadata.getOrDefault(kind, Collections.emptyList()))
			.forEach((entry) -> entries.add((Map<String, Object>) entry));
		return entries;
	}

	private static Map<String, Object> read(String name) {
		try {
			return JsonParserFactory.getJsonParser()
				.parseMap(new ClassPathResource(name).getContentAsString(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
