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

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.wsgi.runtime.RequestBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HttpExchange}.
 *
 * @author wsgi-spring-boot contributors
 */
@ExtendWith(OutputCaptureExtension.class)
class HttpExchangeTests {

	private static final byte[] BLOCK = new byte[64 * 1024];

	private final HttpExchange exchange = new HttpExchange(() -> "GET /path", "environ", RequestBody.EMPTY, null,
			new ResponseBufferSettings(0, null), new FileThreads());

	@Test
	void requestIsHandedOut() {
		assertThat(this.exchange.environ()).isEqualTo("environ");
		assertThat(this.exchange.body()).isSameAs(RequestBody.EMPTY);
		assertThat(this.exchange.response().outcome()).isEqualTo(ResponseOutcome.PENDING);
		assertThat(this.exchange.response().head()).isNull();
		assertThat(this.exchange.response().isDrained()).isTrue();
	}

	@Test
	void wholeResponseIsTaken() {
		assertThat(this.exchange.send("200 OK", new byte[] { 1 }, true)).isTrue();
		this.exchange.ended(null);
		assertThat(takeBytes()).containsExactly(1);
		assertThat(this.exchange.response().head()).isEqualTo("200 OK");
		assertThat(this.exchange.response().isDrained()).isTrue();
		assertThat(this.exchange.response().outcome()).isEqualTo(ResponseOutcome.COMPLETE);
		assertThat(this.exchange.response().take()).isNull();
	}

	@Test
	void partsAreTakenInTheirOrder() {
		this.exchange.sendEarlyHints("103");
		this.exchange.send("200 OK", new byte[] { 1 }, false);
		this.exchange.send(null, new byte[] { 2 }, true);
		assertThat(this.exchange.response().take()).isInstanceOf(ResponsePart.EarlyHints.class);
		assertThat(takeBytes()).containsExactly(1);
		assertThat(this.exchange.response().isDrained()).isFalse();
		assertThat(takeBytes()).containsExactly(2);
		assertThat(this.exchange.response().take()).isNull();
		assertThat(this.exchange.response().head()).isEqualTo("200 OK");
	}

	@ParameterizedTest
	@CsvSource(nullValues = "none", textBlock = """
			204 No Content, false, none, open; environ; close 204 null
			200 OK,         false, late, open; environ; close 200 late
			none,           false, bad,  open; environ; close 500 bad
			none,           true,  slow, open; environ; close 504 slow
			""")
	void scopeSurroundsTheCall(String head, boolean timedOut, String report, String expected) {
		List<String> events = new ArrayList<>();
		HttpExchange scoped = new HttpExchange(() -> "GET /path", "environ", RequestBody.EMPTY, noting(events),
				new ResponseBufferSettings(0, null), new FileThreads());
		scoped.begun();
		assertThat(scoped.environ()).isEqualTo("environ and more");
		if (head != null) {
			scoped.send(head, new byte[0], false);
		}
		if (timedOut) {
			scoped.timedOut();
		}
		scoped.ended(report);
		assertThat(String.join("; ", events)).isEqualTo(expected);
	}

	private static CallScope noting(List<String> events) {
		return new CallScope() {

			@Override
			public void open() {
				events.add("open");
			}

			@Override
			public String environ() {
				events.add("environ");
				return " and more";
			}

			@Override
			public void close(int status, String report) {
				events.add("close " + status + " " + report);
			}

		};
	}

	@Test
	void takingWaitsForAPart() throws Exception {
		Background<byte[]> taker = new Background<>(this::takeBytes);
		taker.awaitWaiting();
		this.exchange.send("200 OK", new byte[] { 1 }, false);
		assertThat(taker.result()).containsExactly(1);
	}

	@Test
	void takingWaitsForTheEnd() throws Exception {
		Background<ResponsePart> taker = new Background<>(this.exchange.response()::take);
		taker.awaitWaiting();
		this.exchange.ended(null);
		assertThat(taker.result()).isNull();
		assertThat(this.exchange.response().outcome()).isEqualTo(ResponseOutcome.FAILED);
	}

	@Test
	void sendingWaitsWhileTooMuchIsQueued() throws Exception {
		assertThat(this.exchange.send("200 OK", BLOCK, false)).isTrue();
		assertThat(this.exchange.send(null, BLOCK, false)).isTrue();
		Background<Boolean> sender = new Background<>(() -> this.exchange.send(null, BLOCK, false));
		sender.awaitWaiting();
		assertThat(takeBytes()).hasSize(BLOCK.length);
		assertThat(sender.result()).isTrue();
	}

