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

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import io.wsgi.runtime.ApplicationSettings;
import io.wsgi.runtime.EnvironmentChange;
import io.wsgi.runtime.EventLoop;
import io.wsgi.runtime.Interruption;
import io.wsgi.runtime.JavaDoor;
import io.wsgi.runtime.LogBridge;
import io.wsgi.runtime.MainThread;
import io.wsgi.runtime.PythonApplication;
import io.wsgi.runtime.PythonInterpreter;
import io.wsgi.runtime.PythonSettings;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.EnvironmentAccess;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.PolyglotAccess;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.io.IOAccess;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.jspecify.annotations.Nullable;

/**
 * A GraalPy interpreter: one polyglot context with an engine of its own, and so its own
 * modules, globals and global interpreter lock. To be created on a thread that lives as
 * long as the interpreter, because GraalPy runs finalizers and signal handlers there.
 *
 * @author wsgi-spring-boot contributors
 */
final class GraalPyInterpreter implements PythonInterpreter {

	private static final String CHECKPOINT = "runtime.checkpoint";

	static final String ASGI = "asgi.server";

	private static final String GATEWAY = "gateway.gateway";

	private static final String SEPARATOR = "\0";

	private static final String GLOBAL_INTERPRETER_LOCK = "java.util.concurrent.locks.ReentrantLock$FairSync";

	private final Context context;

	private final SqliteDoor sqlite;

	private final CallInterrupter interrupter;

	private final PythonStack stack;

	private final OpenDescriptors descriptors = new OpenDescriptors();

	private final PythonExecutable executable;

	private final boolean hasDescriptors;

	private final @Nullable InterpreterLog log;

	private final PythonModules modules;

	private final ApplicationLoader applications;

	private final NativeModules nativeModuleClaims;

	private final Set<String> nativeModules = new CopyOnWriteArraySet<>();

