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

import java.lang.reflect.Proxy;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

import io.wsgi.runtime.ApplicationCaller;
import io.wsgi.runtime.ApplicationLoadException;
import io.wsgi.runtime.AsyncExchange;
import io.wsgi.runtime.EventLoop;
import io.wsgi.runtime.Exchange;
import io.wsgi.runtime.MainThread;
import io.wsgi.runtime.PythonApplication;
import io.wsgi.runtime.PythonInterpreter;
import io.wsgi.runtime.RequestBody;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link LoopService}, on a loop without Python.
 *
 * @author wsgi-spring-boot contributors
 */
class LoopServiceTests {

	private final FakeLoop loop = new FakeLoop();

	private final Calls calls = new Calls();

	private final LoopService service = createService();

	private LoopService createService() {
		PythonInterpreter interpreter = (PythonInterpreter) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { PythonInterpreter.class }, (proxy, method, arguments) -> {
					this.loop.port = (EventLoop.Port) arguments[0];
					return this.loop;
				});
		return new LoopService("app", new LoopSettings("worker", 1, null, Duration.ofSeconds(1), Duration.ofSeconds(1)),
				interpreter, new MainThread.Plain(), this.calls, this.calls);
	}

	/**
	 * As on uvloop, which calls back beside the turns of the service.
	 */
	@Test
	void aLoopThatWaitsInTheSystemIsWokenUpWhenThereIsRoomForACall() {
		this.calls.exchanges.add(new Call());
		this.calls.exchanges.add(new Call());
		this.loop.turns = (port) -> {
			assertThat(port.pump(0, true)).isFalse();
			assertThat(port.pump(0, true)).isTrue();
			assertThat(this.service.isWaiting()).isTrue();
			port.ended(1, null, null);
			assertThat(this.service.isWaiting()).isFalse();
			this.service.cancel();
		};
		this.service.serve();
	}

	/**
	 * As on uvloop, which looks for calls when it is woken up only.
	 */
	@Test
	void aLoopThatWaitsInTheSystemSinceTheApplicationHasStartedIsWokenUpWhenItServes() {
		this.calls.exchanges.add(new Call());
		assertThat(this.loop.port.pump(0, true)).isTrue();
		assertThat(this.service.isWaiting()).isTrue();
		this.loop.turns = (port) -> {
			assertThat(this.service.isWaiting()).isFalse();
			assertThat(port.pump(0, true)).isFalse();
			assertThat(this.calls.exchanges).isEmpty();
			this.service.cancel();
		};
		this.service.serve();
	}

	@Test
	void aLoopThatTheApplicationStopsGoesOn() {
		this.calls.exchanges.add(new Call());
		this.loop.turns = (port) -> {
			if (this.loop.runs == 3) {
				port.pump(0, false);
				this.calls.over = true;
				assertThat(port.ended(1, null, null)).isFalse();
				port.pump(0, false);
				assertThat(this.loop.stopped).isTrue();
			}
		};
		this.service.serve();
		assertThat(this.loop.runs).isEqualTo(3);
		assertThat(this.calls.ended).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aCallThatFailsInAnyWayEnds(boolean atBegin) {
		Call failing = new Call() {

			@Override
			public void begun() {
				if (atBegin) {
					throw new NoClassDefFoundError("something");
				}
			}

			@Override
			public void ended(@Nullable String report) {
				super.ended(report);
				throw new IllegalStateException("It cannot end");
			}

		};
		Call next = new Call();
		this.calls.exchanges.add(failing);
		this.calls.exchanges.add(next);
		this.loop.turns = (port) -> {
			port.pump(0, false);
			if (!atBegin) {
				port.ended(1, null, null);
			}
			port.pump(0, false);
			assertThat(failing.ended).isTrue();
			assertThat(this.service.active()).isEqualTo(1);
			port.ended(2, null, null);
			assertThat(next.ended).isTrue();
			this.service.cancel();
		};
		this.service.serve();
		assertThat(this.calls.ended).isEqualTo(2);
	}

	@Test
	void whatSurroundsACallIsTakenOffInTurn() {
		List<String> log = new ArrayList<>();
		this.calls.exchanges.add(new SurroundedCall(log));
		this.loop.turns = (port) -> {
			port.pump(0, false);
			assertThat(port.enter(1)).isTrue();
			assertThat(port.enter(1)).isTrue();
			port.leave();
			port.leave();
			this.service.cancel();
		};
		this.service.serve();
		assertThat(log).containsExactly("1 on", "2 on", "2 off", "1 off");
	}

	@Test
	@Timeout(60)
	void nobodyWaitsForAReplacementThatNobodyMakes() {
		this.loop.turns = (port) -> this.service.cancel();
		this.service.serve();
		assertThatExceptionOfType(ApplicationLoadException.class)
			.isThrownBy(() -> this.service.replace(new Application(), System.nanoTime()))
			.withMessageContaining("the worker has ended");
	}

	@Test
	@Timeout(60)
	void aReplacementThatCannotBeginFails() {
		CompletableFuture<Throwable> failure = replace();
		this.loop.turns = (port) -> {
			port.pump(Duration.ofSeconds(30).toNanos(), false);
			failure.join();
			this.service.cancel();
		};
		this.service.serve();
		assertThat(failure.join()).isInstanceOf(ApplicationLoadException.class)
			.hasMessageContaining("It cannot be replaced");
	}

	@Test
	@Timeout(60)
	void aReplacementThatTakesTooLongIsGivenUp() {
		this.loop.startsForEver = true;
		this.service.start(new Application());
		CompletableFuture<Throwable> failure = replace();
		this.loop.turns = (port) -> {
			while (!failure.isDone()) {
				port.pump(Duration.ofMillis(10).toNanos(), false);
			}
			this.service.cancel();
		};
		this.service.serve();
		assertThat(failure.join()).isInstanceOf(ApplicationLoadException.class)
			.hasMessageContaining("it had not started after 1 seconds (wsgi.boot-timeout)");
		assertThat(this.service.isReplacing()).isFalse();
	}

	@Test
	@Timeout(60)
	void aReplacementThatIsMadeAfterItWasGivenUpDoesNotEndTheNextOne() {
		this.loop.startsForEver = true;
		CompletableFuture<Throwable> first = replace();
		this.loop.turns = (port) -> {
			awaitReplacement();
			this.service.giveUpReplacement(System.nanoTime() + Duration.ofHours(1).toNanos());
			port.replaced(null, null);
			assertThat(first.join()).isNull();
			CompletableFuture<Throwable> second = replace();
			awaitReplacement();
			port.pump(0, false);
			port.replaced(null, null);
			assertThat(second.join()).isNull();
			this.service.cancel();
		};
		this.service.serve();
		assertThat(this.loop.runs).isOne();
	}

	private void awaitReplacement() {
		while (!this.service.isReplacing()) {
			Thread.onSpinWait();
		}
	}

	private CompletableFuture<Throwable> replace() {
		return CompletableFuture.supplyAsync(
				() -> catchThrowable(() -> this.service.replace(new Application(), System.nanoTime())),
				Thread::startVirtualThread);
	}

	/**
	 * A call that does nothing.
	 */
	private static class Call implements Exchange {

		private boolean ended;

		@Override
		public String environ() {
			return "";
		}

		@Override
		public RequestBody body() {
			return RequestBody.EMPTY;
		}

		@Override
		public void sendEarlyHints(String head) {
		}

		@Override
		public boolean send(@Nullable String head, byte[] body, boolean last) {
			return true;
		}

		@Override
		public boolean sendFile(String head, FileChannel file, long offset, long count, boolean last) {
			return true;
		}

		@Override
		public void refused() {
		}

		@Override
		public void timedOut() {
		}

		@Override
		public void ended(@Nullable String report) {
			this.ended = true;
		}

	}

	/**
	 * A call with something around it.
	 */
	private static final class SurroundedCall extends Call implements AsyncExchange {

		private final List<String> log;

		private int count;

		SurroundedCall(List<String> log) {
			this.log = log;
		}

		@Override
		public void attach(Events events) {
		}

		@Override
		public void askForBody() {
		}

		@Override
		public Runnable enter() {
			int number = ++this.count;
			this.log.add(number + " on");
			return () -> this.log.add(number + " off");
		}

	}

	/**
	 * The calls that there are, and what was heard of them.
	 */
	private static final class Calls implements CallSource, LoopListener {

		private final Queue<Exchange> exchanges = new ArrayDeque<>();

		private boolean over;

		private int ended;

		@Override
		public @Nullable Exchange poll() {
			return this.exchanges.poll();
		}

		@Override
		public boolean isOver() {
			return this.over;
		}

		@Override
		public void ended(long nanos, @Nullable String failure) {
			this.ended++;
		}

		@Override
		public void interrupted() {
		}

		@Override
		public void blocked(long nanos) {
		}

		@Override
		public void hung() {
		}

	}

	/**
	 * An application that is not called.
	 */
	private static final class Application implements PythonApplication {

		@Override
		public ApplicationCaller newCaller() {
			throw new IllegalStateException();
		}

		@Override
		public ApplicationCaller newCaller(ApplicationCaller previous) {
			throw new IllegalStateException();
		}

	}

}
