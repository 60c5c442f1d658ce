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

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.wsgi.runtime.ApplicationSettings;
import io.wsgi.runtime.Interruption;
import io.wsgi.runtime.PythonApplication;
import io.wsgi.runtime.PythonInterpreter;
import org.jspecify.annotations.Nullable;

/**
 * The application of one worker, in an interpreter of its own.
 *
 * @author wsgi-spring-boot contributors
 */
final class HostedApplication implements AutoCloseable {

	private final Supplier<PythonInterpreter> interpreters;

	private final ApplicationSettings settings;

	private final Consumer<String> errors;

	private volatile @Nullable PythonInterpreter interpreter;

	private volatile @Nullable PythonApplication application;

	private volatile boolean cancelled;

	/**
	 * Create a new host.
	 * @param interpreters makes the interpreter
	 * @param settings what it loads
	 * @param errors takes what the application writes to {@code wsgi.errors}
	 */
	HostedApplication(Supplier<PythonInterpreter> interpreters, ApplicationSettings settings, Consumer<String> errors) {
		this.interpreters = interpreters;
		this.settings = settings;
		this.errors = errors;
	}

	/**
	 * Make the interpreter and load the application, on the thread that is going to close
	 * it.
	 * @throws io.wsgi.runtime.ApplicationLoadException if that fails
	 */
	void open() {
		PythonInterpreter made = this.interpreters.get();
		this.interpreter = made;
		if (this.cancelled) {
			throw new IllegalStateException("The worker was stopped while it started");
		}
		this.application = made.load(this.settings, this.errors);
	}

	/**
	 * Import the application anew. Calls in flight finish in the old one. Not to be
	 * called on a virtual thread.
	 * @throws io.wsgi.runtime.ApplicationLoadException if that fails
	 */
	void reimport() {
		PythonInterpreter current = this.interpreter;
		if (current != null) {
			this.application = current.reload(this.settings, this.errors);
		}
	}

	/**
	 * Return the application that was loaded last.
	 * @return the application
	 */
	PythonApplication current() {
		return Objects.requireNonNull(this.application, "The application is not loaded");
	}

	/**
	 * Return the native modules that tie the application to its worker.
	 * @return the modules
	 */
	List<String> nativeModules() {
		PythonInterpreter current = this.interpreter;
		return (current != null) ? current.nativeModules() : List.of();
	}

	/**
	 * Raise an exception in a thread that is in a call.
	 * @param thread the thread
	 * @param interruption the exception
	 */
	void interrupt(Thread thread, Interruption interruption) {
		PythonInterpreter current = this.interpreter;
		if (current != null) {
			current.interrupt(thread, interruption);
		}
	}

	/**
	 * Tell where in the Python code a thread is.
	 * @param thread the thread
	 * @return the lines of a traceback, as soon as the thread answers
	 */
	CompletableFuture<String> stackOf(Thread thread) {
		PythonInterpreter current = this.interpreter;
		return (current != null) ? current.stackOf(thread)
				: CompletableFuture.failedFuture(new IllegalStateException("There is no interpreter"));
	}

	/**
	 * Cancel whatever runs in the interpreter. Returns when all of its threads have left
	 * it.
	 */
	void cancel() {
		this.cancelled = true;
		PythonInterpreter victim = this.interpreter;
		if (victim != null) {
			victim.cancel();
		}
	}

	@Override
	public void close() {
		PythonInterpreter made = this.interpreter;
		if (made != null) {
			if (!this.cancelled) {
				made.exit();
			}
			made.close();
		}
	}

}
