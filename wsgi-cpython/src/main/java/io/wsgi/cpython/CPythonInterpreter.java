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

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.wsgi.runtime.ApplicationLoadException;
import io.wsgi.runtime.ApplicationSettings;
import io.wsgi.runtime.EventLoop;
import io.wsgi.runtime.Interruption;
import io.wsgi.runtime.JavaDoor;
import io.wsgi.runtime.LogBridge;
import io.wsgi.runtime.PythonApplication;
import io.wsgi.runtime.PythonInterpreter;
import io.wsgi.runtime.PythonSettings;
import org.jspecify.annotations.Nullable;

/**
 * What one worker has of the CPython in this process.
 *
 * @author wsgi-spring-boot contributors
 */
final class CPythonInterpreter implements PythonInterpreter {

	private static final String GATEWAY = "wsgi_spring_boot.gateway.gateway";

	private static final String SEPARATOR = "\0";

	private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

	private static final long PERIOD = TimeUnit.MILLISECONDS.toNanos(10);

	private final CPython python;

	private final String name;

	private final @Nullable InterpreterLog log;

	private final PythonThread thread;

	private final Set<PythonThread> callers = ConcurrentHashMap.newKeySet();

	private boolean exited;

	CPythonInterpreter(CPython python, String name, PythonSettings settings, @Nullable LogBridge log) {
		this.python = python;
		this.name = name;
		this.thread = python.threads().attach();
		String path = settings.path().stream().map(Path::toString).collect(Collectors.joining(SEPARATOR));
		String environment = settings.environment()
			.entrySet()
			.stream()
			.map((entry) -> entry.getKey() + SEPARATOR + entry.getValue())
			.collect(Collectors.joining(SEPARATOR));
		this.log = python.threads().inside(() -> {
			session().run("begin", path, environment);
			session().run("name_thread", Thread.currentThread().getName());
			return (log != null) ? new InterpreterLog(log, python, session()) : null;
		});
	}

	private PythonModule session() {
		return this.python.module("wsgi_cpython.session");
	}

	@Override
	public void reportSources(Consumer<Path> report) {
		this.python.threads().inside(() -> {
			session().run("report_sources", function((arguments) -> {
				Path file = Path.of(arguments.text(0));
				return this.python.threads().outside(() -> {
					report.accept(file);
					return null;
				});
			}));
			return true;
		});
	}

	@Override
	public void open(JavaDoor door) {
		HostFunction ask = (arguments) -> {
			String request = arguments.text(0);
			String answer = this.python.threads().outside(() -> door.ask(request));
			return this.python.objects().string(answer);
		};
		HostFunctions functions = this.python.hostFunctions();
		this.python.threads().inside(() -> {
			this.python.module("wsgi_spring_boot.runtime.door")
				.run("open", new HostFunctions.Callable(functions, functions.register(ask)));
			return true;
		});
	}

	@Override
	public void decodeVariables(Set<String> names) {
		this.python.threads().inside(() -> {
			this.python.module(GATEWAY).run("decode_variables", String.join(SEPARATOR, names));
			return true;
		});
	}

	@Override
	public void requireFunctions(String functions) {
		this.python.threads().inside(() -> {
			this.python.module("wsgi_spring_boot.loading.loader").run("require", functions);
			return true;
		});
	}

	private HostFunctions.Callable function(HostFunction.Procedure procedure) {
		return this.python.hostFunctions().permanent(procedure);
	}

	@Override
	public PythonApplication load(ApplicationSettings application, Consumer<String> errors) {
		return load("load", application, errors);
	}

	@Override
	public PythonApplication reload(ApplicationSettings application, Consumer<String> errors) {
		return load("reload", application, errors);
	}

	private PythonApplication load(String function, ApplicationSettings application, Consumer<String> errors) {
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

	@Override
	public EventLoop newEventLoop(EventLoop.Port port) {
		return new CPythonEventLoop(this.python, this.thread, this.callers, this.log, port);
	}

	private long loaded(String target, long result) {
		PythonObjects objects = this.python.objects();
		long loaded = objects.item(result, 0);
		if (objects.isNone(loaded)) {
			throw new ApplicationLoadException(target,
					ApplicationLoadException.Reason.valueOf(objects.text(objects.item(result, 1))),
					objects.text(objects.item(result, 2)), objects.text(objects.item(result, 3)),
					List.of(session().text("path").split(SEPARATOR)));
		}
		return loaded;
	}

	private long gateway(ApplicationSettings application, long loaded, Consumer<String> errors) {
		PythonObjects objects = this.python.objects();
		PythonObjects.Reference callable = new PythonObjects.Reference(objects.item(loaded, 0));
		HostFunctions.Callable report = function((arguments) -> {
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
				: this.python.module(GATEWAY).call("Gateway", callable, multithread, multiprocess, report);
		try {
			return objects.attribute(gateway, "handle");
		}
		finally {
			objects.release(gateway);
		}
	}

	/**
	 * Return the interpreter itself, which no other one can take the place of.
	 */
	@Override
	public List<String> nativeModules() {
		return List.of(this.name);
	}

	@Override
	public void interrupt(Thread thread, Interruption interruption) {
		PythonThread target = this.python.threads().find(thread);
		if (target != null) {
			this.python.interrupter().interrupt(target, interruption);
		}
	}

	@Override
	public CompletableFuture<String> stackOf(Thread thread) {
		PythonThread target = this.python.threads().find(thread);
		CompletableFuture<String> answer = new CompletableFuture<>();
		if (target == null) {
			answer.cancel(false);
			return answer;
		}
		// May wait for as long as a thread does not let others in
		Thread.ofPlatform().daemon().name("python-stack").start(() -> {
			try {
				answer.complete(this.python.threads().inside(() -> this.python.interrupter().stackOf(target)));
			}
			catch (RuntimeException ex) {
				answer.completeExceptionally(ex);
			}
		});
		return answer;
	}

	@Override
	public boolean isWaitingForLock(Thread thread) {
		PythonThread target = this.python.threads().find(thread);
		return target != null && target.isWaiting();
	}

	@Override
	public void exit(Duration patience) {
		this.exited = true;
		this.python.threads().inside(() -> {
			this.thread.begin(this);
			try {
				session().run("end", patience.toMillis());
			}
			catch (PythonException ex) {
				// Cancelled, or a failure that Python has printed
			}
			finally {
				if (this.thread.end()) {
					this.python.interrupter().settle(this.thread);
				}
			}
			return true;
		});
	}

	@Override
	public void cancel() {
		this.callers.add(this.thread);
		for (PythonThread caller : this.callers) {
			this.python.interrupter()
				.interrupt(caller, new Interruption("the worker is stopped", () -> true, (stack) -> {
				}));
		}
		long deadline = System.nanoTime() + PATIENCE;
		while (this.callers.stream().anyMatch(PythonThread::isBusy) && System.nanoTime() < deadline) {
			LockSupport.parkNanos(PERIOD);
		}
	}

	@Override
	public void close() {
		if (!this.exited) {
			exit(Duration.ZERO);
		}
		if (this.python.threads().current() == this.thread) {
			this.thread.close();
		}
	}

}
