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

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What other threads have for the thread of an event loop, whose wait they end.
 *
 * @author wsgi-spring-boot contributors
 */
final class LoopInbox {

	private final LoopWait wait;

	private final Queue<Runnable> signals = new ConcurrentLinkedQueue<>();

	private volatile boolean woken;

	/**
	 * Create a new inbox.
	 * @param wait the wait of the loop
	 */
	LoopInbox(LoopWait wait) {
		this.wait = wait;
	}

	/**
	 * Have something run on the thread of the loop.
	 * @param signal what to run
	 */
	void add(Runnable signal) {
		this.signals.add(signal);
		this.wait.wake();
	}

	/**
	 * There is something that the loop itself knows of.
	 */
	void wake() {
		this.woken = true;
		this.wait.wake();
	}

	/**
	 * Return whether there is something.
	 * @return whether the loop is not to wait
	 */
	boolean hasWork() {
		return this.woken || !this.signals.isEmpty();
	}

	/**
	 * Run what there is to run.
	 * @return whether there was something
	 */
	boolean run() {
		boolean came = false;
		for (Runnable signal = this.signals.poll(); signal != null; signal = this.signals.poll()) {
			came = true;
			signal.run();
		}
		return came;
	}

	/**
	 * The loop is about to see what it itself knows of.
	 */
	void seen() {
		this.woken = false;
	}

}
