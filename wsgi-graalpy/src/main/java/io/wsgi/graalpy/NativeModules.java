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

package io.wsgi.graalpy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Keeps native (C API) modules to one interpreter: GraalPy can load them only once in the
 * life of a JVM.
 *
 * @author wsgi-spring-boot contributors
 */
final class NativeModules {

	private static final Log logger = LogFactory.getLog(NativeModules.class);

	private final AtomicReference<@Nullable Object> owner = new AtomicReference<>();

	private final Set<String> refused = ConcurrentHashMap.newKeySet();

	/**
	 * Ask whether an interpreter may load a native module. The first to ask is the only
	 * one.
	 * @param interpreter the interpreter
	 * @param module the name of the module
	 * @param chain the name of the module, and of the modules that import it
	 * @return whether it may
	 */
	boolean claim(Object interpreter, String module, String chain) {
		Object before = this.owner.compareAndExchange(null, interpreter);
		if (before == null) {
			logger.info(String.format("The native module %s ties its application to this worker", chain));
			return true;
		}
		if (before != interpreter) {
			// Once, because an application may ask again in every request
			if (this.refused.add(module)) {
				logger.warn(String.format("The native module %s cannot be loaded in a second worker", chain));
			}
			return false;
		}
		return true;
	}

	/**
	 * Note that the JVM has refused what an interpreter claimed, because another one has
	 * loaded native modules and ended.
	 * @param interpreter the interpreter
	 * @param chain the name of the module, and of the modules that import it
	 */
	void forgo(Object interpreter, String chain) {
		logger.warn(String.format("The native module %s cannot be loaded: a worker that has ended has loaded some, "
				+ "and only a new process can load them again", chain));
		release(interpreter);
	}

	/**
	 * Let another interpreter ask. Whether the JVM lets it load any is seen then.
	 * @param interpreter the one that has ended
	 */
	void release(Object interpreter) {
		this.owner.compareAndSet(interpreter, null);
	}

}
