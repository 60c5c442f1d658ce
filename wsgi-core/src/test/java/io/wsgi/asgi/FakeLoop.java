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

package io.wsgi.asgi;

import java.time.Duration;
import java.util.function.Consumer;

import io.wsgi.runtime.CallEvent;
import io.wsgi.runtime.EventLoop;
import io.wsgi.runtime.Exchange;
import io.wsgi.runtime.PythonApplication;
import org.jspecify.annotations.Nullable;

/**
 * A loop without Python, which does what a test wants.
 *
 * @author wsgi-spring-boot contributors
 */
class FakeLoop implements EventLoop {

	Port port;

	Consumer<Port> turns = (port) -> {
	};

	boolean stopped;

	boolean startsForEver;

	int runs;

	@Override
	public void start(PythonApplication application) {
	}

	@Override
	public void run() {
		this.runs++;
		this.stopped = false;
		this.turns.accept(this.port);
	}

	@Override
	public void begin(long number, Exchange exchange) {
	}

	@Override
	public void notify(long number, CallEvent event, @Nullable Object payload) {
	}

	@Override
	public void replace(PythonApplication application) {
		if (!this.startsForEver) {
			throw new IllegalStateException("It cannot be replaced");
		}
	}

	@Override
	public void cancelReplacement(String reason) {
		this.port.replaced("its lifespan failed: " + reason, "where it was");
	}

	@Override
	public void stop() {
		this.stopped = true;
	}

	@Override
	public void outside(Runnable wait) {
		wait.run();
	}

	@Override
	public void close(Duration patience) {
	}

}
