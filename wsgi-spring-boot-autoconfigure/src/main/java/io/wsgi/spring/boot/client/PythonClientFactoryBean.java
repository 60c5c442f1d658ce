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
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * {@link FactoryBean} that makes the bean of an interface with
 * {@link PythonClient @PythonClient}.
 *
 * @param <T> the interface
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class PythonClientFactoryBean<T> implements FactoryBean<T>, BeanFactoryAware, EnvironmentAware {

	private final Class<T> type;

	private final PythonClient settings;

	private Environment environment = new StandardEnvironment();

	private @Nullable BeanFactory beanFactory;

	/**
	 * Create a new factory.
	 * @param type the interface
	 */
	public PythonClientFactoryBean(Class<T> type) {
		PythonClient annotation = AnnotatedElementUtils.findMergedAnnotation(type, PythonClient.class);
		Assert.isTrue(type.isInterface() && annotation != null,
				() -> type.getName() + " has to be an interface with @PythonClient");
		this.type = type;
		this.settings = annotation;
	}

	@Override
	public void setEnvironment(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public Class<T> getObjectType() {
		return this.type;
	}

	@Override
	public T getObject() {
		BeanFactory beans = this.beanFactory;
		Assert.state(beans != null, "There is no bean factory");
		List<ClientMethod> methods = methods();
		PythonClientInvocations invocations = new PythonClientInvocations(this.type, methods, application(),
				() -> beans.getBean(PythonTemplate.class));
		return this.type
			.cast(Proxy.newProxyInstance(this.type.getClassLoader(), new Class<?>[] { this.type }, invocations));
	}

	/**
	 * Return in which application the functions run.
	 * @return the name of the application, or {@code null} if the annotation does not
	 * tell
	 */
	public @Nullable String application() {
		String application = resolve(this.settings.application());
		return StringUtils.hasText(application) ? application : null;
	}

	/**
	 * Return what has to be there in Python.
	 * @return of each function who calls it, the names of its module and of itself, and
	 * the names of the arguments, {@code null} where Java does not know them
	 */
	public List<List<?>> functions() {
		List<List<?>> functions = new ArrayList<>();
		for (ClientMethod method : methods()) {
			functions.add(Arrays.asList(this.type.getName() + "." + method.method().getName() + "()", method.module(),
					method.function(), method.names()));
		}
		return functions;
	}

	private List<ClientMethod> methods() {
		String module = resolve(this.settings.module());
		Assert.hasText(module, () -> "@PythonClient of " + this.type.getName() + " has to name a module");
		Duration timeout = duration(this.settings.timeout());
		return Arrays.stream(this.type.getMethods())
			.filter((method) -> Modifier.isAbstract(method.getModifiers()))
			.map((method) -> method(module, method, timeout))
			.toList();
	}

	private ClientMethod method(String module, Method method, @Nullable Duration timeout) {
		PythonFunction function = AnnotationUtils.findAnnotation(method, PythonFunction.class);
		String name = (function != null) ? resolve(function.value()) : "";
		Duration own = (function != null) ? duration(function.timeout()) : null;
		return ClientMethod.of(this.type, method, module, name, (own != null) ? own : timeout);
	}

	private String resolve(String text) {
		return this.environment.resolveRequiredPlaceholders(text).strip();
	}

	private @Nullable Duration duration(String text) {
		String resolved = resolve(text);
		try {
			Duration duration = resolved.isEmpty() ? null : DurationStyle.detectAndParse(resolved);
			Assert.isTrue(duration == null || duration.isPositive(), "It has to be positive");
			return duration;
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("The timeout '%s' of %s is no duration such as 2s: %s"
				.formatted(resolved, this.type.getName(), ex.getMessage()), ex);
		}
	}

}
