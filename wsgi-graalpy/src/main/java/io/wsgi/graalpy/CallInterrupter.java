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

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import com.oracle.truffle.api.ThreadLocalAction;
import com.oracle.truffle.api.TruffleContext;
import com.oracle.truffle.api.instrumentation.ContextsListener;
import com.oracle.truffle.api.instrumentation.TruffleInstrument;
import com.oracle.truffle.api.nodes.LanguageInfo;
import io.wsgi.runtime.Interruption;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.Instrument;
import org.jspecify.annotations.Nullable;

/**
 * Raises an exception in one thread of an interpreter, which nothing in the polyglot API
 * can: {@link org.graalvm.polyglot.Context#interrupt} hits all threads.
 *
 * @author wsgi-spring-boot contributors
 */
@TruffleInstrument.Registration(id = CallInterrupter.ID, name = "WSGI call interrupter",
		services = CallInterrupter.class)
public final class CallInterrupter extends TruffleInstrument {

	static final String ID = "wsgi-call-interrupter";

	private final WakeUp wakeUp = new WakeUp();

	private @Nullable Env env;

	private volatile @Nullable TruffleContext context;

	/**
	 * Return the interrupter of an engine.
	 * @param engine the engine
	 * @return its interrupter
	 */
	static CallInterrupter of(Engine engine) {
		Instrument instrument = engine.getInstruments().get(ID);
		CallInterrupter interrupter = (instrument != null) ? instrument.lookup(CallInterrupter.class) : null;
		return Objects.requireNonNull(interrupter, "The polyglot engine does not find the instrument " + ID);
	}

	@Override
	protected void onCreate(Env env) {
		this.env = env;
		env.getInstrumenter().attachContextsListener(new ContextKeeper(), true);
		this.wakeUp.attach(env);
		env.registerService(this);
	}

	/**
	 * Raise an exception at the next safepoint of a thread: in Python code, or while it
	 * sleeps or waits, for a lock or in the C library. {@code except Exception} does not
	 * catch it, {@code finally} blocks run.
	 * @param thread the thread
	 * @param interruption the exception
	 * @param stack the Python stack of the current thread
	 */
	void interrupt(Thread thread, Interruption interruption, PythonStack stack) {
		submit(thread, new InterruptionAction(interruption, stack, (action) -> submit(thread, action)));
		this.wakeUp.wake(thread, () -> interruption.isDecided() || isClosed());
	}

	/**
	 * Bring all threads that wait in the C library back, for the context that is being
	 * closed.
	 * @param closed whether it is closed
	 */
	void release(BooleanSupplier closed) {
		this.wakeUp.wakeAll(closed);
	}

	private boolean isClosed() {
		TruffleContext target = this.context;
		return target == null || target.isClosed();
	}

	private void submit(Thread thread, ThreadLocalAction action) {
		TruffleContext target = this.context;
		if (this.env != null && target != null && !target.isClosed()) {
			this.env.submitThreadLocal(target, new Thread[] { thread }, action);
		}
	}

	/**
	 * Ask a question at the next safepoint of a thread: in Python code, or while it
	 * sleeps or waits for a lock.
	 * @param thread the thread
	 * @param question asked on that thread
	 * @param answer where to put the answer; not asked any more once it is done
	 */
	void ask(Thread thread, Supplier<String> question, CompletableFuture<String> answer) {
		TruffleContext target = this.context;
		if (this.env == null || target == null || target.isClosed()) {
			answer.cancel(false);
			return;
		}
		submit(thread, new ThreadLocalAction(true, false) {

			@Override
			protected void perform(Access access) {
				if (answer.isDone()) {
					return;
				}
				if (InterruptionAction.isTakingInterpreterLock()) {
					answer.cancel(false);
					return;
				}
				try {
					answer.complete(question.get());
				}
				catch (RuntimeException ex) {
					// It must not reach what the thread is doing
					answer.completeExceptionally(ex);
				}
			}

		});
	}

	/**
	 * Notes the one context of the engine.
	 */
	private final class ContextKeeper implements ContextsListener {

		@Override
		public void onContextCreated(TruffleContext created) {
			if (created.getParent() == null) {
				CallInterrupter.this.context = created;
			}
		}

		@Override
		public void onLanguageContextCreated(TruffleContext created, LanguageInfo language) {
		}

		@Override
		public void onLanguageContextInitialized(TruffleContext initialized, LanguageInfo language) {
		}

		@Override
		public void onLanguageContextFinalized(TruffleContext finalized, LanguageInfo language) {
		}

		@Override
		public void onLanguageContextDisposed(TruffleContext disposed, LanguageInfo language) {
		}

		@Override
		public void onContextClosed(TruffleContext closed) {
		}

	}

}
