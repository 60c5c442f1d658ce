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

import java.time.Duration;

import io.wsgi.runtime.AsyncExchange;
import io.wsgi.runtime.CallEvent;
import io.wsgi.runtime.EventLoop;
import io.wsgi.runtime.Exchange;
import io.wsgi.runtime.MainThread;
import io.wsgi.runtime.PythonInterpreter;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Drives an event loop on its thread: has it run until it is to stop, and gives it what
 * has come for it whenever it asks.
 *
 * @author wsgi-spring-boot contributors
 */
final class LoopDriver implements EventLoop.Port {

	private static final Log logger = LogFactory.getLog(LoopDriver.class);

	private static final long NO_CALL = -1;

	private final MainThread stay;

	private final LoopWait wait;

	private final LoopInbox inbox;

	private final CallIntake intake;

	private final ActiveCalls calls;

	private final LoopTurns turns;

	private final Replacement replacement;

	private final LoopWatchdog watchdog;

	private final CallSurroundings surroundings = new CallSurroundings();

	private final EventLoop loop;

	private volatile boolean cancelled;

	// Used by the thread of the loop only, as what follows
	private long awaited = NO_CALL;

	private boolean running;

	/**
	 * Create a new driver, and its loop, on the thread of the loop.
	 * @param interpreter where the loop is
	 * @param stay the stay of the thread in the interpreter
	 * @param wait the wait of the loop
	 * @param inbox what other threads have for it
	 * @param intake takes calls
	 * @param calls the calls it is busy with
	 * @param turns its turns
	 * @param replacement the replacement of its application
	 * @param watchdog watches the calls
	 */
	LoopDriver(PythonInterpreter interpreter, MainThread stay, LoopWait wait, LoopInbox inbox, CallIntake intake,
			ActiveCalls calls, LoopTurns turns, Replacement replacement, LoopWatchdog watchdog) {
		this.stay = stay;
		this.wait = wait;
		this.inbox = inbox;
		this.intake = intake;
		this.calls = calls;
		this.turns = turns;
		this.replacement = replacement;
		this.watchdog = watchdog;
		this.loop = interpreter.newEventLoop(this);
	}

	EventLoop loop() {
		return this.loop;
	}

	/**
	 * Serve one call, and no other one.
	 * @param exchange the request and its response
	 */
	void serve(Exchange exchange) {
		this.inbox.add(() -> beginAlone(exchange));
		run();
	}

	private void beginAlone(Exchange exchange) {
		long number = begin(exchange);
		this.awaited = number;
		if (!this.calls.contains(number)) {
			stopRunning();
		}
	}

	/**
	 * Serve the calls of the source until it is over, and they with it.
	 */
	void serve() {
		this.awaited = NO_CALL;
		this.intake.open();
		run();
		this.intake.close();
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
	 * Have the application end, unless the interpreter is cancelled.
	 * @param patience how long that may take
	 */
	void close(Duration patience) {
		if (!this.cancelled) {
			this.loop.close(patience);
		}
	}

	/**
	 * Stop the loop, on any thread. Calls that are left are cancelled.
	 */
	void stop() {
		this.inbox.add(this::stopRunning);
	}

	/**
	 * Stop without finishing anything, on any thread, because the interpreter is
	 * cancelled.
	 */
	void cancel() {
		this.cancelled = true;
		this.wait.wake();
	}

	/**
	 * Tell a call what has happened, on any thread.
	 * @param number the number of the call
	 * @param event what has happened
	 * @param payload what belongs to the event
	 */
	void notify(long number, CallEvent event, @Nullable Object payload) {
		this.inbox.add(() -> {
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
		this.inbox.seen();
		this.turns.end(armed);
		return came;
	}

	private boolean hasWork() {
		return this.intake.isCalled() || this.cancelled || this.inbox.hasWork();
	}

	private boolean deliver() {
		boolean came = this.inbox.run();
		if (this.intake.isCalled()) {
			came |= take();
		}
		if (this.cancelled) {
			this.loop.stop();
		}
		return came;
	}

	private boolean take() {
		boolean came = false;
		this.intake.look();
		for (Exchange next = next(); next != null; next = next()) {
			came = true;
			begin(next);
		}
		if (this.intake.end()) {
			this.watchdog.wake();
			this.calls.drain();
		}
		if (this.intake.isOver() && this.calls.count() == 0) {
			stopRunning();
		}
		return came;
	}

	private @Nullable Exchange next() {
		return this.intake.next(this.calls.count());
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
		this.calls.end(number, failure, report);
		this.intake.ended();
		if (this.running && (number == this.awaited || (this.intake.isOver() && this.calls.count() == 0))) {
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
	public void replaced(@Nullable String message, @Nullable String traceback) {
		if (message == null) {
			this.replacement.succeeded();
		}
		else {
			this.replacement.failed(message, traceback);
		}
	}

	@Override
	public void wake() {
		this.inbox.wake();
	}

	@Override
	public boolean wakeThrough(int descriptor) {
		return this.wait.through(descriptor);
	}

}
