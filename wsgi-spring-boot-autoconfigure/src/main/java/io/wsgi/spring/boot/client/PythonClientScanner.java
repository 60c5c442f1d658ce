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

import java.beans.Introspector;
import java.util.Collection;

import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

/**
 * Finds interfaces with {@link PythonClient @PythonClient} and registers their beans.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class PythonClientScanner {

	private final BeanDefinitionRegistry registry;

	private final ClassPathScanningCandidateComponentProvider candidates;

	private final ClassLoader classLoader;

	/**
	 * Create a new scanner.
	 * @param registry where beans are registered
	 * @param environment decides which interfaces count
	 * @param resources has the class files
	 */
	public PythonClientScanner(BeanDefinitionRegistry registry, Environment environment, ResourceLoader resources) {
		this.registry = registry;
		this.classLoader = (resources.getClassLoader() != null) ? resources.getClassLoader()
				: PythonClientScanner.class.getClassLoader();
		this.candidates = new InterfaceProvider(environment);
		this.candidates.setResourceLoader(resources);
		this.candidates.addIncludeFilter(new AnnotationTypeFilter(PythonClient.class, false));
	}

	/**
	 * Register the interfaces of packages.
	 * @param packages the names of the packages
	 */
	public void scan(Collection<String> packages) {
		for (String each : packages) {
			for (BeanDefinition candidate : this.candidates.findCandidateComponents(each)) {
				register(ClassUtils.resolveClassName(String.valueOf(candidate.getBeanClassName()), this.classLoader));
			}
		}
	}

	/**
	 * Register an interface, unless there is a bean of its name.
	 * @param type the interface
	 * @throws IllegalStateException if another interface has that name
	 */
	public void register(Class<?> type) {
		String name = Introspector.decapitalize(type.getSimpleName());
		if (this.registry.containsBeanDefinition(name)) {
			checkNoOther(type, name);
			return;
		}
		RootBeanDefinition definition = new RootBeanDefinition(PythonClientFactoryBean.class);
		definition.setTargetType(ResolvableType.forClassWithGenerics(PythonClientFactoryBean.class, type));
		definition.setAttribute(FactoryBean.OBJECT_TYPE_ATTRIBUTE, type);
		definition.getConstructorArgumentValues().addIndexedArgumentValue(0, type);
		this.registry.registerBeanDefinition(name, definition);
	}

	private void checkNoOther(Class<?> type, String name) {
		BeanDefinition known = this.registry.getBeanDefinition(name);
		if (PythonClientFactoryBean.class.getName().equals(known.getBeanClassName())
				&& known.getAttribute(FactoryBean.OBJECT_TYPE_ATTRIBUTE) instanceof Class<?> other) {
			Assert.state(other.getName().equals(type.getName()),
					() -> "%s and %s, both with @PythonClient, would be the bean '%s': rename one of them"
						.formatted(other.getName(), type.getName(), name));
		}
	}

	/**
	 * Takes interfaces, which no other component is.
	 */
	private static final class InterfaceProvider extends ClassPathScanningCandidateComponentProvider {

		private InterfaceProvider(Environment environment) {
			super(false, environment);
		}

		@Override
		protected boolean isCandidateComponent(AnnotatedBeanDefinition definition) {
			return definition.getMetadata().isInterface() && definition.getMetadata().isIndependent();
		}

	}

}
