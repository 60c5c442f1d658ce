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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.wsgi.spring.boot.bridge.PythonValues;
import org.jspecify.annotations.Nullable;

import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.ResolvableType;

/**
 * A method of a client, and the function that it calls.
 *
 * @param method the method
 * @param module the name of the module
 * @param function the name of the function
 * @param names the names of the arguments in Python, each {@code null} if the class file
 * of the method does not have them
 * @param timeout how long a call may take; {@code null} for the default
 * @param returns what the method returns
 * @author wsgi-spring-boot contributors
 */
record ClientMethod(Method method, String module, String function, List<@Nullable String> names,
		@Nullable Duration timeout, ResolvableType returns) {

	static ClientMethod of(Class<?> client, Method method, String module, String function, @Nullable Duration timeout) {
		return new ClientMethod(method, module,
				function.isEmpty() ? PythonValues.pythonName(method.getName()) : function, names(method), timeout,
				ResolvableType.forMethodReturnType(method, client));
	}

	private static List<@Nullable String> names(Method method) {
		@Nullable String @Nullable [] known = new DefaultParameterNameDiscoverer().getParameterNames(method);
		List<@Nullable String> names = new ArrayList<>();
		for (int i = 0; i < method.getParameterCount(); i++) {
			String name = (known != null) ? known[i] : null;
			names.add((name != null) ? PythonValues.pythonName(name) : null);
		}
		return names;
	}

	/**
	 * Call the function.
	 * @param template what to call it with
	 * @param application where; {@code null} for the only application
	 * @param arguments the arguments
	 * @return what the method returns
	 */
	@Nullable Object invoke(PythonTemplate template, @Nullable String application, Object[] arguments) {
		PythonCall call = template.call(this.module, this.function);
		if (application != null) {
			call.application(application);
		}
		if (this.timeout != null) {
			call.timeout(this.timeout);
		}
		for (int i = 0; i < arguments.length; i++) {
			String name = this.names.get(i);
			if (name != null) {
				call.argument(name, arguments[i]);
			}
			else {
				call.argument(arguments[i]);
			}
		}
		Class<?> raw = this.returns.resolve(Object.class);
		if (raw == Stream.class) {
			return call.stream(this.returns.getGeneric(0));
		}
		if (raw != Object.class && raw.isAssignableFrom(CompletableFuture.class)) {
			return call.retrieveAsync(this.returns.getGeneric(0));
		}
		return call.retrieve(this.returns);
	}

}
