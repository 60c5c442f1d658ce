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

package io.wsgi.spring.boot.python;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;

import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.EnvironmentAccess;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.PolyglotAccess;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.io.IOAccess;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.jspecify.annotations.Nullable;

/**
 * A GraalPy interpreter: one polyglot context with an engine of its own, and so its own
 * modules, globals and global interpreter lock. To be created on a thread that lives as
 * long as the interpreter, because GraalPy runs finalizers and signal handlers there.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class PythonInterpreter implements AutoCloseable {

	private final GatewayFileSystem fileSystem = new GatewayFileSystem();

	private final Context context;

	private final CallInterrupter interrupter;

	private final PythonStack stack;

	private final @Nullable InterpreterLog log;

	private final NativeModules nativeModuleClaims;

	private final Set<String> nativeModules = new CopyOnWriteArraySet<>();

	/**
	 * Create a new interpreter.
	 * @param runtime the runtime of this JVM
	 * @param settings what to make it with
	 * @param nativeModules keeps native modules to one interpreter
	 */
	public PythonInterpreter(PythonRuntime runtime, PythonSettings settings, NativeModules nativeModules) {
		this(runtime, settings, nativeModules, null);
	}

	/**
	 * Create a new interpreter whose log goes where that of the server goes.
	 * @param runtime the runtime of this JVM
	 * @param settings what to make it with
	 * @param nativeModules keeps native modules to one interpreter
	 * @param logBridge takes what is logged and printed, or {@code null} to leave that as
	 * it is in Python
	 */
	public PythonInterpreter(PythonRuntime runtime, PythonSettings settings, NativeModules nativeModules,
			@Nullable LogBridge logBridge) {
		Context.Builder builder = Context.newBuilder("python")
			.allowExperimentalOptions(true)
			.allowHostAccess(HostAccess.NONE)
			.allowPolyglotAccess(PolyglotAccess.NONE)
			.allowNativeAccess(true)
			.allowCreateThread(true)
			.allowCreateProcess(true)
			.allowEnvironmentAccess(EnvironmentAccess.INHERIT)
			.environment(settings.environment())
			.allowIO(IOAccess.newBuilder().fileSystem(this.fileSystem).allowHostSocketAccess(true).build());
		new EngineOptions(runtime).apply(builder, settings);
		this.nativeModuleClaims = nativeModules;
		this.context = builder.build();
		this.interrupter = CallInterrupter.of(this.context.getEngine());
		try {
			this.log = (logBridge != null) ? new InterpreterLog(logBridge, module("logs")) : null;
			module("guards").getMember("install").executeVoid();
			if (settings.tuning()) {
				module("tuning").getMember("install").executeVoid();
			}
			ProxyExecutable claim = (arguments) -> claim(arguments[0].asString(), arguments[1].asString());
			ProxyExecutable forgo = (arguments) -> forgo(arguments[0].asString());
			module("native_modules").getMember("install").executeVoid(claim, forgo);
			module("stand_ins").getMember("install").executeVoid(new Scrypt());
			module("sleep").getMember("install").executeVoid(new Sleep());
			module("path_files").getMember("install").executeVoid();
			this.stack = new PythonStack(module("stack"));
		}
		catch (RuntimeException | Error ex) {
			this.context.close(true);
			throw ex;
		}
	}

	private boolean claim(String module, String chain) {
		boolean granted = this.nativeModuleClaims.claim(this, module, chain);
		if (granted) {
			this.nativeModules.add(chain);
		}
		return granted;
	}

	private boolean forgo(String chain) {
		this.nativeModules.remove(chain);
		this.nativeModuleClaims.forgo(this, chain);
		return true;
	}

	/**
	 * Report each Python source file before it is imported, but those of the standard
	 * library. Also makes sure that a file which was changed twice within a second is
	 * compiled again.
	 * @param report takes the absolute path of the file
	 */
	public void reportSources(Consumer<Path> report) {
		ProxyExecutable forward = (arguments) -> {
			report.accept(Path.of(arguments[0].asString()));
			return true;
		};
		module("sources").getMember("install").executeVoid(forward);
	}

	/**
	 * Load an application.
	 * @param application what to load
	 * @param errors takes what the application writes to {@code wsgi.errors}
	 * @return the application
	 * @throws ApplicationLoadException if that fails
	 */
	public PythonApplication load(ApplicationSettings application, Consumer<String> errors) {
		return load("load", application, errors);
	}

	/**
	 * Load an application anew, while calls may go on in the one that was loaded before.
	 * @param application what to load
	 * @param errors takes what the application writes to {@code wsgi.errors}
	 * @return the new application
	 * @throws ApplicationLoadException if that fails; everything is as before
	 */
	public PythonApplication reload(ApplicationSettings application, Consumer<String> errors) {
		return load("reload", application, errors);
	}

	private PythonApplication load(String function, ApplicationSettings application, Consumer<String> errors) {
		String target = application.target();
		ApplicationSettings.Hooks settings = application.hooks();
		Value load = module("loader").getMember(function);
		Value loaded = loaded(target, (settings != null)
				? load.execute(target, settings.source(), settings.worker(), settings.age()) : load.execute(target));
		Value callable = loaded.getArrayElement(0);
		ProxyExecutable log = (arguments) -> {
			errors.accept(arguments[0].asString());
			return null;
		};
		Value gateway;
		if (settings == null) {
			gateway = module("gateway").getMember("Gateway")
				.execute(callable, application.multithread(), application.multiprocess(), log);
		}
		else {
			gateway = module("hooks").getMember("HookedGateway")
				.execute(callable, application.multithread(), application.multiprocess(), log,
						loaded.getArrayElement(1));
		}
		return new PythonApplication(gateway, module("streams").getMember("open_body"), this.fileSystem, this.log);
	}

	private Value loaded(String target, Value result) {
		Value loaded = result.getArrayElement(0);
		if (loaded.isNull()) {
			throw new ApplicationLoadException(target,
					ApplicationLoadException.Reason.valueOf(result.getArrayElement(1).asString()),
					result.getArrayElement(2).asString(), result.getArrayElement(3).asString(), path());
		}
		return loaded;
	}

	/**
	 * Return the native modules that were loaded. With any, the interpreter cannot be
	 * replaced by another one.
	 * @return the name of each module, followed by those of the modules that led to it
	 */
	public List<String> nativeModules() {
		return List.copyOf(this.nativeModules);
	}

	private Value module(String name) {
		return this.context.eval("python", "__import__('importlib').import_module").execute("wsgi_spring_boot." + name);
	}

	private List<String> path() {
		Value path = this.context.eval("python", "__import__('sys').path");
		List<String> entries = new ArrayList<>();
		for (long i = 0; i < path.getArraySize(); i++) {
			entries.add(path.getArrayElement(i).asString());
		}
		return entries;
	}

	/**
	 * Raise an exception in one thread, at the next opportunity.
	 * @param thread the thread
	 * @param interruption the exception
	 */
	public void interrupt(Thread thread, Interruption interruption) {
		this.interrupter.interrupt(thread, interruption, this.stack);
	}

	/**
	 * Tell where in the Python code a thread is.
	 * @param thread the thread
	 * @return the lines of a traceback, the innermost call last, as soon as the thread
	 * answers: not while it is outside of Python, as in a wait for a socket. Once it is
	 * done, the thread is not asked any more
	 */
	public CompletableFuture<String> stackOf(Thread thread) {
		CompletableFuture<String> answer = new CompletableFuture<>();
		this.interrupter.ask(thread, this.stack::describe, answer);
		return answer;
	}

	/**
	 * Stop whatever runs in the interpreter, and close it. May be called on any thread.
	 */
	public void cancel() {
		this.context.close(true);
		this.nativeModuleClaims.release(this);
	}

	/**
	 * End the interpreter: runs its {@code atexit} functions, and stops threads that are
	 * left.
	 */
	@Override
	public void close() {
		try {
			this.context.eval("python", "__import__('atexit')._run_exitfuncs()");
		}
		catch (PolyglotException | IllegalStateException ex) {
			// Cancelled already, or a failure that Python has printed
		}
		cancel();
	}

}
