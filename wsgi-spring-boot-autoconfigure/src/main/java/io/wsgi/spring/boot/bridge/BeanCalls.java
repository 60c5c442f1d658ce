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

package io.wsgi.spring.boot.bridge;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * Lets Python call those beans that it may.
 *
 * @author wsgi-spring-boot contributors
 */
final class BeanCalls implements DoorService {

	private final ListableBeanFactory beanFactory;

	private final Set<String> names = new TreeSet<>();

	private final Map<String, List<String>> types = new HashMap<>();

	private final BeanMethods methods = new BeanMethods();

	/**
	 * Create new calls.
	 * @param beanFactory has the beans
	 * @param allowed the names and types of those that may be called
	 * @throws UnknownBeanException if there is none of such a name or type
	 */
	BeanCalls(ListableBeanFactory beanFactory, List<String> allowed) {
		this.beanFactory = beanFactory;
		allowed.forEach(this::allow);
	}

	private void allow(String nameOrType) {
		if (this.beanFactory.containsBean(nameOrType)) {
			this.names.add(nameOrType);
			return;
		}
		Class<?> type = resolve(nameOrType);
		List<String> found = (type != null) ? List.of(this.beanFactory.getBeanNamesForType(type, true, false))
				: List.of();
		if (found.isEmpty()) {
			throw new UnknownBeanException(nameOrType);
		}
		this.names.addAll(found);
		this.types.put(nameOrType, found);
	}

	private static @Nullable Class<?> resolve(String name) {
		try {
			return ClassUtils.forName(name, null);
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return null;
		}
	}

	@Override
	public Map<String, Operation> operations() {
		return Map.of("bean", (question) -> find(question.text(0)), "methods",
				(question) -> this.methods.names(bean(question)), "call", (question) -> this.methods
					.call(bean(question), question.text(1), (List<?>) Objects.requireNonNull(question.value(2))));
	}

	private String find(String nameOrType) {
		if (this.names.contains(nameOrType)) {
			return nameOrType;
		}
		List<String> found = this.types.getOrDefault(nameOrType, List.of());
		if (found.isEmpty()) {
			throw new Refusal(Refusal.Kind.BEAN, "wsgi.beans has no '" + nameOrType + "'");
		}
		if (found.size() > 1) {
			throw new Refusal(Refusal.Kind.BEAN,
					"There are several beans of the type " + nameOrType + ": " + String.join(", ", found));
		}
		return found.get(0);
	}

	private Object bean(Question question) {
		return this.beanFactory.getBean(find(question.text(0)));
	}

}
