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

import java.util.Objects;

import io.wsgi.runtime.AsyncExchange;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds a call of the application, while Python calls Java on behalf of it.
 *
 * @author wsgi-spring-boot contributors
 */
final class CallSurroundings {

	private final ThreadLocal<@Nullable Exit> exits = new ThreadLocal<>();

	/**
	 * Put it on the current thread.
	 * @param call the call, if there still is one
	 * @return whether {@link #leave()} is to be called
	 */
	boolean enter(@Nullable LoopCall call) {
		Runnable exit = (call != null && call.exchange() instanceof AsyncExchange async) ? async.enter() : null;
		if (exit != null) {
			this.exits.set(new Exit(exit, this.exits.get()));
		}
		return exit != null;
	}

	/**
	 * Take off what was put on the current thread last.
	 */
	void leave() {
		Exit exit = Objects.requireNonNull(this.exits.get(), "Nothing was entered");
		if (exit.outer() != null) {
			this.exits.set(exit.outer());
		}
		else {
			this.exits.remove();
		}
		exit.action().run();
	}

	/**
	 * What takes off what was put on the current thread. A finalizer can put something on
	 * within another one.
	 *
	 * @param action takes it off
	 * @param outer what was put on before, if there is something
	 */
	private record Exit(Runnable action, @Nullable Exit outer) {

	}

}
