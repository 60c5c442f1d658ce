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

package io.wsgi.spring.boot.checkpoint;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Map;
import java.util.TimeZone;

import io.wsgi.runtime.EnvironmentChange;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The environment variables of this JVM, which reads them once, and shows them to
 * everyone from then on: {@link System#getenv()}, the processes that it starts, the
 * Python interpreters that it makes.
 *
 * @author wsgi-spring-boot contributors
 */
final class ProcessEnvironment {

	private static final Log logger = LogFactory.getLog(ProcessEnvironment.class);

	private static final String TIME_ZONE = "user.timezone";

	private @Nullable NativeEnvironment nativeEnvironment;

	/**
	 * Load what is needed to replace the variables.
	 */
	void prepare() {
		try {
			this.nativeEnvironment = new NativeEnvironment();
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			logger.warn("After a restore, native code will see the environment variables of before the checkpoint", ex);
		}
	}

	/**
	 * Replace all variables by others. Needs
	 * {@code --add-opens=java.base/java.lang=ALL-UNNAMED} and the same for
	 * {@code java.util}.
	 * @param variables the new variables
	 */
	void replace(Map<String, String> variables) {
		EnvironmentChange change = EnvironmentChange.between(System.getenv(), variables);
		try {
			if (this.nativeEnvironment != null) {
				for (Map.Entry<String, String> variable : change.changed().entrySet()) {
					this.nativeEnvironment.set(variable.getKey(), variable.getValue());
				}
				for (String name : change.removed()) {
					this.nativeEnvironment.remove(name);
				}
			}
			Map<String, String> modifiable = modifiable();
			modifiable.keySet().removeIf((name) -> !variables.containsKey(name));
			modifiable.putAll(new HashMap<>(variables));
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			logger.warn("System.getenv() shows the variables of before the checkpoint", ex);
		}
		detectTimeZone();
	}

	@SuppressWarnings("unchecked")
	private Map<String, String> modifiable() throws ReflectiveOperationException {
		Field field = Class.forName("java.lang.ProcessEnvironment").getDeclaredField("theUnmodifiableEnvironment");
		field.setAccessible(true);
		Field delegate = Class.forName("java.util.Collections$UnmodifiableMap").getDeclaredField("m");
		delegate.setAccessible(true);
		return (Map<String, String>) delegate.get(field.get(null));
	}

	/**
	 * It is that of the variable TZ, or of the machine, if it is not given as a property.
	 */
	private void detectTimeZone() {
		boolean given = ManagementFactory.getRuntimeMXBean()
			.getInputArguments()
			.stream()
			.anyMatch((argument) -> argument.startsWith("-D" + TIME_ZONE + "="));
		if (!given) {
			System.clearProperty(TIME_ZONE);
			TimeZone.setDefault(null);
		}
	}

}
