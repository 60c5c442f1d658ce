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

import io.wsgi.spring.boot.client.PythonClient;
import io.wsgi.spring.boot.client.PythonClientFactoryBean;
import io.wsgi.spring.boot.client.PythonClientScanner;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.AnnotationMetadata;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that looks for interfaces with
 * {@link PythonClient @PythonClient} in the packages of the application, unless there are
 * some already.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
@AutoConfiguration(before = WsgiAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "wsgi.enabled", matchIfMissing = true)
@ConditionalOnMissingBean(PythonClientFactoryBean.class)
@Import(WsgiPythonClientAutoConfiguration.Registrar.class)
public final class WsgiPythonClientAutoConfiguration {

	/**
	 * Registers the interfaces.
	 */
	static class Registrar implements ImportBeanDefinitionRegistrar {

		private final BeanFactory beanFactory;

		private final Environment environment;

		private final ResourceLoader resources;

		Registrar(BeanFactory beanFactory, Environment environment, ResourceLoader resources) {
			this.beanFactory = beanFactory;
			this.environment = environment;
			this.resources = resources;
		}

		@Override
		public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
			if (AutoConfigurationPackages.has(this.beanFactory)) {
				new PythonClientScanner(registry, this.environment, this.resources)
					.scan(AutoConfigurationPackages.get(this.beanFactory));
			}
		}

	}

}
