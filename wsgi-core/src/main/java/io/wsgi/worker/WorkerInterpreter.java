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

package io.wsgi.worker;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.wsgi.asgi.LoopService;
import io.wsgi.asgi.LoopSettings;
import io.wsgi.runtime.ApplicationSettings;
import io.wsgi.runtime.EnvironmentChange;
import io.wsgi.runtime.Exchange;
import io.wsgi.runtime.Interruption;
import io.wsgi.runtime.MainThread;
import io.wsgi.runtime.PythonApplication;
import io.wsgi.runtime.PythonInterpreter;
import org.jspecify.annotations.Nullable;

/**
 * The interpreter of a worker, with the application. Its first thread makes it, and
 * others may ask for it before that, and cancel it.
 *
 * @author wsgi-spring-boot contributors
 */
class WorkerInterpreter {

	private final Source source;

	private volatile @Nullable PythonInterpreter made;

	private volatile @Nullable PythonApplication application;

	private volatile @Nullable LoopService loop;

	private volatile boolean cancelled;

	WorkerInterpreter(Source source) {
		this.source = source;
	}

	/**
	 * Make the interpreter, and stay inside of it.
	 * @return the stay of the current thread
	 * @throws IllegalStateException if it was cancelled meanwhile
	 */
	MainThread enter() {
		PythonInterpreter interpreter = this.source.interpreters().get();
		this.made = interpreter;
		if (this.cancelled) {
			throw new IllegalStateException("The worker was stopped while it started");
		}
		return interpreter.enterMainThread();
	}

	/**
	 * Load the application.
	 * @return the application
	 * @throws io.wsgi.runtime.ApplicationLoadException if that fails
	 */
	PythonApplication load() {
		PythonApplication loaded = interpreter().load(this.source.application(), this.source.errors());
		this.application = loaded;
		return loaded;
	}

	/**
	 * Import the application anew.
	 * @param since when that began to be tried, as of {@link System#nanoTime()}
	 * @throws io.wsgi.runtime.ApplicationLoadException if that fails
	 */
	void reload(long since) {
		PythonApplication loaded = interpreter().reload(this.source.application(), this.source.errors());
		LoopService current = this.loop;
		if (loaded.isAsync() != (current != null)) {
			throw new IllegalStateException("An application of WSGI cannot take the place of one of ASGI in the same "
					+ "interpreter, nor the other way round: start the server anew");
		}
		if (current != null) {
			current.replace(loaded, since);
		}
		this.application = loaded;
	}

	/**
	 * Return whether an application that was imported anew is starting. That has a time
	 * limit of its own.
	 * @return whether it is
	 */
	boolean isStartingAnew() {
		LoopService current = this.loop;
		return current != null && current.isReplacing();
	}

	/**
	 * Make an event loop, and have the application start on it.
	 * @param loaded the application, which is one of ASGI
	 * @param stay the stay of the current thread
	 * @param calls where the calls come from, and what is told of them
	 * @return the loop
	 * @throws io.wsgi.runtime.ApplicationLoadException if the application does not start
	 */
	LoopService startLoop(PythonApplication loaded, MainThread stay, LoopCalls calls) {
		LoopService made = new LoopService(this.source.application().target(), this.source.loop(), interpreter(), stay,
				calls, calls);
		this.loop = made;
		calls.connect(made);
		made.start(loaded);
		return made;
	}

	/**
	 * Return the event loop on which the application is served.
	 * @return the loop, or {@code null} if threads call the application
	 */
	@Nullable LoopService loop() {
		return this.loop;
	}

	/**
	 * Return the application as it was loaded last.
	 * @return the application
	 */
	PythonApplication application() {
		return Objects.requireNonNull(this.application, "The application is not loaded");
	}

	/**
	 * Let go of what is outside of the process, before a checkpoint. No call is in
	 * flight.
	 */
	void prepareCheckpoint() {
		interpreter().prepareCheckpoint();
	}

	/**
	 * Begin another life after a restore.
	 * @param change the difference between the environments
	 * @return the variables of the difference that the application has read
	 */
	Set<String> restoreCheckpoint(EnvironmentChange change) {
		return interpreter().restoreCheckpoint(change);
	}

