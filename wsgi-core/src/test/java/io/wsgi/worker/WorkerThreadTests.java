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

import java.io.IOException;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

import io.wsgi.runtime.ApplicationCaller;
import io.wsgi.runtime.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link WorkerThread}, with doubles for Python and for the clock of the
 * processor.
 *
 * @author wsgi-spring-boot contributors
 */
class WorkerThreadTests {

	private static final long SINCE_LAST_LOOK = 2_000_000;

	private final ApplicationCaller caller = mock();

	private final ThreadMXBean processor = mock();

	private final CountDownLatch called = new CountDownLatch(1);

	private final Semaphore end = new Semaphore(0);

	private final WorkerThread thread = new WorkerThread("wsgi-test",
			() -> this.thread().call(this.caller, this.exchange()));

	private final Exchange exchange = mock();

	private volatile boolean spinning = true;

	private long processorTime;

	private final Set<Thread> lockWaiters = ConcurrentHashMap.newKeySet();

	@AfterEach
	void endCall() throws Exception {
		this.spinning = false;
		this.end.release();
		this.thread.join();
		assertThat(this.thread.isBusy()).isFalse();
		assertThat(isWaiting()).isFalse();
	}

	@Test
	void threadThatComputesIsNotWaiting() throws Exception {
		given(this.processor.getThreadCpuTime(anyLong()))
			.willAnswer((invocation) -> this.processorTime += SINCE_LAST_LOOK / 2);
		callThatSpins();
		for (int look = 0; look < 100; look++) {
			assertThat(isWaiting()).isFalse();
		}
		assertThat(this.thread.isBusy()).isTrue();
	}

	@Test
	void threadThatRunsWithoutUsingTheProcessorIsWaitingAfterSeveralLooks() throws Exception {
		given(this.processor.getThreadCpuTime(anyLong())).willReturn(0L);
		callThatSpins();
		assertThat(isWaiting()).isFalse();
		assertThat(isWaiting()).isFalse();
		assertThat(isWaiting()).isFalse();
		assertThat(isWaiting()).isTrue();
	}

	@Test
	void threadThatUsedTheProcessorInBetweenIsNotWaiting() throws Exception {
		given(this.processor.getThreadCpuTime(anyLong())).willReturn(0L, 0L, 0L, SINCE_LAST_LOOK);
		callThatSpins();
		assertThat(isWaiting()).isFalse();
		assertThat(isWaiting()).isFalse();
		assertThat(isWaiting()).isFalse();
		assertThat(isWaiting()).isFalse();
	}

	@Test
	void threadThatIsParkedIsWaiting() throws Exception {
		call(this.end::acquireUninterruptibly);
		awaitState(Thread.State.WAITING);
		assertThat(isWaiting()).isTrue();
	}

	@Test
	void threadThatWantsTheInterpretersLockIsNotWaiting() throws Exception {
		call(this.end::acquireUninterruptibly);
		awaitState(Thread.State.WAITING);
		this.lockWaiters.add(find());
		assertThat(isWaiting()).isFalse();
	}

	@Test
	void threadThatReadsAFileIsNotInterruptedAsThatWouldCloseTheFile(@TempDir Path directory) throws Exception {
		Path pipe = directory.resolve("pipe");
		assumeThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
		CompletableFuture<Integer> read = new CompletableFuture<>();
		try (FileChannel channel = FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE);
				FileChannel writer = FileChannel.open(pipe, StandardOpenOption.WRITE)) {
			call(() -> {
				try {
					read.complete(channel.read(ByteBuffer.allocate(1)));
				}
				catch (IOException ex) {
					read.completeExceptionally(ex);
				}
				this.end.acquireUninterruptibly();
			});
			while (Arrays.stream(find().getStackTrace()).noneMatch((frame) -> frame.getMethodName().equals("read0"))) {
				Thread.sleep(1);
			}
			this.thread.interruptCall(this.exchange, this.lockWaiters::contains);
			assertThat(find().isInterrupted()).isFalse();
			writer.write(ByteBuffer.wrap(new byte[1]));
			assertThat(read.get()).isOne();
			assertThat(channel.isOpen()).isTrue();
		}
	}

	@Test
	void threadThatWaitsIsInterruptedInItsOwnCallOnly() throws Exception {
		CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
		call(() -> {
			try {
				this.end.acquire();
				interrupted.complete(false);
			}
			catch (InterruptedException ex) {
				interrupted.complete(true);
			}
		});
		awaitState(Thread.State.WAITING);
		this.thread.interruptCall(mock(Exchange.class), this.lockWaiters::contains);
		assertThat(find().isInterrupted()).isFalse();
		this.thread.interruptCall(this.exchange, (thread) -> true);
		assertThat(find().isInterrupted()).isFalse();
		this.thread.interruptCall(this.exchange, this.lockWaiters::contains);
		assertThat(interrupted.get()).isTrue();
	}

	@Test
	void callThatThrowsIsEndedAllTheSame() {
		Exchange exchange = mock();
		given(this.caller.call(exchange)).willThrow(new StackOverflowError());
		assertThat(this.thread.call(this.caller, exchange)).isEqualTo("java.lang.StackOverflowError");
		then(exchange).should().ended(anyString());
		assertThat(this.thread.isBusy()).isFalse();
		this.thread.start();
	}

	@Test
	void threadIsNamedAndDoesNotKeepTheJvmAlive() throws Exception {
		call(this.end::acquireUninterruptibly);
		assertThat(find().isDaemon()).isTrue();
		assertThat(find().isVirtual()).isFalse();
	}

	private void callThatSpins() throws InterruptedException {
		call(() -> {
			while (this.spinning) {
				Thread.onSpinWait();
			}
		});
	}

	private void call(Runnable application) throws InterruptedException {
		willAnswer((invocation) -> {
			this.called.countDown();
			application.run();
			return null;
		}).given(this.caller).call(any());
		this.thread.start();
		this.called.await();
	}

	private boolean isWaiting() {
		return this.thread.isWaiting(this.processor, SINCE_LAST_LOOK, this.lockWaiters::contains);
	}

	private void awaitState(Thread.State state) throws InterruptedException {
		while (find().getState() != state) {
			Thread.sleep(1);
		}
	}

	private Thread find() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((candidate) -> candidate.getName().equals("wsgi-test"))
			.findFirst()
			.orElseThrow();
	}

	private Exchange exchange() {
		return this.exchange;
	}

	private WorkerThread thread() {
		return this.thread;
	}

}
