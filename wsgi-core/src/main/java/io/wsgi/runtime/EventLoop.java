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

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * An event loop in an interpreter, on which applications of ASGI are served. Belongs to
 * the thread that has made it: all methods are to be called there, and those from
 * {@link #begin} to {@link #stop} in {@link Port#pump} only.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public interface EventLoop {

	/**
	 * Have an application start, and serve it when the loop runs.
	 * @param application the application
	 * @throws ApplicationLoadException if it does not start
	 */
	void start(PythonApplication application);

	/**
	 * Run the loop until it is stopped.
	 */
	void run();

	/**
	 * Begin a call of the application.
	 * @param number identifies it
	 * @param exchange the request and its response
	 */
	void begin(long number, Exchange exchange);

	/**
	 * Tell a call what has happened.
	 * @param number the number of the call, which may be over
	 * @param event what has happened
	 * @param payload what belongs to the event
	 */
	void notify(long number, CallEvent event, @Nullable Object payload);

	/**
	 * Have an application that was loaded anew start beside the one that is served, and
	 * take its place. {@link Port#replaced} is told.
	 * @param application the application
	 */
	void replace(PythonApplication application);

	/**
	 * Cancel the start of an application that has not taken the place of the one that is
	 * served yet. {@link Port#replaced} is told.
	 * @param reason why
	 */
	void cancelReplacement(String reason);

	/**
	 * Stop the loop, which may be run again.
	 */
	void stop();

	/**
	 * Wait for something outside of Python.
	 * @param wait what waits
	 */
	void outside(Runnable wait);

	/**
	 * Cancel what is left of the calls, have the application end, and close the loop.
	 * @param patience how long that may take
	 */
	void close(Duration patience);

	/**
	 * What the loop wants of its owner.
	 */
	interface Port {

		/**
		 * Take in what has come for the loop.
		 * @param nanos how long to wait for it: without end if it is negative
		 * @param arm whether to have a descriptor written to when something comes, in
		 * place of waiting
		 * @return whether something has come; with {@code arm}, whether the descriptor
		 * will be written to because nothing has
		 */
		boolean pump(long nanos, boolean arm);

		/**
		 * End the wait of the loop. Called on any thread.
		 */
		void wake();

		/**
		 * Write to a descriptor from now on when something comes that the loop does not
		 * wait for in {@link #pump}.
		 * @param descriptor the descriptor
		 * @return whether that is possible
		 */
		boolean wakeThrough(int descriptor);

		/**
		 * Take note that a call has ended.
		 * @param number its number
		 * @param failure the Python class of the exception that ended it, or {@code null}
		 * @param report what went wrong, for the log, or {@code null}
		 * @return whether to stop the loop
		 */
		boolean ended(long number, @Nullable String failure, @Nullable String report);

		/**
		 * Put what surrounds a call on the current thread, which is about to call Java
		 * for it.
		 * @param number the number of the call
		 * @return whether {@link #leave} is to be called
		 */
		boolean enter(long number);

		/**
		 * Take off what {@link #enter} has put on the current thread.
		 */
		void leave();

		/**
		 * Take note of what has become of {@link #replace}.
		 * @param message why the application did not start, or {@code null} if it has
		 * @param traceback the Python traceback, or an empty string
		 */
		void replaced(@Nullable String message, @Nullable String traceback);

	}

}
