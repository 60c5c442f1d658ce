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
import java.util.concurrent.locks.LockSupport;

import io.wsgi.runtime.Interruption;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Watches the calls of an event loop, on a thread of its own: has those cancelled that
 * take too long, and those that are left when the loop has to end. So it does with an
 * application that takes too long to start in the place of another one. Code that blocks
 * the loop for longer than that gets an exception, because nothing could be cancelled
 * meanwhile.
 *
 * @author wsgi-spring-boot contributors
 */
final class LoopWatchdog {

	private static final Log logger = LogFactory.getLog(LoopWatchdog.class);

	private static final long PERIOD = Duration.ofMillis(100).toNanos();

	private static final long RAISE_AFTER = Duration.ofSeconds(1).toNanos();

	private static final long GIVE_UP_AFTER = Duration.ofSeconds(6).toNanos();

	private final LoopService service;

	private final LoopSettings settings;

	private final Thread thread;

	private volatile boolean asleep;

	private volatile boolean stopped;

	private long seenTurn;

	private long seenAt = System.nanoTime();

	private @Nullable Interruption interruption;

	private boolean givenUp;

	LoopWatchdog(LoopService service, LoopSettings settings) {
		this.service = service;
		this.settings = settings;
		this.thread = Thread.ofPlatform().name(settings.name() + "-watchdog").daemon(true).unstarted(this::run);
	}

	void start() {
		this.thread.start();
	}

	void stop() {
		this.stopped = true;
		LockSupport.unpark(this.thread);
	}

	/**
	 * Look, if there is something to watch now. Without a time limit, that is not so for
	 * each call.
	 */
	void wake() {
		if (this.asleep && isWanted()) {
			this.asleep = false;
			LockSupport.unpark(this.thread);
		}
	}

	private void run() {
		while (!this.stopped) {
			try {
				look(System.nanoTime());
			}
			catch (Throwable ex) {
				logger.error("The calls of the event loop could not be watched", ex);
			}
			if (isWanted()) {
				LockSupport.parkNanos(this, PERIOD);
			}
			else {
				sleep();
			}
		}
	}

	private boolean isWanted() {
		return this.service.isEnding() || this.service.isReplacing()
				|| (this.settings.requestTimeout() != null && this.service.active() > 0);
	}

	private void sleep() {
		this.asleep = true;
		while (this.asleep && !this.stopped && !isWanted()) {
			LockSupport.park(this);
		}
		this.asleep = false;
	}

	private void look(long now) {
		boolean overdue = cancelOverdue(now);
		boolean late = this.service.isEnding() && now - this.service.endingSince() >= this.settings.drainNanos();
		if (late) {
			this.service.stop();
		}
		boolean starting = this.service.giveUpReplacement(now);
		watchTurns(now, overdue || late || starting);
	}

	private boolean cancelOverdue(long now) {
		Duration limit = this.settings.requestTimeout();
		boolean found = false;
		if (limit != null) {
			for (LoopCall call : this.service.calls()) {
				long excess = now - call.begunAt() - limit.toNanos();
				if (excess >= 0 && call.isLimited()) {
					found = true;
					if (call.proceed(excess)) {
						this.service.listener().interrupted();
					}
				}
			}
		}
		return found;
	}

	private void watchTurns(long now, boolean hasToEnd) {
		long turn = this.service.turn();
		if (turn != this.seenTurn || this.service.isWaiting() || !hasToEnd) {
			this.seenTurn = turn;
			this.seenAt = now;
			this.interruption = null;
			return;
		}
		long blocked = now - this.seenAt;
		if (blocked >= GIVE_UP_AFTER && !this.givenUp) {
			this.givenUp = true;
			logger.error(String.format("Worker timeout: the event loop of %s is blocked and cannot be interrupted",
					this.settings.name()));
			this.service.hung();
		}
		else if (blocked >= RAISE_AFTER && this.interruption == null) {
			this.interruption = new Interruption("the event loop was blocked for longer than a time limit allows",
					() -> this.service.turn() == turn && !this.service.isWaiting(), this::report);
			this.service.interrupt(this.interruption);
		}
	}

	private void report(String stack) {
		logger.warn(String.format("Worker timeout: the event loop of %s is blocked and interrupted%s",
				this.settings.name(), stack));
	}

}
