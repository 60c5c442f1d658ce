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

package io.wsgi.worker;

import java.time.Duration;

/**
 * Is told what happens to a {@link WorkerPool}. What happens to its calls is told on the
 * thread where it happens, and delays the call. What happens to its workers is told in
 * order, on one thread for all events of the pool, so that a listener may take its time
 * or have the application reloaded.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public interface WorkerPoolListener {

	/**
	 * Return the listener for one of several applications. By default it is this one for
	 * all of them.
	 * @param application the name of the application
	 * @return the listener that is told what happens to that application
	 */
	default WorkerPoolListener forApplication(String application) {
		return this;
	}

	/**
	 * Called when a call leaves the queue for a thread.
	 * @param waitNanos how long it waited
	 */
	default void acquired(long waitNanos) {
	}

	/**
	 * Called when the call of the application has returned.
	 * @param usageNanos how long it took
	 */
	default void used(long usageNanos) {
	}

	/**
	 * Called when an exception has ended the call of the application.
	 * @param exception the Python class of the exception
	 */
	default void failed(String exception) {
	}

	/**
	 * Called when a call is refused because the queue is full.
	 */
	default void rejected() {
	}

	/**
	 * Called when a call is withdrawn because it waited too long.
	 */
	default void timedOut() {
	}

	/**
	 * Called when a call is interrupted because it takes too long.
	 */
	default void interrupted() {
	}

	/**
	 * Called when the exchange with the client of a call is over.
	 * @param receivedBytes the size of the request's body
	 * @param sentBytes the size of what was sent of the response's body
	 * @param aborted whether the response was begun and not completed
	 */
	default void exchanged(long receivedBytes, long sentBytes, boolean aborted) {
	}

	/**
	 * Called when an application of ASGI has held up its event loop for at least 50
	 * milliseconds.
	 * @param nanos for how long, in nanoseconds
	 */
	default void loopBlocked(long nanos) {
	}

	/**
	 * Called when a call that takes too long cannot be interrupted, so that its worker is
	 * given up.
	 */
	default void hung() {
	}

	/**
	 * Called when a worker begins to load the application.
	 * @param worker the name of the worker
	 */
	default void workerStarted(String worker) {
	}

	/**
	 * Called when a worker has loaded the application, has warmed up, and begins to
	 * serve.
	 * @param worker the name of the worker
	 * @param took how long that took
	 */
	default void workerReady(String worker, Duration took) {
	}

	/**
	 * Called when a worker has been replaced: the new one serves, the old one finishes
	 * its calls.
	 * @param worker the name of the old worker
	 * @param reason the reason
	 */
	default void replaced(String worker, String reason) {
	}

	/**
	 * Called when a worker has ended.
	 * @param worker the name of the worker
	 */
	default void workerStopped(String worker) {
	}

	/**
	 * Called when no worker is left that serves.
	 */
	default void outOfService() {
	}

	/**
	 * Called when a worker serves again after none did.
	 */
	default void backInService() {
	}

	/**
	 * Called when a worker hangs that cannot be replaced, so that only a restart of the
	 * process helps.
	 */
	default void broken() {
	}

	/**
	 * Called when the application could not be loaded: a further worker or a new
	 * generation did not start. Those that serve go on.
	 * @param cause why
	 */
	default void loadFailed(Throwable cause) {
	}

	/**
	 * Called when the application has been loaded anew.
	 * @param generation the number of the new generation
	 */
	default void generationSwapped(int generation) {
	}

}
