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

package io.wsgi.spring.boot.web;

import java.nio.file.Path;
import java.util.concurrent.FutureTask;

import io.wsgi.runtime.RequestBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the back pressure of {@link HttpExchange}.
 *
 * @author wsgi-spring-boot contributors
 */
class HttpExchangeBackpressureTests {

	private static final byte[] MUCH = new byte[1024 * 1024];

	private final HttpExchange exchange = new HttpExchange(() -> "GET /", "", RequestBody.EMPTY, null,
			new ResponseBufferSettings(0, null), new FileThreads());

	@Test
	void interruptionReleasesTheThreadThatWaitsForSlowClient() throws Exception {
		FutureTask<Boolean> send = sendMuch();
		this.exchange.timedOut();
		assertThat(this.exchange.response().outcome()).isEqualTo(ResponseOutcome.TIMED_OUT);
		assertThat(send.isDone()).isFalse();
		this.exchange.interrupted();
		assertThat(send.get()).isFalse();
		assertThat(this.exchange.response().outcome()).isEqualTo(ResponseOutcome.TIMED_OUT);
		assertThat(this.exchange.send(null, new byte[1], false)).isFalse();
	}

	@Test
	void clientThatGoesReleasesTheThreadThatWaitsForIt() throws Exception {
		FutureTask<Boolean> send = sendMuch();
		this.exchange.clientGone();
		assertThat(send.get()).isFalse();
	}

	@Test
	void clientThatTakesWhatIsQueuedReleasesTheThreadThatWaitsForIt() throws Exception {
		FutureTask<Boolean> send = sendMuch();
		assertThat(this.exchange.response().take()).isInstanceOf(ResponsePart.Bytes.class);
		assertThat(send.get()).isTrue();
	}

	@Test
	void responseThatIsCompleteDoesNotTimeOut() {
		assertThat(this.exchange.send("200 OK", MUCH, true)).isTrue();
		this.exchange.timedOut();
		assertThat(this.exchange.response().outcome()).isEqualTo(ResponseOutcome.COMPLETE);
	}

	@Test
	void applicationGoesOnWhenThereIsAFileForASlowClient(@TempDir Path directory) {
		HttpExchange buffered = new HttpExchange(() -> "GET /", "", RequestBody.EMPTY, null,
				new ResponseBufferSettings(10 * MUCH.length, directory), new FileThreads());
		for (int i = 0; i < 5; i++) {
			assertThat(buffered.send((i == 0) ? "200 OK" : null, MUCH, i == 4)).isTrue();
		}
		buffered.ended(null);
		long taken = 0;
		while (buffered.response().take() instanceof ResponsePart.Bytes bytes) {
			taken += bytes.content().length;
		}
		assertThat(taken).isEqualTo(5 * MUCH.length);
		assertThat(buffered.response().isDrained()).isTrue();
		assertThat(buffered.response().outcome()).isEqualTo(ResponseOutcome.COMPLETE);
	}

	private FutureTask<Boolean> sendMuch() throws InterruptedException {
		FutureTask<Boolean> send = new FutureTask<>(() -> this.exchange.send("200 OK", MUCH, false));
		Thread thread = Thread.ofPlatform().daemon().start(send);
		while (thread.getState() != Thread.State.WAITING) {
			Thread.sleep(1);
		}
		return send;
	}

}
