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

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.wsgi.spring.boot.bridge.PythonValues;
import io.wsgi.spring.boot.client.PythonClientFactoryBean;

import org.springframework.beans.factory.ListableBeanFactory;

/**
 * The interfaces through which Java code calls functions of Python.
 *
 * @author wsgi-spring-boot contributors
 */
class PythonClients {

	private final ListableBeanFactory beanFactory;

	PythonClients(ListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	boolean exist() {
		return this.beanFactory.getBeanNamesForType(PythonClientFactoryBean.class, true, false).length > 0;
	}

	/**
	 * Return the functions that have to be in an application.
	 * @param application the application
	 * @return the functions, as {@link io.wsgi.runtime.PythonInterpreter} takes them
	 */
	String requirements(WsgiApplication application) {
		WsgiApplications applications = this.beanFactory.getBean(WsgiApplications.class);
		List<List<?>> functions = factories().filter((factory) -> applications.calledBy(factory).equals(application))
			.flatMap((factory) -> factory.functions().stream())
			.toList();
		return functions.isEmpty() ? "" : PythonValues.write(functions);
	}

	private Stream<PythonClientFactoryBean<?>> factories() {
		return Arrays.stream(this.beanFactory.getBeanNamesForType(PythonClientFactoryBean.class, true, false))
			.map((name) -> (PythonClientFactoryBean<?>) this.beanFactory.getBean(name));
	}

}
