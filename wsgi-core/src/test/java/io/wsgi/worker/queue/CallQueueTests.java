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

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

import io.wsgi.runtime.Exchange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link CallQueue}.
 *
 * @author wsgi-spring-boot contributors
 */
class CallQueueTests {

	private static final long TIMEOUT = Duration.ofSeconds(30).toNanos();

	private final CallQueue queue = new CallQueue(2, TIMEOUT, () -> this.left++);

	private int left;

	private final Exchange first = mock();

	private final Exchange second = mock();

	@Test
	void callsAreTakenInTheOrderInWhichTheyCame() throws Exception {
		this.queue.add(this.first);
		this.queue.add(this.second);
		assertThat(this.queue.size()).isEqualTo(2);
		assertThat(take()).isSameAs(this.first);
		assertThat(take()).isSameAs(this.second);
		assertThat(this.queue.size()).isZero();
	}

	@Test
	void callIsRefusedWhenTheQueueIsFull() throws Exception {
		this.queue.add(this.first);
		this.queue.add(this.second);
		assertThatExceptionOfType(QueueFullException.class).isThrownBy(() -> this.queue.add(mock()))
			.withMessage("The queue is full");
		take();
		this.queue.add(this.first);
		assertThat(this.queue.size()).isEqualTo(2);
	}

	@Test
	void callIsRefusedWhenTheQueueIsClosed() {
		this.queue.close();
		assertThatExceptionOfType(QueueFullException.class).isThrownBy(() -> this.queue.add(this.first))
			.withMessage("The workers have stopped");
	}

	@Test
	void closedQueueHandsOutWhatIsLeftAndThenItsEndToEveryone() throws Exception {
		this.queue.add(this.first);
		this.queue.close();
		assertThat(this.queue.size()).isOne();
		assertThat(take()).isSameAs(this.first);
		assertThat(this.queue.size()).isZero();
		assertThat(newTaker().take()).isNull();
		assertThat(newTaker().take()).isNull();
	}

	@Test
	void callExpiresWhenItHasWaitedForTheTimeout() {
		this.queue.add(this.first);
		this.queue.add(this.second);
		long now = System.nanoTime();
		assertThat(this.queue.expire(now)).isNull();
		assertThat(this.queue.expire(now + TIMEOUT)).isSameAs(this.first);
		assertThat(this.queue.expire(now + TIMEOUT)).isSameAs(this.second);
		assertThat(this.queue.expire(now + TIMEOUT)).isNull();
		assertThat(this.queue.size()).isZero();
	}

	@Test
	void endOfTheQueueDoesNotExpire() throws Exception {
		this.queue.close();
		assertThat(this.queue.expire(System.nanoTime() + TIMEOUT)).isNull();
		assertThat(newTaker().take()).isNull();
	}

	@Test
	void callGoesToTheTakerWhoseWorkerIsTheLeastBusy() throws InterruptedException {
		BlockingQueue<String> served = new LinkedBlockingQueue<>();
		AtomicInteger busyness = new AtomicInteger(2);
		Thread first = startTaking("first", busyness::get, served);
		Thread second = startTaking("second", () -> 1, served);
		this.queue.add(this.first);
		assertThat(served.take()).isEqualTo("second");
		busyness.set(0);
		awaitWaiting(second);
		this.queue.add(this.second);
		assertThat(served.take()).isEqualTo("first");
		this.queue.close();
		first.join();
		second.join();
	}

	@Test
	void callReachesATakerThatWaitsAlthoughOthersWereWokenOrHaveRetired() throws InterruptedException {
		BlockingQueue<String> served = new LinkedBlockingQueue<>();
		AtomicBoolean retired = new AtomicBoolean();
		Thread leaving = startTaking("leaving", retired::get, () -> 0, served);
		for (int i = 0; i < 3; i++) {
			this.queue.wakeTakers();
			awaitWaiting(leaving);
		}
		retired.set(true);
		this.queue.wakeTakers();
		leaving.join();
		Thread staying = startTaking("staying", () -> 1, served);
		this.queue.add(this.first);
		assertThat(served.take()).isEqualTo("staying");
		this.queue.close();
		staying.join();
	}

	@Test
	void callsWaitWhileTheQueueIsHeld() throws InterruptedException {
		BlockingQueue<String> served = new LinkedBlockingQueue<>();
		Thread taker = startTaking("taker", () -> 0, served);
		this.queue.hold();
		this.queue.add(this.first);
		this.queue.wakeTakers();
		awaitWaiting(taker);
		assertThat(served).isEmpty();
		assertThat(this.queue.size()).isOne();
		this.queue.release();
		assertThat(served.take()).isEqualTo("taker");
		this.queue.close();
		taker.join();
	}

	private Thread startTaking(String name, IntSupplier busyness, Queue<String> served) throws InterruptedException {
		return startTaking(name, () -> false, busyness, served);
	}

	private Thread startTaking(String name, BooleanSupplier retired, IntSupplier busyness, Queue<String> served)
			throws InterruptedException {
		CallTaker taker = new CallTaker(this.queue, retired, busyness);
		Thread thread = Thread.ofPlatform().daemon().start(() -> {
			try {
				while (taker.take() != null) {
					served.add(name);
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		awaitWaiting(thread);
		return thread;
	}

	// Bounded by the timeout of the test
	private void awaitWaiting(Thread thread) throws InterruptedException {
		while (thread.getState() != Thread.State.WAITING) {
			Thread.sleep(1);
		}
	}

	private CallTaker newTaker() {
		return new CallTaker(this.queue, () -> false, () -> 0);
	}

	private Exchange take() throws InterruptedException {
		QueuedCall call = newTaker().take();
		return (call != null) ? call.exchange() : null;
	}

}
