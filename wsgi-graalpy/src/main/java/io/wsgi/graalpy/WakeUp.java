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

import java.util.function.BooleanSupplier;

import com.oracle.truffle.api.TruffleContext;
import com.oracle.truffle.api.instrumentation.ThreadsListener;
import com.oracle.truffle.api.instrumentation.TruffleInstrument;
import org.jspecify.annotations.Nullable;

/**
 * Brings threads of an interpreter that wait in the C library to a safepoint. A signal
 * that comes just before a call begins to wait is lost: so they are sent again and again.
 *
 * @author wsgi-spring-boot contributors
 */
final class WakeUp implements ThreadsListener {

	private static final long FIRST_PAUSE = 5;

	private static final long LONGEST_PAUSE = 100;

	private final @Nullable ThreadSignals signals = ThreadSignals.find();

	void attach(TruffleInstrument.Env env) {
		if (this.signals != null) {
			env.getInstrumenter().attachThreadsListener(this, true);
		}
	}

	@Override
	public void onThreadInitialized(TruffleContext context, Thread thread) {
		if (this.signals != null && thread == Thread.currentThread()) {
			this.signals.add();
		}
	}

	@Override
	public void onThreadDisposed(TruffleContext context, Thread thread) {
	}

	/**
	 * Wake up a thread until it has come to a safepoint.
	 * @param thread the thread
	 * @param done whether it has
	 */
	void wake(Thread thread, BooleanSupplier done) {
		ThreadSignals signals = this.signals;
		if (signals != null) {
			repeat(() -> signals.send(thread), () -> done.getAsBoolean() || !thread.isAlive());
		}
	}

	/**
	 * Wake up all threads of the interpreter until there are none any more.
	 * @param done whether there are none
	 */
	void wakeAll(BooleanSupplier done) {
		ThreadSignals signals = this.signals;
		if (signals != null) {
			repeat(signals::sendToAll, done);
		}
	}

	private void repeat(Runnable action, BooleanSupplier done) {
		Thread.ofPlatform().name("wsgi-wake-up").daemon(true).start(() -> {
			long pause = FIRST_PAUSE;
			try {
				Thread.sleep(pause);
				while (!done.getAsBoolean()) {
					action.run();
					Thread.sleep(pause);
					pause = Math.min(2 * pause, LONGEST_PAUSE);
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
	}

}
