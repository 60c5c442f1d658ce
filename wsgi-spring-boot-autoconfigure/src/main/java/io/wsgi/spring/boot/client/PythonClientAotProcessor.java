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

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.beans.factory.support.RootBeanDefinition;

/**
 * {@link BeanRegistrationAotProcessor} for the beans of interfaces with
 * {@link PythonClient @PythonClient}: their proxies, their methods, and the values that
 * these take and return.
 *
 * @author wsgi-spring-boot contributors
 */
class PythonClientAotProcessor implements BeanRegistrationAotProcessor {

	private final BindingReflectionHintsRegistrar bindings = new BindingReflectionHintsRegistrar();

	@Override
	public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean bean) {
		RootBeanDefinition definition = bean.getMergedBeanDefinition();
		if (!definition.hasBeanClass() || definition.getBeanClass() != PythonClientFactoryBean.class) {
			return null;
		}
		Class<?> type = definition.getResolvableType().getGeneric(0).resolve();
		return (type != null) ? (context, code) -> register(context.getRuntimeHints(), type) : null;
	}

	private void register(RuntimeHints hints, Class<?> type) {
		hints.proxies().registerJdkProxy(type);
		hints.reflection().registerType(type, MemberCategory.INVOKE_PUBLIC_METHODS);
		for (Method method : type.getMethods()) {
			this.bindings.registerReflectionHints(hints.reflection(), method.getGenericReturnType());
			this.bindings.registerReflectionHints(hints.reflection(), method.getGenericParameterTypes());
		}
	}

}
