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

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;

import io.wsgi.runtime.ApplicationCaller;
import io.wsgi.runtime.Exchange;
import io.wsgi.runtime.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * Calls the application from one thread.
 *
 * @author wsgi-spring-boot contributors
 */
final class CPythonCaller implements ApplicationCaller {

	private static final String GATEWAY_FAILURE = "gateway";

	// Of the gateway's function: exchange, variables, body
	private static final int PARAMETERS = 3;

	private final CPython python;

	private final PythonObjects objects;

	private final PythonThread thread;

	private final long handle;

	private final @Nullable InterpreterLog log;

	private final Runnable end;

	private final MemorySegment arguments = Arena.ofAuto().allocate(ValueLayout.JAVA_LONG, PARAMETERS);

	CPythonCaller(CPython python, PythonThread thread, long handle, @Nullable InterpreterLog log, Runnable end) {
		this.python = python;
		this.objects = python.objects();
		this.thread = thread;
		this.handle = handle;
		this.log = log;
		this.end = end;
	}

	CPythonCaller withHandle(long handle) {
		return new CPythonCaller(this.python, this.thread, handle, this.log, this.end);
	}

	@Override
	public @Nullable String call(Exchange exchange) {
		Outcome outcome = new Outcome(GATEWAY_FAILURE, "The gateway failed");
		try {
			exchange.begun();
			outcome = callInside(exchange);
		}
		catch (PythonException ex) {
			outcome = new Outcome(GATEWAY_FAILURE, "The call of the application failed: " + ex.getMessage());
		}
		catch (Throwable ex) {
			// Whatever it is, the client must not wait for ever
			outcome = new Outcome(GATEWAY_FAILURE, "The gateway failed: " + ex);
		}
		finally {
			exchange.ended(outcome.report());
		}
		return outcome.failure();
	}

	@Override
	public void close() {
		this.end.run();
	}

	private Outcome callInside(Exchange exchange) {
		String variables = exchange.environ();
		this.thread.enter();
		try {
			Object outer = this.thread.begin(exchange);
			try {
				if (this.log != null) {
					this.log.followLevels();
				}
				return handle(exchange, variables);
			}
			finally {
				if (outer != null) {
					this.thread.resume(outer);
				}
				else if (this.thread.end()) {
					this.python.interrupter().settle(this.thread);
				}
			}
		}
		finally {
			this.thread.leave();
		}
	}

	private Outcome handle(Exchange exchange, String variables) {
		HostFunctions functions = this.python.hostFunctions();
		long sender = functions.register(new ExchangeFunction(this.python, exchange));
		long receiver = 0;
		try {
			return switch (exchange.body()) {
				case RequestBody.InMemory inMemory -> execute(sender, variables,
						(inMemory.bytes().length > 0) ? this.objects.bytes(inMemory.bytes()) : this.objects.none());
				case RequestBody.InFile inFile ->
					execute(sender, variables, this.objects.string(inFile.path().toString()));
				case RequestBody.Deferred deferred -> {
					receiver = functions.register(receiver(exchange));
					yield execute(sender, variables, functions.callable(receiver));
				}
				case RequestBody.FunctionCall call -> execute(new HostFunctions.Callable(functions, sender), call);
			};
		}
		finally {
			functions.remove(sender);
			functions.remove(receiver);
		}
	}

	private void set(int index, long object) {
		this.arguments.setAtIndex(ValueLayout.JAVA_LONG, index, object);
	}

	private Outcome execute(HostFunctions.Callable sender, RequestBody.FunctionCall call) {
		long result = this.python.module("wsgi_spring_boot.bridge.functions").call("handle", sender, call.text());
		try {
			return outcome(result);
		}
		finally {
			this.objects.release(result);
		}
	}

	private Outcome execute(long sender, String variables, long body) {
		set(0, this.python.hostFunctions().callable(sender));
		set(1, this.objects.latin1(variables));
		set(2, body);
		long result = 0;
		try {
			result = this.objects.errors()
				.checked(this.objects.callRaw(this.handle, this.arguments.address(), PARAMETERS));
			return outcome(result);
		}
		finally {
			this.objects.release(result);
			for (int i = 0; i < PARAMETERS; i++) {
				this.objects.release(this.arguments.getAtIndex(ValueLayout.JAVA_LONG, i));
			}
			Reference.reachabilityFence(this.arguments);
		}
	}

	private Outcome outcome(long result) {
		if (this.objects.isNone(result)) {
			return Outcome.SERVED;
		}
		if (this.objects.isTuple(result)) {
			return new Outcome(this.objects.text(this.objects.item(result, 0)),
					this.objects.text(this.objects.item(result, 1)));
		}
		return new Outcome(null, this.objects.text(result));
	}

	private HostFunction receiver(Exchange exchange) {
		return (arguments) -> {
			if (this.python.threads().current() != this.thread) {
				// It could outlive the request
				return this.objects.none();
			}
			try {
				return switch (this.python.threads().outside(exchange::receive)) {
					case RequestBody.InMemory body -> this.objects.bytes(body.bytes());
					case RequestBody.InFile body -> this.objects.string(body.path().toString());
					default -> throw new IllegalStateException("The body was deferred twice");
				};
			}
			catch (IOException ex) {
				// An exception may be on its way: see Exchange.interrupted()
				return this.python.interrupter().raiseDue();
			}
		};
	}

	/**
	 * How a call has ended.
	 *
	 * @param failure the class of the exception that ended it, or {@code null}
	 * @param report a text for the log, or {@code null}
	 */
	private record Outcome(@Nullable String failure, @Nullable String report) {

		static final Outcome SERVED = new Outcome(null, null);

	}

}