	/**
	 * Create a new interpreter.
	 * @param runtime the runtime of this JVM
	 * @param settings what to make it with
	 * @param nativeModules keeps native modules to one interpreter
	 * @param logBridge takes what is logged and printed, or {@code null} to leave that as
	 * it is in Python
	 */
	GraalPyInterpreter(GraalPyRuntime runtime, PythonSettings settings, NativeModules nativeModules,
			@Nullable LogBridge logBridge) {
		this.hasDescriptors = PosixBackend.isNative(settings.engineOptions());
		Context.Builder builder = Context.newBuilder("python")
			.allowExperimentalOptions(true)
			.allowHostAccess(HostAccess.NONE)
			.allowPolyglotAccess(PolyglotAccess.NONE)
			.allowNativeAccess(true)
			.allowCreateThread(true)
			.allowCreateProcess(true)
			.allowEnvironmentAccess(EnvironmentAccess.INHERIT)
			.environment(settings.environment())
			.allowIO(IOAccess.newBuilder().fileSystem(new KernelFileSystem()).allowHostSocketAccess(true).build());
		new EngineOptions(runtime).apply(builder, settings);
		runtime.customize(builder);
		this.nativeModuleClaims = nativeModules;
		this.sqlite = new SqliteDoor(runtime.sqlite());
		this.executable = new PythonExecutable(settings.bytecodeCache(), settings.path());
		this.context = builder.build();
		this.modules = new PythonModules(this.context);
		try {
			this.interrupter = CallInterrupter.of(this.context.getEngine());
			this.log = (logBridge != null) ? new InterpreterLog(logBridge, this.modules.core("runtime.logs")) : null;
			this.modules.core("runtime.guards").getMember("install").executeVoid();
			this.applications = new ApplicationLoader(this.modules, new PythonBytes(this.context), this.log);
			if (settings.tuning()) {
				this.modules.graalPy("stdlib.tuning").getMember("install").executeVoid();
			}
			ProxyExecutable claim = (arguments) -> claim(arguments[0].asString(), arguments[1].asString());
			ProxyExecutable forgo = (arguments) -> forgo(arguments[0].asString());
			this.modules.graalPy("runtime.native_modules").getMember("install").executeVoid(claim, forgo);
			// Before exec is replaced: those of namespace packages look at the frame that
			// called it
			this.modules.core("loading.path_files").getMember("install").executeVoid();
			this.modules.graalPy("stdlib.stand_ins")
				.getMember("install")
				.executeVoid(new Scrypt(), this.hasDescriptors ? SystemCalls.find() : null, this.descriptors.sockets(),
						this.executable.write(), this.sqlite, EngineOptions.hasNativeCompression(settings));
			if (this.hasDescriptors) {
				this.descriptors.watch(this.context);
			}
			this.modules.graalPy("runtime.sleep").getMember("install").executeVoid(new Sleep());
			this.stack = new PythonStack(this.modules.core("runtime.stack"));
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

	@Override
	public void reportSources(Consumer<Path> report) {
		ProxyExecutable forward = (arguments) -> {
			report.accept(Path.of(arguments[0].asString()));
			return true;
		};
		this.modules.core("loading.sources").getMember("install").executeVoid(forward);
	}

	@Override
	public void open(JavaDoor door) {
		// The lock is not held in there, as in any call out of Python
		ProxyExecutable ask = (arguments) -> door.ask(arguments[0].asString());
		this.modules.core("runtime.door").getMember("open").executeVoid(ask);
	}

	@Override
	public void decodeVariables(Set<String> names) {
		this.modules.core(GATEWAY).getMember("decode_variables").executeVoid(String.join(SEPARATOR, names));
	}

	@Override
	public void requireFunctions(String functions) {
		this.modules.core("loading.loader").getMember("require").executeVoid(functions);
	}

	@Override
	public void watchForCheckpoint() {
		this.modules.core(CHECKPOINT).getMember("watch").executeVoid();
	}

	@Override
	public void prepareCheckpoint() {
		this.modules.core(CHECKPOINT).getMember("prepare").executeVoid();
		this.sqlite.beforeCheckpoint();
		this.descriptors.beforeCheckpoint();
	}

	@Override
	public Set<String> restoreCheckpoint(EnvironmentChange change) {
		this.descriptors.afterRestore();
		this.sqlite.afterRestore();
		// The cache may be that of another machine
		this.executable.write();
		StringJoiner changed = new StringJoiner(SEPARATOR);
		change.changed().forEach((name, value) -> changed.add(name).add(value));
		String read = this.modules.core(CHECKPOINT)
			.getMember("restore")
			.execute(changed.toString(), String.join(SEPARATOR, change.removed()))
			.asString();
		return read.isEmpty() ? Set.of() : Set.of(read.split(SEPARATOR));
	}

	@Override
	public void resumeAfterCheckpoint() {
		this.modules.core(CHECKPOINT).getMember("resume").executeVoid();
	}

	@Override
	public MainThread enterMainThread() {
		return new EnteredThread(this.context);
	}

	@Override
	public PythonApplication load(ApplicationSettings application, Consumer<String> errors) {
		return this.applications.load("load", application, errors);
	}

	@Override
	public PythonApplication reload(ApplicationSettings application, Consumer<String> errors) {
		return this.applications.load("reload", application, errors);
	}

	@Override
	public EventLoop newEventLoop(EventLoop.Port port) {
		return new GraalPyEventLoop(this.modules.core(ASGI), port, this.hasDescriptors, new PythonBytes(this.context),
				this.log);
	}

	@Override
	public List<String> nativeModules() {
		return List.copyOf(this.nativeModules);
	}

	@Override
	public void interrupt(Thread thread, Interruption interruption) {
		this.interrupter.interrupt(thread, interruption, this.stack);
	}

	@Override
	public CompletableFuture<String> stackOf(Thread thread) {
		CompletableFuture<String> answer = new CompletableFuture<>();
		this.interrupter.ask(thread, this.stack::describe, answer);
		return answer;
	}

	@Override
	public void cancel() {
		AtomicBoolean closed = new AtomicBoolean();
		this.interrupter.release(closed::get);
		try {
			this.context.close(true);
		}
		finally {
			closed.set(true);
		}
		this.sqlite.close();
		this.descriptors.close();
		this.nativeModuleClaims.release(this);
	}

	@Override
	public boolean isWaitingForLock(Thread thread) {
		Object blocker = LockSupport.getBlocker(thread);
		return blocker != null && blocker.getClass().getName().equals(GLOBAL_INTERPRETER_LOCK);
	}

	@Override
	public void exit(Duration patience) {
		try {
			this.modules.core("runtime.ending").getMember("end").executeVoid(patience.toMillis() / 1e3);
		}
		catch (PolyglotException | IllegalStateException ex) {
			// Cancelled
		}
	}

	@Override
	public void close() {
		cancel();
	}

}