	@Test
	void sendingTheLastPartDoesNotWait() {
		this.exchange.send("200 OK", BLOCK, false);
		this.exchange.send(null, BLOCK, false);
		assertThat(this.exchange.send(null, BLOCK, true)).isTrue();
		assertThat(this.exchange.response().outcome()).isEqualTo(ResponseOutcome.COMPLETE);
	}

	@Test
	void sendingEndsWhenTheClientIsGone() throws Exception {
		this.exchange.send("200 OK", BLOCK, false);
		this.exchange.send(null, BLOCK, false);
		Background<Boolean> sender = new Background<>(() -> this.exchange.send(null, BLOCK, false));
		sender.awaitWaiting();
		this.exchange.clientGone();
		assertThat(sender.result()).isFalse();
		assertThat(this.exchange.response().isDrained()).isTrue();
		assertThat(this.exchange.send(null, BLOCK, false)).isFalse();
	}

	@Test
	void sendingAfterTheEndIsIgnored() {
		this.exchange.send("200 OK", new byte[] { 1 }, true);
		assertThat(this.exchange.send(null, new byte[] { 2 }, false)).isFalse();
		assertThat(this.exchange.send("500 Late", new byte[] { 3 }, true)).isFalse();
		assertThat(this.exchange.response().head()).isEqualTo("200 OK");
		assertThat(takeBytes()).containsExactly(1);
		assertThat(this.exchange.response().take()).isNull();
	}

	@Test
	void sendingAfterTheCallHasEndedIsIgnored() {
		this.exchange.ended(null);
		assertThat(this.exchange.send("200 Late", new byte[] { 1 }, true)).isFalse();
		assertThat(this.exchange.response().head()).isNull();
		assertThat(this.exchange.response().take()).isNull();
		assertThat(this.exchange.response().outcome()).isEqualTo(ResponseOutcome.FAILED);
	}

	@Test
	void refusedExchangeHasNoResponse() {
		this.exchange.refused();
		assertThat(this.exchange.response().take()).isNull();
		assertThat(this.exchange.response().outcome()).isEqualTo(ResponseOutcome.REFUSED);
	}

	@Test
	void partsBeforeAFailureAreTaken() {
		this.exchange.send("200 OK", new byte[] { 1 }, false);
		this.exchange.ended("Traceback");
		assertThat(takeBytes()).containsExactly(1);
		assertThat(this.exchange.response().take()).isNull();
		assertThat(this.exchange.response().outcome()).isEqualTo(ResponseOutcome.FAILED);
	}

	@Test
	void reportIsLoggedWithTheRequest(CapturedOutput output) {
		this.exchange.ended("Traceback of the failure");
		assertThat(output).containsOnlyOnce("GET /path: Traceback of the failure");
	}

	@Test
	void fileIsHandedOverOpen(@TempDir Path directory) throws Exception {
		Path path = Files.write(directory.resolve("file"), new byte[] { 1, 2, 3 });
		FileChannel file = FileChannel.open(path);
		assertThat(this.exchange.sendFile("200 OK", file, 1, 2, true)).isTrue();
		ResponsePart part = this.exchange.response().take();
		assertThat(part).isEqualTo(new ResponsePart.File(file, 1, 2));
		assertThat(file.isOpen()).isTrue();
		part.discard();
	}

	@Test
	void fileIsClosedWhenNobodyTakesIt(@TempDir Path directory) throws Exception {
		Path path = Files.write(directory.resolve("file"), new byte[] { 1, 2, 3 });
		FileChannel queued = FileChannel.open(path);
		this.exchange.sendFile("200 OK", queued, 0, 3, false);
		this.exchange.clientGone();
		assertThat(queued.isOpen()).isFalse();
		FileChannel late = FileChannel.open(path);
		assertThat(this.exchange.sendFile("200 OK", late, 0, 3, true)).isFalse();
		assertThat(late.isOpen()).isFalse();
	}

	private byte[] takeBytes() {
		return (this.exchange.response().take() instanceof ResponsePart.Bytes bytes) ? bytes.content() : null;
	}

	/**
	 * A call on another thread.
	 *
	 * @param <T> the type of the result
	 */
	private static final class Background<T> {

		private final AtomicReference<Thread> thread = new AtomicReference<>();

		private final CompletableFuture<T> result;

		Background(Supplier<T> call) {
			this.result = CompletableFuture.supplyAsync(call, (task) -> {
				Thread thread = new Thread(task, "background");
				this.thread.set(thread);
				thread.start();
			});
		}

		void awaitWaiting() throws InterruptedException {
			while (this.thread.get().getState() != Thread.State.WAITING) {
				assertThat(this.result).isNotDone();
				Thread.sleep(1);
			}
		}

		T result() throws Exception {
			return this.result.get();
		}

	}

}
