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

import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.wsgi.runtime.ApplicationCaller;
import io.wsgi.runtime.ApplicationLoadException;
import io.wsgi.runtime.Interruption;
import io.wsgi.runtime.MainThread;
import io.wsgi.runtime.PythonApplication;
import io.wsgi.runtime.PythonInterpreter;

/**
 * Serves an application of ASGI on the event loop of a worker. All calls share the one
 * thread of the loop, which takes in what other threads have for it whenever it would
 * wait.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class LoopService {

	private final LoopSettings settings;

	private final PythonInterpreter interpreter;

	private final LoopListener listener;

	private final Thread thread = Thread.currentThread();

	private final LoopWait wait = new LoopWait(this.thread);

	private final CallIntake intake;

	private final ActiveCalls calls;

	private final LoopTurns turns;

	private final Replacement replacement;

	private final LoopWatchdog watchdog;

	private final LoopDriver driver;

	/**
	 * Create a new service, on the thread of the loop.
	 * @param target what was loaded, for messages
	 * @param settings the settings
	 * @param interpreter where the loop is
	 * @param stay the stay of the thread in the interpreter
	 * @param source where the calls come from
	 * @param listener is told
	 */
	public LoopService(String target, LoopSettings settings, PythonInterpreter interpreter, MainThread stay,
			CallSource source, LoopListener listener) {
		this.settings = settings;
		this.interpreter = interpreter;
		this.listener = listener;
		this.intake = new CallIntake(source, settings.concurrency(), this.wait);
		this.calls = new ActiveCalls(listener);
		this.turns = new LoopTurns(listener);
		LoopInbox inbox = new LoopInbox(this.wait);
		this.replacement = new Replacement(target, settings.bootTimeout(), inbox, this.calls);
		this.watchdog = new LoopWatchdog(this, settings);
		this.driver = new LoopDriver(interpreter, stay, this.wait, inbox, this.intake, this.calls, this.turns,
				this.replacement, this.watchdog);
	}

	/**
	 * Have the application start.
	 * @param application the application
	 * @throws ApplicationLoadException if it does not
	 */
	public void start(PythonApplication application) {
		this.driver.loop().start(application);
		this.watchdog.start();
	}

	/**
	 * Return a caller that serves one call after the other, before the loop takes calls
	 * from its source.
	 * @return the caller
	 */
	public ApplicationCaller caller() {
		return (exchange) -> {
			this.driver.serve(exchange);
			return null;
		};
	}

	/**
	 * Serve until the source is over, and the calls with it; then have the application
	 * end.
	 */
	public void serve() {
		try {
			this.driver.serve();
			this.driver.close(this.settings.closePatience(System.nanoTime() - this.intake.overSince()));
		}
		finally {
			this.watchdog.stop();
			this.wait.close();
			this.calls.abandon("The call was cancelled, because the worker has ended");
			this.replacement.close();
		}
	}

	/**
	 * Have an application that was loaded anew take the place of the one that is served.
	 * Calls in flight finish in the old one.
	 * @param application the application
	 * @param since when it began to be loaded, as of {@link System#nanoTime()}
	 * @throws ApplicationLoadException if it does not start, or not in time
	 */
	public void replace(PythonApplication application, long since) {
		Replacement.Attempt attempt = this.replacement.begin(this.driver.loop(), application, since);
		this.watchdog.wake();
		attempt.await();
	}

	/**
	 * Return whether an application is starting that is to take the place of another one.
	 * @return whether it is
	 */
	public boolean isReplacing() {
		return this.replacement.isUnderWay();
	}

	/**
	 * Give up the start of an application that takes too long.
	 * @param now the time, as of {@link System#nanoTime()}
	 * @return whether there is one that does
	 */
	boolean giveUpReplacement(long now) {
		return this.replacement.giveUp(now);
	}

	/**
	 * Called by the source when there may be a call, or no more of them. Does not block.
	 */
	public void callsWaiting() {
		this.intake.call();
	}

	/**
	 * Stop without finishing anything, because the interpreter is cancelled.
	 */
	public void cancel() {
		this.driver.cancel();
	}

	/**
	 * Stop the loop. The calls that are left are cancelled.
	 */
	void stop() {
		this.driver.stop();
	}

	/**
	 * Return whether the loop is held up right now.
	 * @return whether Python code has run for at least 50 milliseconds
	 */
	public boolean isBlocked() {
		return this.turns.isBlocked();
	}

	/**
	 * Return the thread of the loop.
	 * @return the thread
	 */
	public Thread thread() {
		return this.thread;
	}

	/**
	 * Return the requests that the loop is busy with.
	 * @param limit how many at most, those that take longest first
	 * @return the requests, and since when, as of {@link System#nanoTime()}
	 */
	public List<Map.Entry<String, Long>> requests(int limit) {
		return this.calls.requests(limit);
	}

	void interrupt(Interruption interruption) {
		this.interpreter.interrupt(this.thread, interruption);
	}

	/**
	 * Return how many calls there are.
	 * @return the calls
	 */
	public int active() {
		return this.calls.count();
	}

	Collection<LoopCall> calls() {
		return this.calls.all();
	}

	LoopListener listener() {
		return this.listener;
	}

	/**
	 * The loop cannot be got out of what it does.
	 */
	void hung() {
		this.replacement.failed("the event loop is blocked", null);
		this.listener.hung();
	}

	/**
	 * Return how often the loop has looked for what there is to do.
	 * @return the turns
	 */
	long turn() {
		return this.turns.count();
	}

	boolean isWaiting() {
		return this.wait.isWaiting();
	}

	boolean isEnding() {
		return this.intake.isOver();
	}

	long endingSince() {
		return this.intake.overSince();
	}

}
