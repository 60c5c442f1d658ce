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

import java.util.List;
import java.util.function.Supplier;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.util.pattern.PathPattern;

/**
 * Finds the path patterns of Spring's static resources, without those that match every
 * path.
 *
 * @author wsgi-spring-boot contributors
 */
class ResourcePatterns implements Supplier<List<PathPattern>> {

	private static final String MAPPING = "resourceHandlerMapping";

	private static final String WEBJARS = "/webjars/**";

	private final ListableBeanFactory beanFactory;

	ResourcePatterns(ListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public List<PathPattern> get() {
		if (!this.beanFactory.containsBean(MAPPING)
				|| !(this.beanFactory.getBean(MAPPING) instanceof AbstractUrlHandlerMapping mapping)) {
			return List.of();
		}
		return mapping.getPathPatternHandlerMap().keySet().stream().filter(this::isOwn).toList();
	}

	private boolean isOwn(PathPattern pattern) {
		return switch (pattern.getPatternString()) {
			case "/**", "/{*path}" -> false;
			case WEBJARS -> getClass().getClassLoader().getResource("META-INF/resources/webjars") != null;
			default -> true;
		};
	}

}
