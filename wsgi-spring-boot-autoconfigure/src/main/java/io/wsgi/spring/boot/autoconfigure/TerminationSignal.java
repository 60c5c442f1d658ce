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

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Lets SIGTERM end the process with the exit status 0 once everything has been stopped,
 * as it ends gunicorn. A JVM by itself ends with 143 however well it has stopped, which
 * supervisors take for a failure.
 *
 * @author wsgi-spring-boot contributors
 */
class TerminationSignal implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(TerminationSignal.class);

	@Override
	public void afterSingletonsInstantiated() {
		ClassLoader classLoader = ClassLoader.getPlatformClassLoader();
		try {
			// Reflection, because the compiler warns of what is not a part of Java SE
			Class<?> signal = Class.forName("sun.misc.Signal", true, classLoader);
			Class<?> handler = Class.forName("sun.misc.SignalHandler", true, classLoader);
			Object exit = Proxy.newProxyInstance(classLoader, new Class<?>[] { handler }, this::handle);
			signal.getMethod("handle", signal, handler)
				.invoke(null, signal.getConstructor(String.class).newInstance("TERM"), exit);
		}
		catch (ReflectiveOperationException | LinkageError ex) {
			logger.debug("SIGTERM ends the process with the exit status of the JVM", ex);
		}
	}

	private @Nullable Object handle(Object proxy, Method method, @Nullable Object @Nullable [] arguments) {
		return switch (method.getName()) {
			case "hashCode" -> System.identityHashCode(proxy);
			case "equals" -> arguments != null && proxy == arguments[0];
			case "toString" -> getClass().getName();
			default -> {
				// It returns only when the shutdown hooks have
				Thread.ofPlatform().name("wsgi-termination").start(() -> System.exit(0));
				yield null;
			}
		};
	}

}
