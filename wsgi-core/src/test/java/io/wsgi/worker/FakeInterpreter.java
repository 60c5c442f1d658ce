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

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Function;

import io.wsgi.runtime.ApplicationCaller;
import io.wsgi.runtime.ApplicationSettings;
import io.wsgi.runtime.Exchange;
import io.wsgi.runtime.Interruption;
import io.wsgi.runtime.JavaDoor;
import io.wsgi.runtime.PythonApplication;
import io.wsgi.runtime.PythonInterpreter;

/**
 * An interpreter without Python, which does what a test wants.
 *
 * @author wsgi-spring-boot contributors
 */
class FakeInterpreter implements PythonInterpreter {

	private final Function<Exchange, String> application;

	private final CountDownLatch cancelled = new CountDownLatch(1);

	volatile List<String> nativeModules = List.of();

	volatile boolean exited;

	volatile boolean closed;

	/**
	 * Create an interpreter.
	 * @param application called for each exchange; returns the class of an exception
	 */
	FakeInterpreter(Function<Exchange, String> application) {
		this.application = application;
	}

	/**
	 * Wait until the interpreter is cancelled.
	 */
	void hang() {
		try {
			this.cancelled.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		throw new IllegalStateException("Cancelled");
	}

	@Override
	public void reportSources(Consumer<Path> report) {
	}

	@Override
	public void open(JavaDoor door) {
	}

	@Override
	public void decodeVariables(Set<String> names) {
	}

	@Override
	public void requireFunctions(String functions) {
	}

	@Override
	public PythonApplication load(ApplicationSettings settings, Consumer<String> errors) {
		ApplicationCaller caller = (exchange) -> {
			exchange.begun();
			String failure = this.application.apply(exchange);
			exchange.ended(failure);
			return failure;
		};
		return new PythonApplication() {

			@Override
			public ApplicationCaller newCaller() {
				return caller;
			}

			@Override
			public ApplicationCaller newCaller(ApplicationCaller previous) {
				return caller;
			}

		};
	}

	@Override
	public PythonApplication reload(ApplicationSettings settings, Consumer<String> errors) {
		return load(settings, errors);
	}

	@Override
	public List<String> nativeModules() {
		return this.nativeModules;
	}

	@Override
	public void interrupt(Thread thread, Interruption interruption) {
		this.cancelled.countDown();
	}

	@Override
	public CompletableFuture<String> stackOf(Thread thread) {
		return CompletableFuture.completedFuture("File \"shop.py\", line 3, in <module>");
	}

	@Override
	public boolean isWaitingForLock(Thread thread) {
		return false;
	}

	@Override
	public void exit(Duration patience) {
		this.exited = true;
	}

	@Override
	public void cancel() {
		this.cancelled.countDown();
	}

	@Override
	public void close() {
		this.closed = true;
	}

}
