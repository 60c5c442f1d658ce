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
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.core.ResolvableType;

/**
 * Finds the configuration property below {@code wsgi} whose name is the most like one
 * that is not known.
 *
 * @author wsgi-spring-boot contributors
 */
final class NearestProperty {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("wsgi");

	private static final ConfigurationPropertyName APPLICATIONS = PREFIX.append("apps");

	// Further apart are names that only look alike
	private static final int MAX_DISTANCE = 2;

	private final ConfigurationPropertyName name;

	private @Nullable ConfigurationPropertyName nearest;

	private int distance;

	private NearestProperty(ConfigurationPropertyName name) {
		this.name = name;
		ConfigurationPropertyName withoutNumber = name.isLastElementIndexed()
				? name.chop(name.getNumberOfElements() - 1) : name;
		this.distance = 1 + Math.min(MAX_DISTANCE, withoutNumber.getLastElement(Form.UNIFORM).length() / 2);
		collect(PREFIX, WsgiProperties.class);
	}

	/**
	 * Return the name that is the most like another one.
	 * @param name the name below {@code wsgi}
	 * @return a name that there is, the same one if it is known, or {@code null} if none
	 * is like it
	 */
	static @Nullable ConfigurationPropertyName to(ConfigurationPropertyName name) {
		NearestProperty found = new NearestProperty(name);
		int application = APPLICATIONS.getNumberOfElements() + 1;
		if (found.distance > 0 && APPLICATIONS.isAncestorOf(name) && name.getNumberOfElements() > application) {
			// Not every property can be set for one application
			ConfigurationPropertyName shared = PREFIX.append(name.subName(application));
			if (new NearestProperty(shared).distance == 0) {
				return shared;
			}
		}
		return found.nearest;
	}

	private void collect(ConfigurationPropertyName prefix, Class<?> type) {
		for (PropertyDescriptor property : BeanUtils.getPropertyDescriptors(type)) {
			Method getter = property.getReadMethod();
			if (getter != null && getter.getDeclaringClass() != Object.class) {
				collect(prefix.append(DataObjectPropertyName.toDashedForm(property.getName())),
						ResolvableType.forMethodReturnType(getter));
			}
		}
	}

	private void collect(ConfigurationPropertyName property, ResolvableType type) {
		int depth = property.getNumberOfElements();
		ConfigurationPropertyName rest = this.name.subName(Math.min(depth, this.name.getNumberOfElements()));
		boolean indexed = !rest.isEmpty() && rest.isNumericIndex(0);
		if (Map.class.isAssignableFrom(type.toClass())) {
			collectElements(property, type.getGeneric(1).toClass(), rest);
		}
		else if (List.class.isAssignableFrom(type.toClass())) {
			collectElements(property, type.getGeneric(0).toClass(), indexed ? rest : ConfigurationPropertyName.EMPTY);
		}
		else if (hasProperties(type.toClass())) {
			collect(property, type.toClass());
		}
		else {
			consider(property);
		}
	}

	// With the key or the number that the unknown name has at this place
	private void collectElements(ConfigurationPropertyName property, Class<?> type, ConfigurationPropertyName rest) {
		if (!hasProperties(type)) {
			consider(property.append(rest));
		}
		else if (!rest.isEmpty()) {
			collect(property.append(rest.chop(1)), type);
		}
	}

	private static boolean hasProperties(Class<?> type) {
		return type.getEnclosingClass() == WsgiProperties.class && !type.isEnum();
	}

	private void consider(ConfigurationPropertyName candidate) {
		int found = distance(uniform(this.name), uniform(candidate));
		if (found < this.distance) {
			this.nearest = candidate;
			this.distance = found;
		}
	}

	private static String uniform(ConfigurationPropertyName name) {
		return name.toString().replace("-", "");
	}

	// How many characters have to be inserted, removed, replaced or swapped with the next
	private static int distance(String from, String to) {
		int[][] distances = new int[from.length() + 1][to.length() + 1];
		for (int i = 0; i <= from.length(); i++) {
			for (int j = 0; j <= to.length(); j++) {
				if (i == 0 || j == 0) {
					distances[i][j] = i + j;
					continue;
				}
				int replaced = distances[i - 1][j - 1] + ((from.charAt(i - 1) != to.charAt(j - 1)) ? 1 : 0);
				int shifted = 1 + Math.min(distances[i - 1][j], distances[i][j - 1]);
				distances[i][j] = Math.min(replaced, shifted);
				boolean swapped = i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2)
						&& from.charAt(i - 2) == to.charAt(j - 1);
				if (swapped) {
					distances[i][j] = Math.min(distances[i][j], 1 + distances[i - 2][j - 2]);
				}
			}
		}
		return distances[from.length()][to.length()];
	}

}
