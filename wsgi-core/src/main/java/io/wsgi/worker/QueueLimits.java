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

import io.wsgi.runtime.Exchange;
import io.wsgi.worker.queue.CallDeadlines;
import io.wsgi.worker.queue.CallQueue;

/**
 * Takes calls out of the queue that are not to be made any more: they have waited too
 * long, or nobody waits for them.
 *
 * @param queue the calls that wait
 * @param deadlines when those are over that have a time limit of their own
 * @param listener is told
 * @author wsgi-spring-boot contributors
 */
record QueueLimits(CallQueue queue, CallDeadlines deadlines, WorkerPoolListener listener) {

	private static final WorkerPoolListener NOBODY = new WorkerPoolListener() {
	};

	/**
	 * Take them out.
	 * @param now the time, as of {@link System#nanoTime()}
	 */
	void apply(long now) {
		for (Exchange call = this.queue.expire(now); call != null; call = this.queue.expire(now)) {
			try {
				this.listener.timedOut();
			}
			finally {
				call.refused();
			}
		}
		if (!this.deadlines.isEmpty()) {
			this.deadlines.forEachOver(now, this::withdraw);
		}
	}

	private void withdraw(Exchange call) {
		if (this.queue.remove(call)) {
			WorkerPoolListener told = listenerOf(call);
			this.deadlines.remove(call);
			try {
				told.timedOut();
			}
			finally {
				call.timedOut();
			}
		}
	}

	/**
	 * Return who is told that a call has taken too long.
	 * @param call the exchange of the call
	 * @return the listener, or nobody if the call was cancelled
	 */
	WorkerPoolListener listenerOf(Exchange call) {
		return this.deadlines.isCancelled(call) ? NOBODY : this.listener;
	}

}
