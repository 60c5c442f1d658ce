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

package io.wsgi.spring.boot.client;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;

/**
 * Registers what {@link ImportPythonClients @ImportPythonClients} names.
 *
 * @author wsgi-spring-boot contributors
 */
class ImportedPythonClientsRegistrar implements ImportBeanDefinitionRegistrar {

	private final Environment environment;

	private final ResourceLoader resources;

	ImportedPythonClientsRegistrar(Environment environment, ResourceLoader resources) {
		this.environment = environment;
		this.resources = resources;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
		PythonClientScanner scanner = new PythonClientScanner(registry, this.environment, this.resources);
		MergedAnnotation<ImportPythonClients> annotation = metadata.getAnnotations().get(ImportPythonClients.class);
		Class<?>[] types = annotation.getClassArray("types");
		Set<String> packages = new LinkedHashSet<>(Arrays.asList(annotation.getStringArray("basePackages")));
		for (Class<?> each : annotation.getClassArray("basePackageClasses")) {
			packages.add(ClassUtils.getPackageName(each));
		}
		if (types.length == 0 && packages.isEmpty()) {
			packages.add(ClassUtils.getPackageName(metadata.getClassName()));
		}
		Arrays.stream(types).forEach(scanner::register);
		scanner.scan(packages);
	}

}
