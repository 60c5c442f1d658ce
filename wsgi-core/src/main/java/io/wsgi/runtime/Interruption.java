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

package io.wsgi.runtime;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * An exception for the thread of one call, and what has become of it.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class Interruption {

	private final String message;

	private final BooleanSupplier wanted;

	private final Consumer<String> observer;

	private boolean raised;

	private boolean waitBroken;

	private boolean decided;

	/**
	 * Create a new interruption.
	 * @param message the message of the exception
	 * @param wanted asked on the thread of the call whether the exception is still wanted
	 * @param observer told on the thread of the call, before the exception is raised,
	 * where it was: the lines of a traceback
	 */
	public Interruption(String message, BooleanSupplier wanted, Consumer<String> observer) {
		this.message = message;
		this.wanted = wanted;
		this.observer = observer;
	}

	/**
	 * Return the message of the exception.
	 * @return the message
	 */
	public String message() {
		return this.message;
	}

	/**
	 * Decide, on the thread of the call, whether to raise the exception now.
	 * @return whether to raise it
	 */
	public synchronized boolean claim() {
		this.decided = true;
		if (this.raised || !this.wanted.getAsBoolean()) {
			return false;
		}
		this.raised = true;
		// Else all that the cleaning up reads and writes would fail
		Thread.interrupted();
		return true;
	}

	/**
	 * Tell where the thread was, before the exception is raised there.
	 * @param stack the lines of a traceback
	 */
	public void observe(String stack) {
		this.observer.accept(stack);
	}

	/**
	 * Return whether the exception has been raised, or another one in its place by the
	 * end of a wait.
	 * @return whether it has
	 */
	public synchronized boolean isRaised() {
		return this.raised;
	}

	/**
	 * Return whether the thread of the call has come to decide.
	 * @return whether it has
	 */
	public synchronized boolean isDecided() {
		return this.decided;
	}

	/**
	 * End a wait of the thread outside Python, such as for a socket, unless the exception
	 * has been raised: then the thread is cleaning up and must not be disturbed.
	 * @param interrupter interrupts the thread
	 */
	public synchronized void breakWait(Runnable interrupter) {
		if (!this.raised) {
			this.waitBroken = true;
			interrupter.run();
		}
	}

	/**
	 * Return whether a wait of the thread was ended.
	 * @return whether {@link #breakWait} has interrupted it
	 */
	public synchronized boolean hasBrokenWait() {
		return this.waitBroken;
	}

}
