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
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import io.wsgi.runtime.AsyncExchange;
import io.wsgi.runtime.Exchange;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.jspecify.annotations.Nullable;

/**
 * The callable with which Python sends a response.
 *
 * @author wsgi-spring-boot contributors
 */
final class ExchangeCallable implements ProxyExecutable {

	private final Exchange exchange;

	ExchangeCallable(Exchange exchange) {
		this.exchange = exchange;
	}

	@Override
	public Object execute(Value... arguments) {
		boolean accepted = send(arguments);
		if (!accepted) {
			// An exception may be on its way: see Exchange.interrupted()
			Context.getCurrent().safepoint();
		}
		return accepted;
	}

	private boolean send(Value[] arguments) {
		if (arguments.length == 0) {
			((AsyncExchange) this.exchange).askForBody();
			return true;
		}
		if (arguments.length == 1) {
			this.exchange.sendEarlyHints(arguments[0].asString());
			return true;
		}
		Value route = arguments[arguments.length - 1];
		if (!route.isNull()) {
			this.exchange.routed(route.asString());
		}
		if (arguments.length == 4) {
			return this.exchange.send(head(arguments[0]), bytes(arguments[1]), arguments[2].asBoolean());
		}
		return this.exchange.sendFile(arguments[0].asString(), open(arguments[1].asString()), arguments[2].asLong(),
				arguments[3].asLong(), arguments[4].asBoolean());
	}

	private @Nullable String head(Value value) {
		return value.isNull() ? null : value.asString();
	}

	private byte[] bytes(Value value) {
		byte[] bytes = new byte[(int) value.getBufferSize()];
		value.readBuffer(0, bytes, 0, bytes.length);
		return bytes;
	}

	private FileChannel open(String path) {
		try {
			return FileChannel.open(Path.of(path), StandardOpenOption.READ);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
