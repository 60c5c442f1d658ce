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

import java.io.IOException;

import io.wsgi.runtime.ApplicationCaller;
import io.wsgi.runtime.Exchange;
import io.wsgi.runtime.RequestBody;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.jspecify.annotations.Nullable;

/**
 * Calls the application from one thread.
 *
 * @author wsgi-spring-boot contributors
 */
final class GraalPyCaller implements ApplicationCaller {

	private static final String GATEWAY_FAILURE = "gateway";

	private final Value handle;

	private final PythonBytes bytes;

	private final @Nullable InterpreterLog log;

	private @Nullable Value functions;

	GraalPyCaller(Value handle, PythonBytes bytes, @Nullable InterpreterLog log) {
		this.handle = handle;
		this.bytes = bytes;
		this.log = log;
	}

	GraalPyCaller withHandle(Value handle) {
		return new GraalPyCaller(handle, this.bytes, this.log);
	}

	@Override
	public @Nullable String call(Exchange exchange) {
		String report = "The gateway failed";
		String failure = GATEWAY_FAILURE;
		try {
			exchange.begun();
			if (this.log != null) {
				this.log.followLevels();
			}
			Value result = handle(exchange);
			if (result.isNull()) {
				failure = null;
				report = null;
			}
			else if (result.isString()) {
				failure = null;
				report = result.asString();
			}
			else {
				failure = result.getArrayElement(0).asString();
				report = result.getArrayElement(1).asString();
			}
		}
		catch (PolyglotException ex) {
			report = describe(ex);
		}
		catch (Throwable ex) {
			// Whatever it is, the client must not wait for ever
			report = "The gateway failed: " + ex;
		}
		finally {
			exchange.ended(report);
		}
		return failure;
	}

	private Value handle(Exchange exchange) {
		return switch (exchange.body()) {
			case RequestBody.InMemory body -> execute(exchange, inMemory(body));
			case RequestBody.InFile body -> execute(exchange, body.path().toString());
			case RequestBody.Deferred body -> execute(exchange, receiver(exchange));
			case RequestBody.FunctionCall call -> functions().execute(new ExchangeCallable(exchange), call.text());
		};
	}

	// Not imported where nobody calls functions
	private Value functions() {
		Value found = this.functions;
		if (found == null) {
			found = this.handle.getContext()
				.eval("python", "__import__('importlib').import_module")
				.execute("wsgi_spring_boot.bridge.functions")
				.getMember("handle");
			this.functions = found;
		}
		return found;
	}

	private @Nullable Object inMemory(RequestBody.InMemory body) {
		return (body.bytes().length > 0) ? this.bytes.of(body.bytes()) : null;
	}

	private Value execute(Exchange exchange, @Nullable Object body) {
		return this.handle.execute(new ExchangeCallable(exchange), exchange.environ(), body);
	}

	private ProxyExecutable receiver(Exchange exchange) {
		Thread caller = Thread.currentThread();
		return (arguments) -> {
			if (Thread.currentThread() != caller) {
				// It could outlive the request, and read the body of the next one
				return null;
			}
			try {
				return switch (exchange.receive()) {
					case RequestBody.InMemory body -> this.bytes.of(body.bytes());
					case RequestBody.InFile body -> body.path().toString();
					default -> throw new IllegalStateException("The body was deferred twice");
				};
			}
			catch (IOException ex) {
				// An exception may be on its way: see Exchange.interrupted()
				Context.getCurrent().safepoint();
				return null;
			}
		};
	}

	private String describe(PolyglotException ex) {
		if (ex.isExit()) {
			return "The application tried to end the process with status " + ex.getExitStatus();
		}
		return "The call of the application failed: " + ex;
	}

}
