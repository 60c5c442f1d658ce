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

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * An interpreter with its own modules, globals and global interpreter lock.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public interface PythonInterpreter extends AutoCloseable {

	/**
	 * Report each Python source file before it is imported, but those of the standard
	 * library. Also makes sure that a file which was changed twice within a second is
	 * compiled again.
	 * @param report takes the absolute path of the file
	 */
	void reportSources(Consumer<Path> report);

	/**
	 * Let Python code ask the Java application. To be called before an application is
	 * loaded.
	 * @param door answers
	 */
	void open(JavaDoor door);

	/**
	 * Let variables of requests hold data. To be called before an application is loaded.
	 * @param names the names of the variables: their values are JSON, and the application
	 * finds in its environ what that says
	 */
	void decodeVariables(Set<String> names);

	/**
	 * Have an application count as loaded only if functions are there that Java code will
	 * call. To be called before it is loaded.
	 * @param functions what is needed, as the Python module
	 * {@code wsgi_spring_boot.bridge.functions} has it; empty text for nothing
	 */
	void requireFunctions(String functions);

	/**
	 * Take note, from now on, of what a restore from a checkpoint has to do with. To be
	 * called before an application is loaded.
	 */
	default void watchForCheckpoint() {
	}

	/**
	 * Let go of what is outside of the process, such as connections and open files,
	 * before a checkpoint of it. No call may be in flight.
	 * @throws UnsupportedOperationException if there can be no checkpoint
	 * @throws RuntimeException if the hook {@code pre_checkpoint} raises an exception
	 */
	default void prepareCheckpoint() {
		throw new UnsupportedOperationException("There is no checkpoint for this Python");
	}

	/**
	 * Begin another life of the process, in another environment and with other random
	 * numbers.
	 * @param change the difference between the environments
	 * @return the variables of that difference that the application has read before the
	 * checkpoint
	 */
	default Set<String> restoreCheckpoint(EnvironmentChange change) {
		throw new UnsupportedOperationException("There is no checkpoint for this Python");
	}

	/**
	 * Call the hook {@code post_restore}.
	 * @throws RuntimeException if it raises an exception
	 */
	default void resumeAfterCheckpoint() {
		throw new UnsupportedOperationException("There is no checkpoint for this Python");
	}

	/**
	 * Let the current thread, which has made the interpreter, stay inside of it, so that
	 * what Python runs on its main thread alone can run whenever it is due.
	 * @return the stay, to be ended on the same thread before {@link #close()}
	 */
	default MainThread enterMainThread() {
		return new MainThread.Plain();
	}

	/**
	 * Load an application.
	 * @param application what to load
	 * @param errors takes what the application writes to {@code wsgi.errors}
	 * @return the application
	 * @throws ApplicationLoadException if that fails
	 */
	PythonApplication load(ApplicationSettings application, Consumer<String> errors);

	/**
	 * Load an application anew, while calls may go on in the one that was loaded before.
	 * @param application what to load
	 * @param errors takes what the application writes to {@code wsgi.errors}
	 * @return the new application
	 * @throws ApplicationLoadException if that fails; everything is as before
	 */
	PythonApplication reload(ApplicationSettings application, Consumer<String> errors);

	/**
	 * Make an event loop for applications of ASGI, on the current thread, which has made
	 * the interpreter.
	 * @param port what the loop wants of its owner
	 * @return the loop
	 */
	default EventLoop newEventLoop(EventLoop.Port port) {
		throw new UnsupportedOperationException("There is no event loop for this Python");
	}

	/**
	 * Return what ties the interpreter to the process, so that no other one can take its
	 * place.
	 * @return the name of each native module that was loaded, followed by those of the
	 * modules that led to it
	 */
	List<String> nativeModules();

	/**
	 * Return whether a process can have one interpreter of this Python only, whatever the
	 * application imports.
	 * @return whether there cannot be several
	 */
	default boolean isOnePerProcess() {
		return false;
	}

	/**
	 * Raise an exception in one thread, at the next opportunity.
	 * @param thread the thread
	 * @param interruption the exception
	 */
	void interrupt(Thread thread, Interruption interruption);

	/**
	 * Tell where in the Python code a thread is.
	 * @param thread the thread
	 * @return the lines of a traceback, the innermost call last, as soon as the thread
	 * answers: not while it is outside of Python, as in a wait for a socket. Once it is
	 * done, the thread is not asked any more
	 */
	CompletableFuture<String> stackOf(Thread thread);

	/**
	 * Tell whether a thread waits for its turn to run Python. It must not be interrupted
	 * then.
	 * @param thread the thread
	 * @return whether it waits for the interpreter's lock
	 */
	boolean isWaitingForLock(Thread thread);

	/**
	 * Finish what Python programs expect to be finished when an interpreter ends, in
	 * CPython's order: threads that are no daemons, futures in the queues of executors,
	 * the functions of {@code atexit}. To be called on the thread that made the
	 * interpreter, before {@link #close()}. Ends early when the interpreter is
	 * {@linkplain #cancel() cancelled}.
	 * @param patience how long to wait for threads and futures, before the functions of
	 * {@code atexit} are called all the same
	 */
	void exit(Duration patience);

	/**
	 * Stop whatever runs in the interpreter, and close it. Returns when all threads have
	 * left it. May be called on any thread.
	 */
	void cancel();

	/**
	 * Stop threads that are left, and close the interpreter.
	 */
	@Override
	void close();

}
