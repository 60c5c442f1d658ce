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

import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/**
 * Does what the methods of a client are for.
 *
 * @author wsgi-spring-boot contributors
 */
final class PythonClientInvocations implements InvocationHandler {

	private static final Object[] NO_ARGUMENTS = {};

	private final Class<?> type;

	private final Map<Method, ClientMethod> methods;

	private final @Nullable String application;

	private final Supplier<PythonTemplate> template;

	/**
	 * Create a new instance.
	 * @param type the interface
	 * @param methods its methods
	 * @param application where the functions run; {@code null} for the only application
	 * @param template returns what calls them
	 */
	PythonClientInvocations(Class<?> type, List<ClientMethod> methods, @Nullable String application,
			Supplier<PythonTemplate> template) {
		this.type = type;
		this.methods = methods.stream().collect(Collectors.toMap(ClientMethod::method, Function.identity()));
		this.application = application;
		this.template = template;
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] given) throws Throwable {
		Object[] arguments = (given != null) ? given : NO_ARGUMENTS;
		ClientMethod known = this.methods.get(method);
		if (known != null) {
			return known.invoke(this.template.get(), this.application, arguments);
		}
		if (ReflectionUtils.isEqualsMethod(method)) {
			return proxy == arguments[0];
		}
		if (ReflectionUtils.isHashCodeMethod(method)) {
			return System.identityHashCode(proxy);
		}
		if (ReflectionUtils.isToStringMethod(method)) {
			return "Python client " + this.type.getName();
		}
		// A default method, also of an interface that is not public
		Class<?> declaring = method.getDeclaringClass();
		return MethodHandles.privateLookupIn(declaring, MethodHandles.lookup())
			.unreflectSpecial(method, declaring)
			.bindTo(proxy)
			.invokeWithArguments(arguments);
	}

}
