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
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.wsgi.runtime.ApplicationCaller;
import io.wsgi.runtime.ApplicationLoadException;
import io.wsgi.runtime.AsyncExchange;
import io.wsgi.runtime.CallEvent;
import io.wsgi.runtime.EventLoop;
import io.wsgi.runtime.Exchange;
import io.wsgi.runtime.Interruption;
import io.wsgi.runtime.MainThread;
import io.wsgi.runtime.PythonApplication;
import io.wsgi.runtime.PythonInterpreter;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Serves an application of ASGI on the event loop of a worker. All calls share the one
 * thread of the loop, which takes in what other threads have for it whenever it would
 * wait.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class LoopService implements EventLoop.Port {

	private static final Log logger = LogFactory.getLog(LoopService.class);

	private static final long NO_CALL = -1;

	private final LoopSettings settings;

	private final PythonInterpreter interpreter;

	private final CallSource source;

	private final LoopListener listener;

	private final MainThread stay;

	private final Thread thread = Thread.currentThread();

	private final LoopWait wait = new LoopWait(this.thread);

	private final LoopWatchdog watchdog;

	private final EventLoop loop;

	private final ActiveCalls calls = new ActiveCalls();

	private final CallSurroundings surroundings = new CallSurroundings();

	private final LoopTurns turns;

	private final Replacement replacement;

	private final Queue<Runnable> signals = new ConcurrentLinkedQueue<>();

	private volatile boolean called = true;

	private volatile boolean woken;

	private volatile boolean serving;

	private volatile boolean cancelled;

	private volatile boolean ending;

	private volatile long endingSince;

	// Used by the thread of the loop only, as what follows
	private long awaited = NO_CALL;

	private boolean full;

	private boolean running;

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
		this.stay = stay;
		this.source = source;
		this.listener = listener;
		this.turns = new LoopTurns(listener);
		this.replacement = new Replacement(target);
		this.watchdog = new LoopWatchdog(this, settings);
		this.loop = interpreter.newEventLoop(this);
	}

	/**
	 * Have the application start.
	 * @param application the application
	 * @throws ApplicationLoadException if it does not
	 */
	public void start(PythonApplication application) {
		this.loop.start(application);
		this.watchdog.start();
	}

	/**
	 * Return a caller that serves one call after the other, before the loop takes calls
	 * from its source.
	 * @return the caller
	 */
	public ApplicationCaller caller() {
		return (exchange) -> {
			this.signals.add(() -> beginAlone(exchange));
			run();
			return null;
		};
	}

	private void beginAlone(Exchange exchange) {
		long number = begin(exchange);
		this.awaited = number;
		if (!this.calls.contains(number)) {
			stopRunning();
		}
	}

	private void run() {
		this.running = true;
		// The application may stop it, too, which is not its business
		while (this.running && !this.cancelled) {
			this.loop.run();
		}
	}

	private void stopRunning() {
		// Not while the application starts or ends, for which the loop runs on its own
		if (this.running) {
			this.running = false;
			this.loop.stop();
		}
	}

	/**
	 * Serve until the source is over, and the calls with it; then have the application
	 * end.
	 */
	public void serve() {
		this.awaited = NO_CALL;
		this.serving = true;
		try {
			run();
			this.serving = false;
			if (!this.cancelled) {
				this.loop.close(this.settings.closePatience(System.nanoTime() - this.endingSince));
			}
		}
		finally {
			this.ending = true;
			this.watchdog.stop();
			this.wait.close();
			this.calls.abandon("The call was cancelled, because the worker has ended");
			this.replacement.end();
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
		this.replacement.make(() -> {
			signal(() -> beginReplacement(application));
			this.watchdog.wake();
		}, since + this.settings.bootTimeout().toNanos());
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
		if (!this.replacement.isOverdue(now)) {
			return false;
		}
		if (this.replacement.giveUp()) {
			signal(() -> this.loop.cancelReplacement("it had not started after %s seconds (wsgi.boot-timeout)"
				.formatted(this.settings.bootTimeout().toSeconds())));
		}
		return true;
	}

	private void beginReplacement(PythonApplication application) {
		try {
			this.loop.replace(application);
		}
		catch (RuntimeException ex) {
			logger.debug("An application could not be replaced", ex);
			replaced("it could not be replaced: " + ex, "");
		}
	}

	@Override
	public void replaced(@Nullable String message, @Nullable String traceback) {
		if (message == null) {
			// Those there are belong to the application that was replaced
			this.calls.drain();
		}
		this.replacement.made(message, traceback);
	}

	/**
	 * Called by the source when there may be a call, or no more of them. Does not block.
	 */
	public void callsWaiting() {
		this.called = true;
		this.wait.wake();
	}

	/**
	 * Stop without finishing anything, because the interpreter is cancelled.
	 */
	public void cancel() {
		this.cancelled = true;
		this.wait.wake();
	}

	/**
	 * Stop the loop. The calls that are left are cancelled.
	 */
	void stop() {
		signal(this::stopRunning);
	}

	private void signal(Runnable action) {
		this.signals.add(action);
		this.wait.wake();
	}

	void notify(long number, CallEvent event, @Nullable Object payload) {
		signal(() -> {
			if (this.calls.contains(number)) {
				this.loop.notify(number, event, payload);
			}
		});
	}

	@Override
	public boolean pump(long nanos, boolean arm) {
		this.wait.run();
		this.turns.begin();
		boolean came = deliver();
		boolean armed = false;
		if (arm) {
			armed = !came && this.wait.arm(this::hasWork);
			came = armed;
		}
		else if (!came && nanos != 0) {
			this.loop.outside(() -> this.wait.await(nanos, this::hasWork, this.stay));
			came = deliver();
		}
		// Not before: what Python has for the loop since the last turn is seen only now
		this.woken = false;
		this.turns.end(armed);
		return came;
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

	private boolean hasWork() {
		return (this.called && this.serving) || this.woken || this.cancelled || !this.signals.isEmpty();
	}

	private boolean deliver() {
		boolean came = false;
		for (Runnable signal = this.signals.poll(); signal != null; signal = this.signals.poll()) {
			came = true;
			signal.run();
		}
		if (this.called && this.serving) {
			this.called = false;
			came |= take();
		}
		if (this.cancelled) {
			this.loop.stop();
		}
		return came;
	}

	private boolean take() {
		boolean came = false;
		while (this.calls.count() < this.settings.concurrency()) {
			Exchange exchange = this.source.poll();
			if (exchange == null) {
				if (this.source.isOver()) {
					end();
				}
				return came;
			}
			came = true;
			begin(exchange);
		}
		this.full = true;
		return came;
	}

	private void end() {
		if (!this.ending) {
			this.endingSince = System.nanoTime();
			this.ending = true;
			this.watchdog.wake();
			this.calls.drain();
		}
		if (this.calls.count() == 0) {
			stopRunning();
		}
	}

	private long begin(Exchange exchange) {
		LoopCall call = this.calls.add(this, exchange);
		long number = call.number();
		try {
			if (exchange instanceof AsyncExchange async) {
				async.attach(call);
			}
			exchange.begun();
			this.loop.begin(number, exchange);
		}
		catch (RuntimeException | Error ex) {
			logger.debug("A call could not begin", ex);
			ended(number, ex.getClass().getName(), "The call could not begin: " + ex);
		}
		this.watchdog.wake();
		return number;
	}

	@Override
	public boolean ended(long number, @Nullable String failure, @Nullable String report) {
		LoopCall call = this.calls.remove(number);
		if (call != null) {
			call.end(report);
			this.listener.ended(System.nanoTime() - call.begunAt(), failure);
		}
		if (this.full) {
			this.full = false;
			this.called = true;
			// A loop that is woken up through a pipe calls back while it counts as
			// waiting
			this.wait.wake();
		}
		if (this.running && (number == this.awaited || (this.ending && this.calls.count() == 0))) {
			this.running = false;
			return true;
		}
		return false;
	}

	@Override
	public boolean enter(long number) {
		return this.surroundings.enter(this.calls.get(number));
	}

	@Override
	public void leave() {
		this.surroundings.leave();
	}

	@Override
	public void wake() {
		this.woken = true;
		this.wait.wake();
	}

	@Override
	public boolean wakeThrough(int descriptor) {
		return this.wait.through(descriptor);
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
		this.replacement.made("the event loop is blocked", "");
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
		return this.ending;
	}

	long endingSince() {
		return this.endingSince;
	}

}
