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

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import io.wsgi.runtime.MainThread;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The wait of an event loop for what other threads have for it. It waits here, or in the
 * system, where a byte in a pipe wakes it up.
 *
 * @author wsgi-spring-boot contributors
 */
final class LoopWait {

	private static final Log logger = LogFactory.getLog(LoopWait.class);

	private static final int RUNNING = 0;

	private static final int PARKED = 1;

	private static final int ARMED = 2;

	private final AtomicInteger mode = new AtomicInteger();

	private final Thread thread;

	private volatile @Nullable OutputStream pipe;

	/**
	 * Create a new wait.
	 * @param thread the thread of the loop
	 */
	LoopWait(Thread thread) {
		this.thread = thread;
	}

	/**
	 * Wait until there is something to do.
	 * @param nanos how long; without end if it is negative
	 * @param ready tells whether there is
	 * @param stay the stay of the thread in the interpreter
	 */
	void await(long nanos, BooleanSupplier ready, MainThread stay) {
		long deadline = System.nanoTime() + nanos;
		try {
			stay.await(() -> {
				park(nanos, deadline, ready);
				return null;
			});
		}
		catch (InterruptedException ex) {
			// Meant for a call that is over
		}
	}

	private void park(long nanos, long deadline, BooleanSupplier ready) throws InterruptedException {
		this.mode.set(PARKED);
		try {
			while (this.mode.get() == PARKED && !ready.getAsBoolean()) {
				if (nanos < 0) {
					LockSupport.park(this);
				}
				else {
					long left = deadline - System.nanoTime();
					if (left <= 0) {
						return;
					}
					LockSupport.parkNanos(this, left);
				}
				if (Thread.interrupted()) {
					throw new InterruptedException();
				}
			}
		}
		finally {
			this.mode.set(RUNNING);
		}
	}

	/**
	 * Have the pipe written to when there is something to do.
	 * @param ready tells whether there is already
	 * @return whether there is not
	 */
	boolean arm(BooleanSupplier ready) {
		this.mode.set(ARMED);
		if (ready.getAsBoolean()) {
			this.mode.set(RUNNING);
			return false;
		}
		return true;
	}

	/**
	 * Note that the loop does not wait.
	 */
	void run() {
		if (this.mode.get() != RUNNING) {
			this.mode.set(RUNNING);
		}
	}

	/**
	 * End the wait, on any thread. What there is to do must have been made known before.
	 */
	void wake() {
		if (this.mode.get() == RUNNING) {
			return;
		}
		switch (this.mode.getAndSet(RUNNING)) {
			case PARKED -> LockSupport.unpark(this.thread);
			case ARMED -> write();
			default -> {
				// Somebody else was faster
			}
		}
	}

	private void write() {
		OutputStream used = this.pipe;
		if (used == null) {
			return;
		}
		try {
			used.write(0);
		}
		catch (IOException ex) {
			logger.error("The event loop could not be woken up", ex);
		}
	}

	/**
	 * Return whether the loop waits.
	 * @return whether it is not in Python code
	 */
	boolean isWaiting() {
		return this.mode.get() != RUNNING;
	}

	/**
	 * Use a pipe.
	 * @param descriptor the end of the pipe to write to
	 * @return whether it can be written to
	 */
	boolean through(int descriptor) {
		try {
			this.pipe = new FileOutputStream("/dev/fd/" + descriptor);
			return true;
		}
		catch (IOException ex) {
			logger.debug("The event loop cannot be woken up through a pipe", ex);
			return false;
		}
	}

	/**
	 * Use the pipe no more.
	 */
	void close() {
		OutputStream used = this.pipe;
		this.pipe = null;
		if (used != null) {
			try {
				used.close();
			}
			catch (IOException ex) {
				logger.debug("A pipe could not be closed", ex);
			}
		}
	}

}
