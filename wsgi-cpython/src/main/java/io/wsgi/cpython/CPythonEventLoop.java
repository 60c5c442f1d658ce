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

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.wsgi.runtime.ApplicationLoadException;
import io.wsgi.runtime.CallEvent;
import io.wsgi.runtime.EventLoop;
import io.wsgi.runtime.Exchange;
import io.wsgi.runtime.PythonApplication;
import io.wsgi.runtime.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * An event loop in CPython.
 *
 * @author wsgi-spring-boot contributors
 */
final class CPythonEventLoop implements EventLoop {

	private final CPython python;

	private final PythonObjects objects;

	private final PythonThread thread;

	private final Set<PythonThread> callers;

	private final @Nullable InterpreterLog log;

	private final Port port;

	private final long server;

	private final long begin;

	private final long notify;

	private final List<Long> functions = new ArrayList<>();

	// The numbers of the functions with which responses are sent, by that of their calls
	private final Map<Long, Long> senders = new HashMap<>();

	/**
	 * Create a new loop on the current thread.
	 * @param python the Python
	 * @param thread the current thread
	 * @param callers the threads that are in Python, while they are
	 * @param log follows the levels of the log, if there is one
	 * @param port what the loop wants of its owner
	 */
	CPythonEventLoop(CPython python, PythonThread thread, Set<PythonThread> callers, @Nullable InterpreterLog log,
			Port port) {
		this.python = python;
		this.objects = python.objects();
		this.thread = thread;
		this.callers = callers;
		this.log = log;
		this.port = port;
		this.server = inside(() -> python.module("wsgi_spring_boot.asgi.server")
			.call("Server", function((arguments) -> this.objects.bool(pump(arguments))), function((arguments) -> {
				port.wake();
				return this.objects.none();
			}), function((arguments) -> this.objects.bool(port.wakeThrough((int) arguments.integer(0)))),
					function((arguments) -> this.objects.bool(ended(arguments))), function((arguments) -> {
						port.replaced(text(arguments, 0), text(arguments, 1));
						return this.objects.none();
					}), function((arguments) -> this.objects.bool(port.enter(arguments.integer(0)))),
					function((arguments) -> {
						port.leave();
						return this.objects.none();
					})));
		this.begin = inside(() -> this.objects.attribute(this.server, "begin"));
		this.notify = inside(() -> this.objects.attribute(this.server, "notify"));
	}

	private HostFunctions.Callable function(HostFunction function) {
		HostFunctions hostFunctions = this.python.hostFunctions();
		long number = hostFunctions.register(function);
		this.functions.add(number);
		return new HostFunctions.Callable(hostFunctions, number);
	}

	private long inside(LongSupplier action) {
		return this.python.threads().inside(action::getAsLong);
	}

	private boolean pump(HostFunction.Arguments arguments) {
		return this.port.pump(arguments.integer(0), arguments.isTrue(1));
	}

	private boolean ended(HostFunction.Arguments arguments) {
		long number = arguments.integer(0);
		Long sender = this.senders.remove(number);
		if (sender != null) {
			this.python.hostFunctions().remove(sender);
		}
		return this.port.ended(number, text(arguments, 1), text(arguments, 2));
	}

	private static @Nullable String text(HostFunction.Arguments arguments, int index) {
		return arguments.isNone(index) ? null : arguments.text(index);
	}

	@Override
	public void start(PythonApplication application) {
		CPythonAsyncApplication loaded = (CPythonAsyncApplication) application;
		ApplicationLoadException failure = insideCall(() -> {
			long result = callMethod("start", loaded.reference());
			try {
				return this.objects.isNone(result) ? null
						: new ApplicationLoadException(loaded.target(), ApplicationLoadException.Reason.LIFESPAN_FAILED,
								this.objects.text(this.objects.item(result, 0)),
								this.objects.text(this.objects.item(result, 1)), List.of());
			}
			finally {
				this.objects.release(result);
			}
		});
		if (failure != null) {
			throw failure;
		}
	}

	private long callMethod(String name, @Nullable Object... arguments) {
		long method = this.objects.attribute(this.server, name);
		try {
			return this.objects.callWith(method, arguments);
		}
		finally {
			this.objects.release(method);
		}
	}

	// It can be interrupted meanwhile
	private <T extends @Nullable Object> T insideCall(Supplier<T> action) {
		this.callers.add(this.thread);
		this.thread.enter();
		try {
			this.thread.begin(this);
			try {
				return action.get();
			}
			finally {
				if (this.thread.end()) {
					this.python.interrupter().settle(this.thread);
				}
			}
		}
		finally {
			this.thread.leave();
			this.callers.remove(this.thread);
		}
	}

	@Override
	public void run() {
		insideCall(() -> {
			this.objects.release(callMethod("run"));
			return null;
		});
	}

	@Override
	public void begin(long number, Exchange exchange) {
		if (this.log != null) {
			this.log.followLevels();
		}
		HostFunctions hostFunctions = this.python.hostFunctions();
		long sender = hostFunctions.register(new ExchangeFunction(this.python, exchange));
		this.senders.put(number, sender);
		byte[] body = switch (exchange.body()) {
			case RequestBody.InMemory inMemory -> inMemory.bytes();
			case RequestBody.InFile inFile -> throw new IllegalStateException("The body is in a file");
			case RequestBody.Deferred deferred -> null;
			case RequestBody.FunctionCall call -> throw new IllegalStateException("Functions run on threads");
		};
		this.objects.release(this.objects.callWith(this.begin, number,
				new HostFunctions.Callable(hostFunctions, sender), exchange.environ(), body));
	}

	@Override
	public void notify(long number, CallEvent event, @Nullable Object payload) {
		this.objects.release(this.objects.callWith(this.notify, number, event.ordinal(), payload));
	}

	@Override
	public void replace(PythonApplication application) {
		this.objects.release(callMethod("replace", ((CPythonAsyncApplication) application).reference()));
	}

	@Override
	public void cancelReplacement(String reason) {
		this.objects.release(callMethod("cancel_replacement", reason));
	}

	@Override
	public void stop() {
		this.objects.release(callMethod("stop"));
	}

	@Override
	public void outside(Runnable wait) {
		try {
			this.python.threads().outside(() -> {
				wait.run();
				return null;
			});
		}
		catch (RuntimeException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close(Duration patience) {
		insideCall(() -> {
			this.objects.release(callMethod("close", patience.toMillis()));
			return null;
		});
		this.functions.forEach(this.python.hostFunctions()::remove);
	}

}
