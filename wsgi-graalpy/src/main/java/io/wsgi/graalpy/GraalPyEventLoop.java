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

import java.time.Duration;
import java.util.List;

import io.wsgi.runtime.ApplicationLoadException;
import io.wsgi.runtime.CallEvent;
import io.wsgi.runtime.EventLoop;
import io.wsgi.runtime.Exchange;
import io.wsgi.runtime.PythonApplication;
import io.wsgi.runtime.RequestBody;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.jspecify.annotations.Nullable;

/**
 * The event loop of a GraalPy interpreter.
 *
 * @author wsgi-spring-boot contributors
 */
final class GraalPyEventLoop implements EventLoop {

	private final PythonBytes bytes;

	private final @Nullable InterpreterLog log;

	private final Value start;

	private final Value run;

	private final Value begin;

	private final Value notify;

	private final Value replace;

	private final Value cancelReplacement;

	private final Value stop;

	private final Value close;

	/**
	 * Create a new loop.
	 * @param module the Python half
	 * @param port what the loop wants of its owner
	 * @param hasDescriptors whether descriptors are those of the process
	 * @param bytes makes Python's bytes
	 * @param log follows the levels of the log, if there is one
	 */
	GraalPyEventLoop(Value module, Port port, boolean hasDescriptors, PythonBytes bytes, @Nullable InterpreterLog log) {
		this.bytes = bytes;
		this.log = log;
		ProxyExecutable pump = (arguments) -> port.pump(arguments[0].asLong(), arguments[1].asBoolean());
		ProxyExecutable wake = (arguments) -> {
			port.wake();
			return true;
		};
		ProxyExecutable wakeThrough = (arguments) -> hasDescriptors && port.wakeThrough(arguments[0].asInt());
		ProxyExecutable ended = (arguments) -> port.ended(arguments[0].asLong(), text(arguments[1]),
				text(arguments[2]));
		ProxyExecutable replaced = (arguments) -> {
			port.replaced(text(arguments[0]), text(arguments[1]));
			return true;
		};
		ProxyExecutable enter = (arguments) -> port.enter(arguments[0].asLong());
		ProxyExecutable leave = (arguments) -> {
			port.leave();
			return true;
		};
		Value server = module.getMember("Server").execute(pump, wake, wakeThrough, ended, replaced, enter, leave);
		this.start = server.getMember("start");
		this.run = server.getMember("run");
		this.begin = server.getMember("begin");
		this.notify = server.getMember("notify");
		this.replace = server.getMember("replace");
		this.cancelReplacement = server.getMember("cancel_replacement");
		this.stop = server.getMember("stop");
		this.close = server.getMember("close");
	}

	private static @Nullable String text(Value value) {
		return value.isNull() ? null : value.asString();
	}

	@Override
	public void start(PythonApplication application) {
		GraalPyAsyncApplication loaded = (GraalPyAsyncApplication) application;
		Value failure = this.start.execute(loaded.value());
		if (!failure.isNull()) {
			throw new ApplicationLoadException(loaded.target(), ApplicationLoadException.Reason.LIFESPAN_FAILED,
					failure.getArrayElement(0).asString(), failure.getArrayElement(1).asString(), List.of());
		}
	}

	@Override
	public void run() {
		this.run.executeVoid();
	}

	@Override
	public void begin(long number, Exchange exchange) {
		if (this.log != null) {
			this.log.followLevels();
		}
		Object body = switch (exchange.body()) {
			case RequestBody.InMemory inMemory -> this.bytes.of(inMemory.bytes());
			case RequestBody.InFile inFile -> throw new IllegalStateException("The body is in a file");
			case RequestBody.Deferred deferred -> null;
			case RequestBody.FunctionCall call -> throw new IllegalStateException("Functions run on threads");
		};
		this.begin.executeVoid(number, new ExchangeCallable(exchange), exchange.environ(), body);
	}

	@Override
	public void notify(long number, CallEvent event, @Nullable Object payload) {
		Object value = (payload instanceof byte[] content) ? this.bytes.of(content) : payload;
		this.notify.executeVoid(number, event.ordinal(), value);
	}

	@Override
	public void replace(PythonApplication application) {
		this.replace.executeVoid(((GraalPyAsyncApplication) application).value());
	}

	@Override
	public void cancelReplacement(String reason) {
		this.cancelReplacement.executeVoid(reason);
	}

	@Override
	public void stop() {
		this.stop.executeVoid();
	}

	@Override
	public void outside(Runnable wait) {
		// The lock is not held in there, as in any call out of Python
		wait.run();
	}

	@Override
	public void close(Duration patience) {
		this.close.executeVoid(patience.toMillis());
	}

}
