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

import java.util.Locale;
import java.util.function.Consumer;

import io.wsgi.runtime.ApplicationLoadException;
import io.wsgi.runtime.ApplicationSettings;
import io.wsgi.runtime.PythonApplication;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.jspecify.annotations.Nullable;

/**
 * Loads applications in an interpreter.
 *
 * @author wsgi-spring-boot contributors
 */
final class ApplicationLoader {

	private final PythonModules modules;

	private final PythonBytes bytes;

	private final @Nullable InterpreterLog log;

	/**
	 * Create a new loader.
	 * @param modules the modules of the interpreter
	 * @param bytes makes the bytes of the interpreter
	 * @param log what the interpreter logs to, or {@code null}
	 */
	ApplicationLoader(PythonModules modules, PythonBytes bytes, @Nullable InterpreterLog log) {
		this.modules = modules;
		this.bytes = bytes;
		this.log = log;
	}

	/**
	 * Load an application.
	 * @param function the name of the loader's function: {@code load} or {@code reload}
	 * @param application what to load
	 * @param errors takes what the application writes to {@code wsgi.errors}
	 * @return the application
	 * @throws ApplicationLoadException if that fails
	 */
	PythonApplication load(String function, ApplicationSettings application, Consumer<String> errors) {
		String target = application.target();
		ApplicationSettings.Hooks hooks = application.hooks();
		Value load = this.modules.core("loading.loader").getMember(function);
		String kind = application.kind().name().toLowerCase(Locale.ROOT);
		Value loaded = loaded(target, (hooks != null)
				? load.execute(target, kind, hooks.source(), hooks.worker(), hooks.age()) : load.execute(target, kind));
		Value callable = loaded.getArrayElement(0);
		if (loaded.getArrayElement(2).asString().equals("asgi")) {
			return new GraalPyAsyncApplication(target, this.modules.core(GraalPyInterpreter.ASGI)
				.getMember("Application")
				.execute(callable, application.lifespan().name().toLowerCase(Locale.ROOT), loaded.getArrayElement(1)));
		}
		ProxyExecutable print = (arguments) -> {
			errors.accept(arguments[0].asString());
			return null;
		};
		Value gateway;
		if (hooks == null) {
			gateway = this.modules.core("gateway.gateway")
				.getMember("Gateway")
				.execute(callable, application.multithread(), application.multiprocess(), print);
		}
		else {
			gateway = this.modules.core("gateway.hooks")
				.getMember("HookedGateway")
				.execute(callable, application.multithread(), application.multiprocess(), print,
						loaded.getArrayElement(1));
		}
		return new GraalPyApplication(gateway, this.bytes, this.log);
	}

	private Value loaded(String target, Value result) {
		Value loaded = result.getArrayElement(0);
		if (loaded.isNull()) {
			throw new ApplicationLoadException(target,
					ApplicationLoadException.Reason.valueOf(result.getArrayElement(1).asString()),
					result.getArrayElement(2).asString(), result.getArrayElement(3).asString(), this.modules.path());
		}
		return loaded;
	}

}
