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

import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.annotation.Order;

/**
 * {@link FailureAnalyzer} for configuration properties below {@code wsgi} that there are
 * not: tells where they are, and what may have been meant. Comes before the one of Spring
 * Boot, which is for the properties of anybody.
 *
 * @author wsgi-spring-boot contributors
 */
@Order(0)
class UnknownPropertyFailureAnalyzer extends AbstractFailureAnalyzer<UnboundConfigurationPropertiesException> {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("wsgi");

	private static final String INDENT = System.lineSeparator() + "    ";

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, UnboundConfigurationPropertiesException cause) {
		Set<ConfigurationProperty> properties = cause.getUnboundProperties();
		if (!properties.stream().allMatch((property) -> PREFIX.isAncestorOf(property.getName()))) {
			return null;
		}
		String description = properties.stream()
			.map(UnknownPropertyFailureAnalyzer::describe)
			.collect(Collectors.joining(INDENT, "There is no such configuration property:" + INDENT, ""));
		return new FailureAnalysis(description,
				"Correct the name, or remove the property. The page on configuration has "
						+ "all names, and those of gunicorn beside them. Properties of your own need another prefix "
						+ "than 'wsgi'.",
				cause);
	}

	private static String describe(ConfigurationProperty property) {
		String origin = (property.getOrigin() != null) ? " (" + property.getOrigin() + ")" : "";
		ConfigurationPropertyName nearest = NearestProperty.to(property.getName());
		if (nearest != null && nearest.equals(property.getName())) {
			return nearest + origin + ": the elements of a list have the numbers 0, 1, 2 and so on, without a gap";
		}
		return property.getName() + origin + ((nearest != null) ? ": did you mean " + nearest + "?" : "");
	}

}
