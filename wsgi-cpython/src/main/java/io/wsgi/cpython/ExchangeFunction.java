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
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import io.wsgi.runtime.AsyncExchange;
import io.wsgi.runtime.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * What the callable does with which Python sends a response.
 *
 * @author wsgi-spring-boot contributors
 */
final class ExchangeFunction implements HostFunction {

	private final CPython python;

	private final Exchange exchange;

	ExchangeFunction(CPython python, Exchange exchange) {
		this.python = python;
		this.exchange = exchange;
	}

	@Override
	public long call(Arguments arguments) throws Exception {
		PythonObjects objects = this.python.objects();
		if (!send(arguments)) {
			// An exception may be on its way: see Exchange.interrupted()
			long due = this.python.interrupter().raiseDue();
			if (due == 0) {
				return 0;
			}
			objects.release(due);
			return objects.bool(false);
		}
		return objects.bool(true);
	}

	private boolean send(Arguments arguments) throws Exception {
		PythonThreads threads = this.python.threads();
		if (arguments.count() == 0) {
			((AsyncExchange) this.exchange).askForBody();
			return true;
		}
		if (arguments.count() == 1) {
			String head = arguments.text(0);
			return threads.outside(() -> {
				this.exchange.sendEarlyHints(head);
				return true;
			});
		}
		int last = arguments.count() - 1;
		if (!arguments.isNone(last)) {
			this.exchange.routed(arguments.text(last));
		}
		if (arguments.count() == 4) {
			return sendBytes(head(arguments), arguments.bytes(1), arguments.isTrue(2));
		}
		String head = arguments.text(0);
		Path path = Path.of(arguments.text(1));
		long offset = arguments.integer(2);
		long count = arguments.integer(3);
		boolean complete = arguments.isTrue(4);
		return threads.outside(() -> this.exchange.sendFile(head, open(path), offset, count, complete));
	}

	private static @Nullable String head(Arguments arguments) {
		return arguments.isNone(0) ? null : arguments.text(0);
	}

	private boolean sendBytes(@Nullable String head, byte[] body, boolean last) throws Exception {
		if ((head != null && last) || this.exchange instanceof AsyncExchange) {
			// Does not wait, and to get in again could take longer
			return this.exchange.send(head, body, last);
		}
		return this.python.threads().outside(() -> this.exchange.send(head, body, last));
	}

	private static FileChannel open(Path path) throws IOException {
		return FileChannel.open(path, StandardOpenOption.READ);
	}

}
