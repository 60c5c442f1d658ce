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
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.wsgi.runtime.ApplicationSettings;
import io.wsgi.runtime.EnvironmentChange;
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

	private final ApplicationLoader loader;

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
		this.loader = new ApplicationLoader(python, this.log, this.callers);
	}

	private PythonModule session() {
		return this.python.module("wsgi_cpython.session");
	}

	@Override
	public void reportSources(Consumer<Path> report) {
		this.python.threads().inside(() -> {
			session().run("report_sources", this.python.hostFunctions().permanent((arguments) -> {
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

	@Override
	public void watchForCheckpoint() {
		this.python.threads().inside(() -> {
			checkpoint().run("watch");
			return true;
		});
	}

	@Override
	public void prepareCheckpoint() {
		this.python.threads().inside(() -> {
			checkpoint().run("prepare");
			return true;
		});
	}

	@Override
	public Set<String> restoreCheckpoint(EnvironmentChange change) {
		StringJoiner changed = new StringJoiner(SEPARATOR);
		change.changed().forEach((name, value) -> changed.add(name).add(value));
		String read = this.python.threads().inside(() -> {
			PythonObjects objects = this.python.objects();
			long names = checkpoint().call("restore", changed.toString(), String.join(SEPARATOR, change.removed()));
			try {
				return objects.text(names);
			}
			finally {
				objects.release(names);
			}
		});
		return read.isEmpty() ? Set.of() : Set.of(read.split(SEPARATOR));
	}

	@Override
	public void resumeAfterCheckpoint() {
		this.python.threads().inside(() -> {
			checkpoint().run("resume");
			return true;
		});
	}

	private PythonModule checkpoint() {
		return this.python.module("wsgi_cpython.checkpoint");
	}

	@Override
	public PythonApplication load(ApplicationSettings application, Consumer<String> errors) {
		return this.loader.load("load", application, errors);
	}

	@Override
	public PythonApplication reload(ApplicationSettings application, Consumer<String> errors) {
		return this.loader.load("reload", application, errors);
	}

	@Override
	public EventLoop newEventLoop(EventLoop.Port port) {
		return new CPythonEventLoop(this.python, this.thread, this.callers, this.log, port);
	}

	/**
	 * Return the interpreter itself, which no other one can take the place of.
	 */
	@Override
	public List<String> nativeModules() {
		return List.of(this.name);
	}

	@Override
	public boolean isOnePerProcess() {
		return true;
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