	/**
	 * Tell the application that the other life has begun.
	 */
	void resumeAfterCheckpoint() {
		interpreter().resumeAfterCheckpoint();
	}

	private PythonInterpreter interpreter() {
		return Objects.requireNonNull(this.made, "There is no interpreter");
	}

	/**
	 * Return the native modules that tie the application to this worker.
	 * @return the modules
	 */
	List<String> nativeModules() {
		PythonInterpreter interpreter = this.made;
		return (interpreter != null) ? interpreter.nativeModules() : List.of();
	}

	/**
	 * Return whether there can be no second worker, whatever the application imports.
	 * @return whether a process can have one interpreter of this Python only
	 */
	boolean isOnePerProcess() {
		PythonInterpreter interpreter = this.made;
		return interpreter != null && interpreter.isOnePerProcess();
	}

	/**
	 * Raise an exception in a thread that is in a call.
	 * @param thread the thread
	 * @param interruption the exception
	 */
	void interrupt(Thread thread, Interruption interruption) {
		PythonInterpreter interpreter = this.made;
		if (interpreter != null) {
			interpreter.interrupt(thread, interruption);
		}
	}

	/**
	 * Interrupt a thread's wait outside Python, unless it is in another call by now or
	 * waits for its turn to run Python.
	 * @param thread the thread
	 * @param call the call that is meant
	 */
	void interruptWait(WorkerThread thread, Exchange call) {
		thread.interruptCall(call, this::isWaitingForLock);
	}

	/**
	 * Tell where in the Python code a thread is.
	 * @param thread the thread
	 * @return the lines of a traceback, as soon as the thread answers
	 */
	CompletableFuture<String> stackOf(Thread thread) {
		PythonInterpreter interpreter = this.made;
		return (interpreter != null) ? interpreter.stackOf(thread)
				: CompletableFuture.failedFuture(new IllegalStateException("There is no interpreter"));
	}

	/**
	 * Tell whether a thread waits for its turn to run Python.
	 * @param thread the thread
	 * @return whether it waits for the interpreter's lock
	 */
	boolean isWaitingForLock(Thread thread) {
		PythonInterpreter interpreter = this.made;
		return interpreter != null && interpreter.isWaitingForLock(thread);
	}

	/**
	 * Have nothing begun that has not begun.
	 */
	void forbid() {
		this.cancelled = true;
	}

	/**
	 * Stop whatever runs in the interpreter. Returns when all threads have left it, so
	 * not to be called where nothing must block.
	 */
	void cancel() {
		forbid();
		LoopService served = this.loop;
		if (served != null) {
			served.cancel();
		}
		PythonInterpreter interpreter = this.made;
		if (interpreter != null) {
			interpreter.cancel();
		}
	}

	/**
	 * Finish what Python programs expect to be finished, unless the interpreter was
	 * cancelled.
	 */
	void exit() {
		PythonInterpreter interpreter = this.made;
		if (interpreter != null && !this.cancelled) {
			interpreter.exit(this.source.exitPatience());
		}
	}

	void close() {
		PythonInterpreter interpreter = this.made;
		if (interpreter != null) {
			interpreter.close();
		}
	}

	/**
	 * Where a worker gets its Python from, and what it does with it.
	 *
	 * @param interpreters makes the interpreter
	 * @param application what is loaded
	 * @param errors takes what the application writes to {@code wsgi.errors}
	 * @param warmup what to do before the worker is ready
	 * @param maxCalls after how many calls the worker is to be replaced
	 * @param exitPatience how long to wait for threads that the application has started
	 * @param loop how an application of ASGI is served
	 * @param onInterface told whether the application is one of ASGI
	 */
	record Source(Supplier<PythonInterpreter> interpreters, ApplicationSettings application, Consumer<String> errors,
			InternalExchange.Warmup warmup, long maxCalls, Duration exitPatience, LoopSettings loop,
			Consumer<Boolean> onInterface) {

	}

}
