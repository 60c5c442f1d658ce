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

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.ResolvableType;
import org.springframework.util.ReflectionUtils;

/**
 * Finds the method that Python means, and calls it: through the proxy of the bean, if it
 * has one.
 *
 * @author wsgi-spring-boot contributors
 */
final class BeanMethods {

	private final Map<Class<?>, List<Offered>> offered = new ConcurrentHashMap<>();

	/**
	 * Return the names of the methods of a bean.
	 * @param bean the bean
	 * @return the names, as Python has them
	 */
	List<String> names(Object bean) {
		return offered(bean).stream().map((each) -> SnakeCase.of(each.method().getName())).distinct().sorted().toList();
	}

	/**
	 * Call a method.
	 * @param bean the bean
	 * @param name the name of the method, in Python's or in Java's way
	 * @param arguments what Python gives
	 * @return what the method returns
	 * @throws InvocationTargetException if it throws something
	 */
	@Nullable Object call(Object bean, String name, List<?> arguments) throws InvocationTargetException {
		Call nearest = null;
		boolean ambiguous = false;
		String mismatch = "";
		for (Offered candidate : candidates(bean, name, arguments.size())) {
			try {
				Call call = candidate.prepare(arguments);
				if (nearest == null || call.distance() < nearest.distance()) {
					nearest = call;
					ambiguous = false;
				}
				else {
					ambiguous |= call.distance() == nearest.distance();
				}
			}
			catch (Conversion.Mismatch ex) {
				mismatch = name + "(): " + ex.getMessage();
			}
		}
		if (nearest == null) {
			throw new Refusal(Refusal.Kind.TYPE, mismatch);
		}
		if (ambiguous) {
			throw new Refusal(Refusal.Kind.TYPE, name + "(): several methods are equally near to these arguments");
		}
		return nearest.invoke(bean);
	}

	private List<Offered> candidates(Object bean, String name, int count) {
		List<Offered> named = offered(bean).stream()
			.filter((each) -> SnakeCase.matches(name, each.method().getName()))
			.toList();
		if (named.isEmpty()) {
			throw new Refusal(Refusal.Kind.METHOD,
					AopUtils.getTargetClass(bean).getSimpleName() + " has no method '" + name + "'");
		}
		List<Offered> fitting = named.stream().filter((each) -> each.method().getParameterCount() == count).toList();
		if (fitting.isEmpty()) {
			String counts = named.stream()
				.map((each) -> each.method().getParameterCount())
				.distinct()
				.sorted()
				.map(String::valueOf)
				.collect(Collectors.joining(" or "));
			throw new Refusal(Refusal.Kind.TYPE, name + "() takes " + counts + " arguments, not " + count);
		}
		return fitting;
	}

	private List<Offered> offered(Object bean) {
		return this.offered.computeIfAbsent(bean.getClass(), (type) -> find(bean));
	}

	// A proxy that is no subclass has the methods of its interfaces only
	private static List<Offered> find(Object bean) {
		List<Class<?>> types = Proxy.isProxyClass(bean.getClass()) ? List.of(AopProxyUtils.proxiedUserInterfaces(bean))
				: List.of(AopUtils.getTargetClass(bean));
		Map<List<Object>, Offered> found = new LinkedHashMap<>();
		for (Class<?> type : types) {
			for (Method method : MethodIntrospector.selectMethods(type,
					(ReflectionUtils.MethodFilter) BeanMethods::isOffered)) {
				List<Object> signature = new ArrayList<>(List.of(method.getParameterTypes()));
				signature.add(method.getName());
				found.putIfAbsent(signature, new Offered(type, method));
			}
		}
		return List.copyOf(found.values());
	}

	private static boolean isOffered(Method method) {
		return Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers())
				&& !method.isSynthetic() && !ReflectionUtils.isObjectMethod(method)
				&& method.getDeclaringClass() != Object.class;
	}

	/**
	 * A method that can be called.
	 *
	 * @param type the type that has it
	 * @param method the method
	 */
	private record Offered(Class<?> type, Method method) {

		Call prepare(List<?> arguments) {
			Conversion conversion = new Conversion();
			List<@Nullable Object> converted = new ArrayList<>();
			for (int i = 0; i < arguments.size(); i++) {
				converted.add(conversion.convert(arguments.get(i),
						ResolvableType.forMethodParameter(this.method, i, this.type)));
			}
			return new Call(this.method, converted, conversion.distance());
		}

	}

	/**
	 * A call that is possible.
	 *
	 * @param method the method
	 * @param arguments the arguments
	 * @param distance how far it was to them
	 */
	private record Call(Method method, List<@Nullable Object> arguments, int distance) {

		@Nullable Object invoke(Object bean) throws InvocationTargetException {
			Method invocable = AopUtils.selectInvocableMethod(this.method, bean.getClass());
			ReflectionUtils.makeAccessible(invocable);
			try {
				return invocable.invoke(bean, this.arguments.toArray());
			}
			catch (IllegalAccessException ex) {
				throw new IllegalStateException(invocable + " cannot be called", ex);
			}
		}

	}

}
