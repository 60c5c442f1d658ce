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

import io.wsgi.runtime.Interruption;
import org.jspecify.annotations.Nullable;

/**
 * A thread that enters Python again and again.
 *
 * @author wsgi-spring-boot contributors
 */
final class PythonThread implements AutoCloseable {

	private final PythonThreads threads;

	private final long identity;

	private final int before;

	private final long state;

	private @Nullable Object call;

	private @Nullable Interruption due;

	private boolean sent;

	private volatile boolean waiting;

	PythonThread(PythonThreads threads, long identity, int before, long state) {
		this.threads = threads;
		this.identity = identity;
		this.before = before;
		this.state = state;
	}

	/**
	 * Return how Python and the system know the thread.
	 * @return its {@code pthread_t}
	 */
	long identity() {
		return this.identity;
	}

	int before() {
		return this.before;
	}

	long state() {
		return this.state;
	}

	/**
	 * Enter Python. Waits until the thread may.
	 */
	void enter() {
		this.waiting = true;
		this.threads.enter(this);
		this.waiting = false;
	}

	/**
	 * Return whether the thread waits until it may enter Python.
	 * @return whether it waits
	 */
	boolean isWaiting() {
		return this.waiting;
	}

	/**
	 * Leave Python, so that others may enter.
	 */
	void leave() {
		this.threads.leave();
	}

	/**
	 * Begin a call, which can be interrupted until it {@link #end ends}.
	 * @param call identifies it
	 * @return the call that it is within, or {@code null}
	 */
	synchronized @Nullable Object begin(Object call) {
		Object outer = this.call;
		this.call = call;
		return outer;
	}

	/**
	 * End a call that was within another one. An exception that is on its way goes to
	 * that one.
	 * @param outer the call that it was within
	 */
	synchronized void resume(Object outer) {
		this.call = outer;
	}

	/**
	 * End the call.
	 * @return whether an exception was sent to the thread, which may still be on its way
	 */
	synchronized boolean end() {
		boolean onItsWay = this.sent;
		this.call = null;
		this.due = null;
		this.sent = false;
		return onItsWay;
	}

	/**
	 * Have an exception raised in the call that the thread is in.
	 * @param exception the exception
	 * @return the call, or {@code null} if the thread is in none
	 */
	synchronized @Nullable Object interrupt(Interruption exception) {
		if (this.call != null) {
			this.due = exception;
		}
		return this.call;
	}

	/**
	 * Take the exception that is to be raised now, if there is one.
	 * @return the exception, which the caller raises, or {@code null}
	 */
	synchronized @Nullable Interruption take() {
		Interruption exception = this.due;
		this.due = null;
		return (exception != null && exception.claim()) ? exception : null;
	}

	/**
	 * Note that an exception was sent to the thread, for Python to raise.
	 */
	synchronized void sent() {
		this.sent = true;
	}

	synchronized boolean isBusy() {
		return this.call != null;
	}

	synchronized boolean isDue(Object expected) {
		return this.call == expected && this.due != null;
	}

	/**
	 * Do something while the thread cannot leave a call.
	 * @param expected the call
	 * @param action what to do, if the thread is in it
	 * @return whether it is
	 */
	synchronized boolean during(Object expected, Runnable action) {
		if (this.call != expected) {
			return false;
		}
		action.run();
		return true;
	}

	/**
	 * Forget the thread. To be called on it, outside of Python.
	 */
	@Override
	public void close() {
		this.threads.detach(this);
	}

}
