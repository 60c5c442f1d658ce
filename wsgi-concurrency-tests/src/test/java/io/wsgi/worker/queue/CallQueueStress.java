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

package io.wsgi.worker.queue;

import java.util.concurrent.CountDownLatch;

import io.wsgi.runtime.Exchange;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Mode;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Signal;
import org.openjdk.jcstress.annotations.State;

/**
 * No thread sleeps while there is a call for it in a {@link CallQueue}, or nothing will
 * come any more.
 *
 * @author wsgi-spring-boot contributors
 */
public class CallQueueStress {

	private final CallQueue queue = new CallQueue(1, Long.MAX_VALUE, () -> {
	});

	/**
	 * A call comes while a thread is about to wait for one.
	 */
	@JCStressTest(Mode.Termination)
	@State
	@Outcome(id = "TERMINATED", expect = Expect.ACCEPTABLE, desc = "The call is taken")
	@Outcome(expect = Expect.FORBIDDEN, desc = "The thread sleeps on")
	public static class AddWhileAThreadBeginsToWait extends CallQueueStress {

		private final CallTaker taker = new CallTaker(super.queue, () -> false, () -> 0);

		private final Exchange call = NoExchange.create();

		@Actor
		public void thread() throws InterruptedException {
			this.taker.take();
		}

		@Signal
		public void client() {
			super.queue.add(this.call);
		}

	}

	/**
	 * The queue closes while a thread is about to wait.
	 */
	@JCStressTest(Mode.Termination)
	@State
	@Outcome(id = "TERMINATED", expect = Expect.ACCEPTABLE, desc = "The thread ends")
	@Outcome(expect = Expect.FORBIDDEN, desc = "The thread sleeps on")
	public static class CloseWhileAThreadBeginsToWait extends CallQueueStress {

		private final CallTaker taker = new CallTaker(super.queue, () -> false, () -> 0);

		@Actor
		public void thread() throws InterruptedException {
			this.taker.take();
		}

		@Signal
		public void stop() {
			super.queue.close();
		}

	}

	/**
	 * A call comes while an event loop finds none, and is about to wait elsewhere.
	 */
	@JCStressTest(Mode.Termination)
	@State
	@Outcome(id = "TERMINATED", expect = Expect.ACCEPTABLE, desc = "The loop is woken up")
	@Outcome(expect = Expect.FORBIDDEN, desc = "The loop sleeps on")
	public static class AddWhileALoopBeginsToWait extends CallQueueStress {

		private final CountDownLatch woken = new CountDownLatch(1);

		private final CallTaker taker = new CallTaker(super.queue, () -> false, () -> 0, this.woken::countDown);

		private final Exchange call = NoExchange.create();

		@Actor
		public void loop() throws InterruptedException {
			if (this.taker.poll() == null) {
				this.woken.await();
			}
		}

		@Signal
		public void client() {
			super.queue.add(this.call);
		}

	}

}
