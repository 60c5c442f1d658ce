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

import java.util.function.Consumer;

import com.oracle.truffle.api.ThreadLocalAction;
import com.oracle.truffle.api.exception.AbstractTruffleException;
import com.oracle.truffle.api.nodes.Node;
import io.wsgi.runtime.Interruption;

/**
 * Raises the exception of an {@link Interruption} where the thread can bear it.
 *
 * @author wsgi-spring-boot contributors
 */
final class InterruptionAction extends ThreadLocalAction {

	private static final int LOCK_DEPTH = 40;

	private final Interruption interruption;

	private final PythonStack stack;

	private final Consumer<ThreadLocalAction> resubmitter;

	/**
	 * Create a new action.
	 * @param interruption what to raise
	 * @param stack the Python stack of the thread
	 * @param resubmitter submits this action anew
	 */
	InterruptionAction(Interruption interruption, PythonStack stack, Consumer<ThreadLocalAction> resubmitter) {
		super(true, false);
		this.interruption = interruption;
		this.stack = stack;
		this.resubmitter = resubmitter;
	}

	@Override
	protected void perform(Access access) {
		if (isTakingInterpreterLock()) {
			// There the interpreter's lock, or one of Python's own that has just been
			// acquired, would stay taken for ever
			this.resubmitter.accept(this);
		}
		else if (this.interruption.claim()) {
			// A wait may have ended with an exception that is being handled now: a second
			// one would hit the cleaning up
			String handled = this.interruption.hasBrokenWait() ? this.stack.describeHandled() : null;
			if (handled == null) {
				this.interruption.observe(this.stack.describe());
				throw new CallInterruptedException(this.interruption.message(), access.getLocation());
			}
			this.interruption.observe(handled);
		}
	}

	static boolean isTakingInterpreterLock() {
		return StackWalker.getInstance()
			.walk((frames) -> frames.limit(LOCK_DEPTH)
				.anyMatch((frame) -> frame.getMethodName().equals("acquireGilOrThrow")));
	}

	/**
	 * The exception that Python code sees.
	 */
	@SuppressWarnings("serial")
	private static final class CallInterruptedException extends AbstractTruffleException {

		CallInterruptedException(String message, Node location) {
			super(message, location);
		}

	}

}
