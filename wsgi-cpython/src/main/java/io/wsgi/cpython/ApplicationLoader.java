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

package io.wsgi.cpython;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

import io.wsgi.runtime.ApplicationLoadException;
import io.wsgi.runtime.ApplicationSettings;
import io.wsgi.runtime.PythonApplication;
import org.jspecify.annotations.Nullable;

/**
 * Loads applications into CPython.
 *
 * @author wsgi-spring-boot contributors
 */
final class ApplicationLoader {

	private static final String SEPARATOR = "\0";

	private final CPython python;

	private final @Nullable InterpreterLog log;

	private final Set<PythonThread> callers;

	/**
	 * Create a new loader.
	 * @param python the Python
	 * @param log where its log goes, or {@code null}
	 * @param callers the threads that call applications
	 */
	ApplicationLoader(CPython python, @Nullable InterpreterLog log, Set<PythonThread> callers) {
		this.python = python;
		this.log = log;
		this.callers = callers;
	}

	/**
	 * Load the application.
	 * @param function the function of the loader, {@code load} or {@code reload}
	 * @param application what to load
	 * @param errors takes what the application writes to {@code wsgi.errors}
	 * @return the application
	 * @throws ApplicationLoadException if that fails
	 */
	PythonApplication load(String function, ApplicationSettings application, Consumer<String> errors) {
		PythonObjects objects = this.python.objects();
		return this.python.threads().inside(() -> {
			ApplicationSettings.Hooks hooks = application.hooks();
			PythonModule loader = this.python.module("wsgi_spring_boot.loading.loader");
			String kind = application.kind().name().toLowerCase(Locale.ROOT);
			long result = (hooks != null)
					? loader.call(function, application.target(), kind, hooks.source(), hooks.worker(), hooks.age())
					: loader.call(function, application.target(), kind);
			try {
				long loaded = loaded(application.target(), result);
				if (objects.text(objects.item(loaded, 2)).equals("asgi")) {
					return asyncApplication(application, loaded);
				}
				long handle = gateway(application, loaded, errors);
				return new CPythonApplication(this.python, handle, this.log, this.callers);
			}
			finally {
				objects.release(result);
			}
		});
	}

	private PythonApplication asyncApplication(ApplicationSettings application, long loaded) {
		PythonObjects objects = this.python.objects();
		return new CPythonAsyncApplication(application.target(),
				this.python.module("wsgi_spring_boot.asgi.server")
					.call("Application", new PythonObjects.Reference(objects.item(loaded, 0)),
							application.lifespan().name().toLowerCase(Locale.ROOT),
							new PythonObjects.Reference(objects.item(loaded, 1))));
	}

	private long loaded(String target, long result) {
		PythonObjects objects = this.python.objects();
		long loaded = objects.item(result, 0);
		if (objects.isNone(loaded)) {
			throw new ApplicationLoadException(target,
					ApplicationLoadException.Reason.valueOf(objects.text(objects.item(result, 1))),
					objects.text(objects.item(result, 2)), objects.text(objects.item(result, 3)),
					List.of(this.python.module("wsgi_cpython.session").text("path").split(SEPARATOR)));
		}
		return loaded;
	}

	private long gateway(ApplicationSettings application, long loaded, Consumer<String> errors) {
		PythonObjects objects = this.python.objects();
		PythonObjects.Reference callable = new PythonObjects.Reference(objects.item(loaded, 0));
		HostFunctions.Callable report = this.python.hostFunctions().permanent((arguments) -> {
			String text = arguments.text(0);
			return this.python.threads().outside(() -> {
				errors.accept(text);
				return null;
			});
		});
		boolean multithread = application.multithread();
		boolean multiprocess = application.multiprocess();
		long gateway = (application.hooks() != null)
				? this.python.module("wsgi_spring_boot.gateway.hooks")
					.call("HookedGateway", callable, multithread, multiprocess, report,
							new PythonObjects.Reference(objects.item(loaded, 1)))
				: this.python.module("wsgi_spring_boot.gateway.gateway")
					.call("Gateway", callable, multithread, multiprocess, report);
		try {
			return objects.attribute(gateway, "handle");
		}
		finally {
			objects.release(gateway);
		}
	}

}
