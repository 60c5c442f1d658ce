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

import java.beans.PropertyDescriptor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.BeanWrapper;
import org.springframework.beans.BeanWrapperImpl;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.core.io.ClassPathResource;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WsgiProperties}, with the properties that the metadata has.
 *
 * @author wsgi-spring-boot contributors
 */
class WsgiPropertiesTests {

	/**
	 * Return the properties, and those of an element of each list and map.
	 * @return the names
	 * @throws IOException if the metadata cannot be read
	 */
	static Stream<String> names() throws IOException {
		String metadata = new ClassPathResource("META-INF/spring-configuration-metadata.json")
			.getContentAsString(StandardCharsets.UTF_8);
		return ((List<?>) JsonParserFactory.getJsonParser().parseMap(metadata).get("properties")).stream()
			.map((property) -> (Map<?, ?>) property)
			.filter((property) -> String.valueOf(property.get("sourceType")).startsWith(WsgiProperties.class.getName()))
			.flatMap((property) -> withElement((String) property.get("name")));
	}

	private static Stream<String> withElement(String name) {
		TypeDescriptor type = propertiesWithElements().getPropertyTypeDescriptor(path(name));
		TypeDescriptor element = type.isMap() ? type.getMapValueTypeDescriptor() : type.getElementTypeDescriptor();
		if (element == null) {
			return Stream.of(name);
		}
		String nameOfElement = type.isMap() ? name + ".some.key" : name + "[0]";
		if (element.getType() == String.class) {
			return Stream.of(nameOfElement);
		}
		// A dot would end the key of a map of objects
		return propertiesOf(element.getType(), nameOfElement.replace(".some.key", ".entry"));
	}

	private static Stream<String> propertiesOf(Class<?> type, String prefix) {
		return Stream.of(new BeanWrapperImpl(type).getPropertyDescriptors())
			.map(PropertyDescriptor::getName)
			.filter((property) -> !property.equals("class"))
			.map((property) -> prefix + "." + property)
			.flatMap((property) -> property.endsWith(".health")
					? propertiesOf(WsgiProperties.ApplicationHealth.class, property) : withElement(property));
	}

	@ParameterizedTest
	@MethodSource("names")
	void everyPropertyIsBoundAndNothingElse(String name) throws Exception {
		String path = path(name);
		BeanWrapper unbound = propertiesWithElements();
		Object value = valueOtherThan(unbound.getPropertyValue(path),
				unbound.getPropertyTypeDescriptor(path).getObjectType());
		BeanWrapper bound = bind(name, text(value));
		assertThat(bound.getPropertyValue(path)).isEqualTo(value);
		assertThat(names().filter((other) -> !other.equals(name)).map(WsgiPropertiesTests::path))
			.allSatisfy((other) -> assertThat(bound.getPropertyValue(other)).as(other)
				.isEqualTo(propertiesWithElements().getPropertyValue(other)));
	}

	private static BeanWrapper bind(String name, String text) {
		Binder binder = new Binder(new MapConfigurationPropertySource(Map.of(name, text)));
		WsgiProperties properties = binder
			.bind("wsgi", Bindable.of(WsgiProperties.class), new NoUnboundElementsBindHandler(BindHandler.DEFAULT))
			.get();
		return withElements(properties);
	}

	private static BeanWrapper propertiesWithElements() {
		return withElements(new WsgiProperties());
	}

	private static BeanWrapper withElements(WsgiProperties properties) {
		BeanWrapper wrapper = PropertyAccessorFactory.forBeanPropertyAccess(properties);
		wrapper.setAutoGrowNestedPaths(true);
		return wrapper;
	}

	private static Object valueOtherThan(Object former, Class<?> type) {
		if (type == Boolean.class) {
			return !Boolean.TRUE.equals(former);
		}
		if (type.isEnum()) {
			return Stream.of(type.getEnumConstants()).filter((value) -> value != former).findFirst().orElseThrow();
		}
		return Map
			.of(String.class, "/a text", Integer.class, 4711, Double.class, 0.4711, Duration.class,
					Duration.ofSeconds(4711), DataSize.class, DataSize.ofKilobytes(4711))
			.get(type);
	}

	private static String text(Object value) {
		return (value instanceof Duration duration) ? Long.toString(duration.toSeconds()) : value.toString();
	}

	// Such as warmup[0].headers[some.key] for wsgi.warmup[0].headers.some.key
	private static String path(String name) {
		String path = name.substring("wsgi.".length()).replace(".some.key", "[some.key]").replace(".entry", "[entry]");
		StringBuilder camelCase = new StringBuilder();
		for (String word : path.split("-")) {
			camelCase.append(camelCase.isEmpty() ? word.substring(0, 1) : word.substring(0, 1).toUpperCase())
				.append(word.substring(1));
		}
		return camelCase.toString();
	}

}
